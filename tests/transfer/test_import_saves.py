"""The import page: what is saved, and what is not."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.models import Card, Deck, Enrolment, ReviewState, User
from tests.factories import NOW, make_card, make_deck, make_review_state, make_user
from tests.transfer.import_page import SEED, TWO, given, look, save, sides

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- Saving ---------------------------------------------------------------------------


def test_saving_makes_a_deck_of_just_what_was_shown(page: Client, user: User) -> None:
    reply = save(page, SEED, title="AWS Lambda")
    deck = Deck.objects.get()
    assert reply.headers["Location"] == reverse("deck", args=[deck.pk])
    assert (deck.title, deck.owner, deck.card_count) == ("AWS Lambda", user, 42)
    assert Card.objects.filter(deck=deck).count() == 42
    assert Enrolment.objects.filter(user=user, deck=deck).exists()
    toast = page.get(reply.headers["Location"]).content.decode()
    assert "42 cards saved." in toast


def test_the_same_form_sent_twice_saves_once(page: Client) -> None:
    form_id = str(uuid.uuid4())
    save(page, TWO, form_id=form_id, title="Capitals")
    save(page, TWO, form_id=form_id, title="Capitals")
    assert Deck.objects.get().card_count == 2


def test_sent_again_after_its_deck_was_deleted_it_makes_one_anew(
    page: Client,
) -> None:
    form_id = str(uuid.uuid4())
    save(page, TWO, form_id=form_id, title="Capitals")
    Deck.objects.update(deleted_at=timezone.now())
    for _ in range(2):
        save(page, TWO, form_id=form_id, title="Capitals")
    assert Deck.objects.get(deleted_at=None).card_count == 2


def test_a_file_that_is_refused_is_not_said_to_be_kept(page: Client) -> None:
    big = given("big.txt", b"x" * 10_000_001)
    html = look(page, file=big).content.decode()
    assert "big.txt: The file has 10.0 MB" in html
    assert "Choose another file, or paste its text." in html
    assert "still here" not in html
    html = look(page, TWO, file=given("big.txt", b"x" * 10_000_001)).content.decode()
    assert "Your text is still here." in html


def test_a_new_deck_needs_a_name(page: Client) -> None:
    reply = save(page, TWO, title="")
    assert reply.status_code == 422
    assert "Give the deck a name." in reply.content.decode()
    assert not Deck.objects.exists()


def test_a_name_that_is_too_long_is_told_and_kept(page: Client) -> None:
    reply = save(page, TWO, title="x" * 201)
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "at most 200 characters" in html
    assert "x" * 201 in html


def test_a_file_without_cards_does_not_take_the_place_of_the_text(page: Client) -> None:
    reply = look(page, TWO, file=given("x.txt", b"no cards here"))
    assert reply.context["form"]["text"].value() == TWO
    assert "no card was found" in reply.content.decode()


def test_save_without_having_looked_looks_first(page: Client) -> None:
    reply = look(page, TWO, save="1", title="Capitals")
    assert "2 cards found" in reply.content.decode()
    assert not Deck.objects.exists()


def test_into_a_deck_what_is_new_changed_and_missing_is_told(
    page: Client, user: User
) -> None:
    deck = make_deck(owner=user)
    for question, answer in (
        ("France", "Lyon"),
        ("Italy", "Rome"),
        ("Spain", "Madrid"),
    ):
        make_card(deck=deck, question=question, answer=answer)
    html = look(page, TWO + "\nPortugal\tLisbon", deck=deck.pk).content.decode()
    assert "1 new, 1 changed, 1 unchanged" in html
    assert "1 card of the deck is not in the text" in html
    assert "Save 2 cards" in html
    assert "<del>" in html


def test_into_a_deck_progress_and_earlier_texts_are_kept(
    page: Client, user: User
) -> None:
    deck = make_deck(owner=user)
    card = make_card(deck=deck, question="France", answer="Lyon")
    state = make_review_state(user=user, card=card, due_at=NOW)
    save(page, TWO, deck=str(deck.pk))
    card.refresh_from_db()
    assert (card.answer, card.version) == ("Paris", 2)
    assert card.versions.get().answer == "Lyon"
    assert ReviewState.objects.get(user=user, card=card).due_at == state.due_at
    assert sides(deck) == [("France", "Paris"), ("Spain", "Madrid")]


def test_missing_cards_are_deleted_only_where_that_was_chosen(
    page: Client, user: User
) -> None:
    deck = make_deck(owner=user)
    make_card(deck=deck, question="Italy", answer="Rome")
    save(page, TWO, deck=str(deck.pk))
    assert len(sides(deck)) == 3
    save(page, TWO, deck=str(deck.pk), missing="delete")
    assert sides(deck) == [("France", "Paris"), ("Spain", "Madrid")]
    assert Card.objects.get(question="Italy").deleted_at is not None


def test_a_deck_that_changed_meanwhile_is_shown_anew_and_nothing_is_written(
    page: Client, user: User
) -> None:
    deck = make_deck(owner=user)
    card = make_card(deck=deck, question="France", answer="Lyon")
    shown = look(page, TWO, deck=deck.pk).context["looked"]
    change_card(card.pk, Sides("France", "Nice"), Pen(user, NOW), seen_version=1)
    reply = look(page, TWO, deck=deck.pk, save="1", seen=shown.plan.mark)
    assert reply.status_code == 422
    assert "Nothing was saved" in reply.content.decode()
    assert sides(deck) == [("France", "Nice")]


def test_a_strangers_deck_is_no_target(page: Client) -> None:
    deck = make_deck(owner=make_user(), title="Sphinx")
    assert look(page, TWO, deck=deck.pk).status_code == 404
    assert page.get(reverse("import_into", args=[deck.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 1000])
def test_looking_costs_the_same_statements_however_many_cards(
    page: Client, user: User, count: int
) -> None:
    deck = make_deck(owner=user, cards=count)
    text = "\n".join(f"Question {n}\tAnother {n}" for n in range(count))
    with CaptureQueriesContext(connection) as statements:
        look(page, text, deck=deck.pk)
    assert len(statements) <= 8


@pytest.mark.parametrize("kind", ["json", "csv", "anki"])
def test_what_was_exported_comes_back_and_changes_nothing(
    page: Client, user: User, kind: str
) -> None:
    deck = make_deck(owner=user)
    for number in range(5):
        tags = ["one two", f"t{number}"]
        make_card(
            deck=deck, question=f" =Q{number}", answer=f"A\n\n{number}", tags=tags
        )
    data = page.get(reverse("deck_export_file", args=[deck.pk, kind])).content
    plan = (
        look(page, file=given(f"x.{kind}", data), deck=deck.pk).context["looked"].plan
    )
    assert [row.kind for row in plan.rows] == ["unchanged"] * 5
