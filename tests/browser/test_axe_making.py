"""The same for the pages on which decks are made."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.models import LikelyCopy
from decks.editing.moving import delete_cards
from decks.models import Card, Deck, User
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import make_deck, make_public_deck, make_user
from tests.study.sittings import cards_of, rate, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OF_A_DECK = (
    "deck",
    "deck_edit",
    "deck_delete",
    "deck_export",
    "deck_sheet",
    "deck_tags",
    "weak_spots",
    "cards_deleted",
    "card_new",
    "copies",
    "import_into",
)
OF_A_CARD = ("card_edit", "card_history", "card_place")
OF_NONE = ("deck_list", "deck_new", "decks_deleted", "library", "search", "import")


@pytest.fixture
def owner() -> User:
    return make_user(display_name="Grace Hopper")


@pytest.fixture
def deck(owner: User) -> Deck:
    """A deck in which every page has something to show."""
    make_public_deck(title="Somebody’s public deck", cards=3)
    deck = make_deck(owner=owner, title="Donaudampfschifffahrtsgesellschaft", cards=24)
    enrol(owner, deck, now=timezone.now())
    first, second, third, *_ = cards_of(deck)
    rate(owner, start(owner, deck, now=timezone.now()), first, 4, now=timezone.now())
    long = "DonaudampfschifffahrtsgesellschaftskapitänXX " * 40
    pen = Pen(owner, timezone.now())
    change_card(first.pk, Sides("Asked", long, ("one", "two")), pen, seen_version=1)
    LikelyCopy.objects.create(deck=deck, later=second, earlier=first)
    delete_cards(deck.pk, [third.pk], now=timezone.now())
    return deck


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_somebody_who_makes_decks_sees(
    open_browser, owner, deck, width, scheme
) -> None:
    page = signed_in(open_browser(width=width, color_scheme=scheme), owner)
    card = Card.objects.get(deck=deck, position=1)
    paths = [reverse(name) for name in OF_NONE]
    paths += [reverse(name, args=[deck.pk]) for name in OF_A_DECK]
    paths += [reverse(name, args=[card.pk]) for name in OF_A_CARD]
    paths += [
        f"/decks/{deck.pk}/cards/act/?act={act}&card={card.pk}"
        for act in ("tag", "move", "delete")
    ]
    paths += [reverse("search") + "?q=asked", reverse("library") + "?q=deck"]
    check(page, paths)
    check_what_opens(page, deck)


def check_what_opens(page: Page, deck: Deck) -> None:
    """A row's menu and its form; the preview of an import."""
    page.goto(f"/decks/{deck.pk}/")
    row = page.locator("ul.cards > li").nth(1)
    row.locator("details.menu summary").click()
    # An open menu lies over parts of the rows below it, which axe would call too small.
    covered = [what for what in violations(page) if "partially obscured" not in what]
    assert covered == []
    row.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Question").wait_for()
    assert violations(page) == []
    page.goto(reverse("import_into", args=[deck.pk]))
    text = "Asked\tOther\nQuestion 2\tAnswer 2\nNew\tAnswer\nNew\tAnswer"
    page.get_by_role("textbox", name="Your text").fill(text)
    page.get_by_role("heading", name="4 cards found").wait_for()
    page.get_by_text("Not right?").click()
    assert violations(page) == []
