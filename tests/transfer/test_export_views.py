"""Taking a deck along: who may, what comes, and that it comes back as it was."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from decks.models import Card, Deck, User
from decks.transfer import formats
from decks.transfer.exporting import EXPORTS, file_name
from decks.transfer.lambda_deck import import_lambda_deck
from tests.factories import make_card, make_deck, make_public_deck, make_user

pytestmark = pytest.mark.django_db

TO_THE_LETTER = "  =1+1 \n\n\t•“two”, three; \u202eאב <b>&amp;"
KINDS = ("json", "csv", "anki")


@pytest.fixture
def deck() -> Deck:
    deck = make_public_deck(
        owner=make_user(), title="Flüsse & Seen", question_lang="de"
    )
    make_card(
        deck=deck, question=TO_THE_LETTER, answer=TO_THE_LETTER, tags=["a b", "c"]
    )
    make_card(deck=deck, question="-2", answer="'=x")
    return deck


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def saved(deck: Deck, kind: str, user: User | None = None) -> bytes:
    address = reverse("deck_export_file", args=[deck.pk, kind])
    reply = signed_in(user or make_user()).get(address)
    assert reply.status_code == 200
    return reply.content


def sides(deck: Deck) -> list[tuple[str, str, tuple[str, ...]]]:
    rows = Card.objects.filter(deck=deck).in_deck_order()
    return [(card.question, card.answer, tuple(card.tags)) for card in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_cards_and_tags_come_back_as_they_were(deck: Deck, kind: str) -> None:
    parsed = formats.read(saved(deck, kind))
    back = [(card.question, card.answer, card.tags) for card in parsed.cards]
    assert parsed.reading.format == kind
    # Blank lines at the ends of a side are all that a reader may leave out.
    assert back == sides(deck)


@pytest.mark.parametrize("kind", KINDS)
def test_the_lambda_deck_comes_back_to_the_letter(kind: str) -> None:
    import_lambda_deck()
    deck = Deck.objects.get(title="AWS Lambda")
    parsed = formats.read(saved(deck, kind))
    back = [(card.question, card.answer, card.tags) for card in parsed.cards]
    assert back == sides(deck)
    assert len(back) == 47


@pytest.mark.parametrize(
    ("kind", "type_", "name"),
    [
        ("json", "application/json", "json"),
        ("csv", "text/csv; charset=utf-8", "csv"),
        ("anki", "text/plain; charset=utf-8", "txt"),
    ],
)
def test_a_file_is_saved_and_never_shown(
    deck: Deck, kind: str, type_: str, name: str
) -> None:
    reply = signed_in(make_user()).get(
        reverse("deck_export_file", args=[deck.pk, kind])
    )
    assert reply["Content-Type"] == type_
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Disposition"] == (
        f"attachment; filename*=utf-8''fl%C3%BCsse-seen.{name}"
    )


@pytest.mark.parametrize("title", ["../../etc/passwd", "\u202e\x01", "...", "a" * 200])
def test_a_file_is_named_so_that_it_can_be_saved(title: str) -> None:
    name = file_name(Deck(title=title), EXPORTS["csv"])
    assert Path(name).name == name
    assert name.isprintable()
    assert len(name) <= 64
    assert name.endswith(".csv")


def test_what_a_format_cannot_hold_is_said(deck: Deck) -> None:
    address = reverse("deck_export_file", args=[deck.pk, "quizlet"])
    reply = signed_in(make_user()).get(address, follow=True)
    assert "some cards have line breaks" in reply.content.decode()


def test_a_kind_that_is_none_is_a_404(deck: Deck) -> None:
    address = reverse("deck_export_file", args=[deck.pk, "exe"])
    assert signed_in(make_user()).get(address).status_code == 404


@pytest.mark.parametrize("name", ["deck_export", "deck_sheet"])
def test_the_owner_may_say_no_to_others_but_not_to_themselves(
    deck: Deck, name: str
) -> None:
    Deck.objects.update(allows_export=False)
    address = reverse(name, args=[deck.pk])
    assert signed_in(make_user()).get(address).status_code == 404
    assert deck.owner is not None
    assert signed_in(deck.owner).get(address).status_code == 200


def test_a_private_deck_is_its_owners_alone() -> None:
    deck = make_deck(owner=make_user(), cards=1)
    address = reverse("deck_export_file", args=[deck.pk, "csv"])
    assert signed_in(make_user()).get(address).status_code == 404


def test_the_sheet_holds_every_card_in_order(deck: Deck) -> None:
    html = signed_in(make_user()).get(reverse("deck_sheet", args=[deck.pk]))
    text = html.content.decode()
    assert text.index("=1+1") < text.index("-2") < text.index("&#x27;=x")
    assert 'lang="de"' in text


@pytest.mark.parametrize("cards", [1, 20])
@pytest.mark.parametrize("name", ["deck_sheet", "deck_export_file"])
def test_the_statements_do_not_grow(
    name: str, cards: int, django_assert_num_queries
) -> None:
    deck = make_public_deck(cards=cards)
    client = signed_in(make_user())
    args = [deck.pk, "csv"] if name == "deck_export_file" else [deck.pk]
    with django_assert_num_queries(4):
        client.get(reverse(name, args=args))


def test_an_empty_deck_can_be_taken_along() -> None:
    deck = make_public_deck()
    assert saved(deck, "csv").startswith(b"\xef\xbb\xbf")
