"""The import page: preview, save, and what is said of bad input."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from decks.models import Deck, ImportDraft, User
from tests.factories import make_user
from tests.transfer.import_page import SEED, TWO, given, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


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
