"""Cards in the administration: texts to the letter, counts kept right."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.cards.counting import recount
from decks.editing.models import LikelyCopy
from decks.editing.moving import delete_cards
from decks.models import Card, Deck
from tests.admin.pages import card_fields, change_url, first_card
from tests.editing.test_moving import assert_sound, make_class
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_public_deck,
    make_suggestion,
)

pytestmark = pytest.mark.django_db

TO_THE_LETTER = "  first  \n\n\tsecond <b>&amp;\u00a0\n • third \n"


def held(deck: Deck) -> int:
    deck.refresh_from_db()
    return deck.card_count


def test_card_texts_are_kept_to_the_letter(staff: Client, ownerless: Deck) -> None:
    card = first_card(ownerless)
    typed = TO_THE_LETTER.replace("\n", "\r\n")
    fields = card_fields(ownerless, question=typed, answer=typed)
    assert staff.post(change_url(card), fields).status_code == 302
    card.refresh_from_db()
    assert (card.question, card.answer) == (TO_THE_LETTER, TO_THE_LETTER)


def test_saving_an_opened_card_changes_nothing(staff: Client, ownerless: Deck) -> None:
    card = make_card(
        deck=ownerless,
        question="\n" + TO_THE_LETTER,
        answer=TO_THE_LETTER,
        tags=["one, two", "three"],
    )
    form = staff.get(change_url(card)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    shown["tags"] = form.fields["tags"].prepare_value(shown["tags"])
    typed = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in shown.items()
    }
    assert staff.post(change_url(card), typed).status_code == 302
    saved = Card.objects.get(pk=card.pk)
    for name in ("question", "answer", "tags", "position", "deck_id"):
        assert getattr(saved, name) == getattr(card, name)


@pytest.mark.parametrize(("length", "status"), [(20_000, 302), (20_001, 200)])
def test_a_side_holds_20000_characters(
    staff: Client, ownerless: Deck, length: int, status: int
) -> None:
    # Line ends count once, as they are kept, not twice, as they are sent.
    answer = "\r\n" + "x" * (length - 1)
    fields = card_fields(ownerless, answer=answer)
    assert staff.post(reverse("admin:decks_card_add"), fields).status_code == status


def test_tags_are_one_a_line(staff: Client, ownerless: Deck) -> None:
    card = first_card(ownerless)
    fields = card_fields(ownerless, tags="IAM, roles\r\n\r\n  S3 \r\n")
    staff.post(change_url(card), fields)
    card.refresh_from_db()
    assert card.tags == ["IAM, roles", "S3"]


def test_adding_moving_and_deleting_keep_the_count(
    staff: Client, ownerless: Deck
) -> None:
    other = make_public_deck(cards=1)
    staff.post(reverse("admin:decks_card_add"), card_fields(ownerless))
    assert held(ownerless) == 3
    card = first_card(ownerless)
    staff.post(change_url(card), card_fields(other))
    assert (held(ownerless), held(other)) == (2, 2)
    staff.post(reverse("admin:decks_card_delete", args=[card.pk]), {"post": "yes"})
    assert (held(ownerless), held(other)) == (2, 1)


def move(client: Client, card: Card, deck: Deck, **fields: Any) -> None:
    given = card_fields(deck, position=card.position, **fields)
    assert client.post(change_url(card), given).status_code == 302
    card.refresh_from_db()
    deck.refresh_from_db()


def test_a_card_moves_as_on_the_site(superuser: Client) -> None:
    """Learners follow; what was compared and shared is as after any move."""
    source = make_public_deck(cards=3)
    other = make_public_deck(cards=2, copies_checked_at=NOW)
    make_class(source)
    Deck.objects.filter(pk=source.pk).update(first_shared_at=NOW)
    earlier, later = source.cards.in_deck_order()[:2]
    LikelyCopy.objects.create(deck=source, earlier=earlier, later=later)
    suggestion = make_suggestion(card=earlier)
    move(superuser, earlier, other, answer="Changed as well")
    assert (earlier.deck, earlier.position, earlier.answer) == (
        other,
        3,
        "Changed as well",
    )
    assert (other.first_shared_at, other.copies_checked_at) == (NOW, None)
    assert not LikelyCopy.objects.exists()
    suggestion.refresh_from_db()
    assert suggestion.deck == other
    assert (held(source), held(other)) == (2, 3)
    assert_sound()


def test_a_place_that_is_typed_is_kept(superuser: Client) -> None:
    deck, other = make_deck(cards=3), make_deck(cards=2)
    card = first_card(deck)
    superuser.post(change_url(card), card_fields(deck, position=7))
    card.refresh_from_db()
    assert card.position == 7
    superuser.post(change_url(card), card_fields(other, position=1))
    card.refresh_from_db()
    assert (card.deck, card.position) == (other, 1)


@pytest.mark.parametrize("is_trash", [False, True])
def test_no_card_is_put_where_nobody_finds_it(
    superuser: Client, is_trash: bool
) -> None:
    card, source = make_card(), make_deck(cards=1)
    gone = source
    if is_trash:
        delete_cards(source.pk, [first_card(source).pk], now=NOW)
        gone = Deck.objects.get(trash_of=source)
    Deck.objects.filter(pk=gone.pk).update(deleted_at=NOW)
    for url in (reverse("admin:decks_card_add"), change_url(card)):
        page = superuser.post(url, card_fields(gone)).content.decode()
        assert "Select a valid choice" in page
    card.refresh_from_db()
    assert card.deck != gone
    assert Card.objects.filter(deck=gone).count() == 1


def test_a_deleted_card_is_only_looked_at(superuser: Client) -> None:
    deck = make_deck(cards=1)
    card = first_card(deck)
    delete_cards(deck.pk, [card.pk], now=NOW)
    assert superuser.get(change_url(card)).status_code == 200
    response = superuser.post(change_url(card), card_fields(deck))
    assert response.status_code == 403
    card.refresh_from_db()
    assert card.deck.trash_of == deck


def test_deleting_many_keeps_the_count(staff: Client, ownerless: Deck) -> None:
    other = make_public_deck(cards=2)
    gone = [first_card(ownerless).pk, *other.cards.values_list("pk", flat=True)]
    chosen = {"action": "delete_selected", "_selected_action": gone, "post": "yes"}
    staff.post(reverse("admin:decks_card_changelist"), chosen)
    assert (held(ownerless), held(other)) == (1, 0)


def test_recount_touches_only_the_decks_it_is_given(
    django_assert_num_queries,
) -> None:
    wrong, other = make_deck(cards=3), make_deck(cards=1)
    Deck.objects.update(card_count=99)
    with django_assert_num_queries(1):
        recount([wrong.pk])
    assert (held(wrong), held(other)) == (3, 99)


def test_a_decks_page_costs_the_same_whatever_it_holds(
    superuser: Client, django_assert_num_queries
) -> None:
    small, large = make_public_deck(cards=1), make_public_deck(cards=500)
    superuser.get(change_url(small))
    with CaptureQueriesContext(connection) as asked:
        page = superuser.get(change_url(small)).content
    with django_assert_num_queries(len(asked)):
        assert len(superuser.get(change_url(large)).content) - len(page) < 100


def test_the_earlier_text_is_kept(staff: Client, ownerless: Deck) -> None:
    card = first_card(ownerless)
    before = card.answer
    staff.post(change_url(card), card_fields(ownerless, answer="After"))
    card.refresh_from_db()
    assert (card.answer, card.version) == ("After", 2)
    assert card.versions.get().answer == before
