"""The import page: preview, save, and what is said of bad input."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from decks.cards.writing import Pen, Sides, change_card
from decks.models import Card, Deck, Enrolment, ImportDraft, ReviewState, User
from decks.transfer.files import LAMBDA_DECK
from tests.factories import NOW, make_card, make_deck, make_review_state, make_user

pytestmark = pytest.mark.django_db

SEED = LAMBDA_DECK.read_text(encoding="utf-8")
TWO = "France\tParis\nSpain\tMadrid"
HTMX = {"HX-Request": "true", "HX-Target": "preview"}


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def look(page: Client, text: str = "", *, htmx: bool = False, **fields):
    """Send the form as "Check" (or htmx, by itself) does."""
    data = {"text": text, "form_id": str(uuid.uuid4()), **fields}
    headers = HTMX if htmx else None
    return page.post(reverse("import"), data, headers=headers)


def save(page: Client, text: str, *, form_id: str = "", **fields):
    """Look, then press Save with what the page showed."""
    shown = look(page, text, **fields)
    looked = shown.context["looked"]
    form_id = form_id or shown.context["form"]["form_id"].value()
    data = {
        "title": shown.context["preview"].title,
        **fields,
        "text": text,
        "form_id": form_id,
        "save": "1",
        "seen": looked.plan.mark,
        "seen_deck": looked.plan.deck_mark,
    }
    return page.post(reverse("import"), data)


def sides(deck: Deck) -> list[tuple[str, str]]:
    rows = Card.objects.filter(deck=deck).in_deck_order()
    return list(rows.values_list("question", "answer"))


# --- Looking --------------------------------------------------------------------------


def test_the_empty_page_says_what_can_be_read(page: Client) -> None:
    html = page.get(reverse("import")).content.decode()
    assert "what is found appears here" in html
    assert 'id="save"' not in html


@pytest.mark.parametrize("htmx", [False, True])
def test_the_real_deck_is_shown_with_its_copies_and_nothing_is_saved(
    page: Client, htmx: bool
) -> None:
    html = look(page, SEED, htmx=htmx).content.decode()
    assert "47 cards found" in html
    assert "14, 16, 17, 18 and 19 repeat 8, 10, 11, 12 and 13." in html
    assert "Cards 1 and 9 ask the same question with different answers." in html
    assert "Save 42 cards" in html
    assert ("<html" in html) is not htmx
    assert not Deck.objects.exists()


def test_copies_can_be_kept_all_or_one(page: Client) -> None:
    assert "Save 47 cards" in look(page, SEED, copy="keep").content.decode()
    assert "Save 43 cards" in look(page, SEED, choice="14:keep").content.decode()


def test_what_cannot_be_read_is_said_at_its_place_and_the_text_is_kept(
    page: Client,
) -> None:
    text = "Nothing here is a card.\nNor here: <b>."
    reply = look(page, text)
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "This could not be read" in html
    assert escape(text) in html


def test_htmx_gets_what_is_wrong_as_a_page_that_it_shows(page: Client) -> None:
    reply = look(page, "no cards", htmx=True)
    assert reply.status_code == 200
    assert "This could not be read" in reply.content.decode()


def test_the_separator_can_be_changed(page: Client) -> None:
    text = "France,x=Paris,y\nSpain,x=Madrid,y"
    shown = look(page, text, format="csv", separator="=").context["looked"]
    assert [card.question for card in shown.parsed.cards] == ["France,x", "Spain,x"]


@pytest.mark.parametrize("text", ["", "   \n ", "\n\n"])
def test_an_empty_text_is_an_empty_page(page: Client, text: str) -> None:
    assert look(page, text).context["looked"] is None


def test_a_nul_and_control_characters_are_told(page: Client) -> None:
    assert "NUL" in look(page, "a\tb\nc\x00\td").content.decode()


def test_right_to_left_text_is_shown_as_it_is(page: Client) -> None:
    html = look(page, "שלום\tالسلام\nאבא\tأب").content.decode()
    assert "2 cards found" in html
    assert "שלום" in html


# --- Files ----------------------------------------------------------------------------


def given(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_small_file_stands_in_the_text_field(page: Client) -> None:
    reply = look(page, file=given("capitals.csv", TWO.encode()))
    assert reply.context["form"]["text"].value() == TWO
    assert reply.context["preview"].title == "capitals"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_files_are_read_in_their_encoding(page: Client, encoding: str) -> None:
    data = "Größe\tÄpfel\nÜber\tÖl".encode(encoding)
    looked = look(page, file=given("x.txt", data)).context["looked"]
    assert looked.parsed.cards[0].question == "Größe"


def test_a_big_file_is_kept_for_its_owner_alone(page: Client, user: User) -> None:
    lines = "\n".join(f"Question {n}\t{'answer ' * 20}{n}" for n in range(8000))
    reply = look(page, file=given("big.tsv", lines.encode()))
    draft = ImportDraft.objects.exclude(data=b"").get(user=user)
    assert reply.context["preview"].given.draft == draft
    assert "8,000 cards found" in reply.content.decode()
    other = Client()
    other.force_login(make_user())
    html = look(other, draft=str(draft.pk)).content.decode()
    assert "It is no longer kept here" in html


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("deck.apkg", b"PK\x03\x04", "Anki packages cannot be read yet"),
        ("book.xlsx", b"PK\x03\x04", "Save it as CSV"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "png, line 1"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_a_file_that_is_no_text_of_cards_is_told(
    page: Client, name: str, data: bytes, says: str
) -> None:
    assert says in look(page, file=given(name, data)).content.decode()


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
