"""Texts written to break pages, in every field: nothing of them comes alive."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from decks.cards.writing import Pen, Sides, add_cards, change_card
from decks.editing.models import LikelyCopy
from decks.models import Card, Deck, User
from decks.study.marks import save_note
from decks.study.sessions import enrol, start_session
from tests.browser.signing_in import signed_in
from tests.factories import make_deck, make_user
from tests.hostile_texts import hostile_texts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALIVE = """() => [...document.querySelectorAll("*")].filter(element =>
    ["IFRAME", "OBJECT", "EMBED", "IMG", "BASE", "MARQUEE", "VIDEO", "AUDIO", "FRAME",
     "STYLE", "MATH", "APPLET", "ISINDEX", "XSS"].includes(element.tagName)
    || (element.tagName === "SCRIPT" && !element.src.startsWith(location.origin))
    || (element.tagName === "META" && element.httpEquiv)
    || [...element.attributes].some(({name, value}) =>
        name.startsWith("on") || name === "style"
        || (["href", "src", "action", "formaction", "data", "xlink:href"].includes(name)
            && !/^(\\/|#|\\?|https?:|mailto:|$)/.test(value)))
).map(element => element.outerHTML.slice(0, 200))"""
"""What none of our pages has of its own."""


@pytest.fixture
def owner() -> User:
    """Their name is hostile as well."""
    return make_user(display_name=hostile_texts()[-1][:60].replace("\n", " "))


@pytest.fixture
def deck(owner: User) -> Deck:
    """A card for each text: on both sides, as tag, note, earlier text and title."""
    texts = hostile_texts()
    now = timezone.now()
    title = next(text for text in texts if "<script>" in text)
    deck = make_deck(owner=owner, title=title[:200], description="\n".join(texts[:300]))
    pen = Pen(owner, now)
    cards = add_cards(
        deck.pk, [Sides(text, text, (text[:100],)) for text in texts], pen
    )
    for card in cards[-60:]:
        other = Sides(card.answer[::-1], card.question * 2, tuple(card.tags))
        change_card(card.pk, other, pen, seen_version=1)
        save_note(owner, card, card.question[:2000], now=now)
    enrol(owner, deck, now=now)
    LikelyCopy.objects.create(deck=deck, later=cards[-1], earlier=cards[-2])
    return deck


def addresses(deck: Deck) -> list[str]:
    """Pages that show all of the texts, and those that show one each another way."""
    last = Card.objects.filter(deck=deck).latest("position")
    one = [deck.pk]
    return [
        *[reverse(name, args=one) for name in OF_A_DECK],
        *[reverse(name, args=[last.pk]) for name in OF_A_CARD],
        reverse("home"),
        reverse("deck_list"),
        reverse("search") + "?q=script",
        reverse("preferences"),
    ]


OF_A_DECK = ("deck", "deck_sheet", "deck_edit", "deck_tags", "deck_delete", "copies")
OF_A_CARD = ("card_edit", "card_history", "card_note")


@pytest.mark.parametrize(
    "live",
    [
        "<img src=/x>",
        "<b onclick='x()'>x</b>",
        "<a href=' javascript:x()'>x</a>",
        "<p style='color:red'>x</p>",
        "<iframe></iframe>",
    ],
)
def test_what_is_alive_is_found(open_browser, live: str) -> None:
    page = open_browser().page()
    page.evaluate(
        "html => { document.body.append("
        "...new DOMParser().parseFromString(html, 'text/html').body.childNodes) }",
        live,
    )
    assert len(page.evaluate(ALIVE)) == 1


def look(page: Page, address: str, dialogs: list[str]) -> list[str]:
    reply = page.goto(address)
    assert reply is not None
    assert reply.status == 200, address
    return [f"{address}: {what}" for what in page.evaluate(ALIVE)] + dialogs


@pytest.mark.full
def test_nothing_hostile_comes_alive_on_any_page(open_browser, owner, deck) -> None:
    page = signed_in(open_browser(), owner)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    found = [what for one in addresses(deck) for what in look(page, one, dialogs)]
    session = start_session(owner, now=timezone.now())
    assert session is not None
    for card_id in session.card_ids[:10]:
        found += look(page, f"/study/{session.id}/cards/{card_id}/", dialogs)
    assert found == []


def test_nothing_hostile_comes_alive_in_the_preview_of_an_import(
    open_browser, owner
) -> None:
    page = signed_in(open_browser(), owner)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    look(page, reverse("import"), dialogs)
    lines = [text for text in hostile_texts() if "\n" not in text and "\t" not in text]
    page.get_by_label("Your text").fill("\n".join(f"{one}\t{one}" for one in lines))
    page.get_by_role("heading", name="cards found").wait_for()
    assert page.evaluate(ALIVE) == dialogs == []
