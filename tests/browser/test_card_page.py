"""The page of a card in a browser: by keyboard from the deck's list; what axe finds."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.models import Card, Deck, User
from decks.study import marks
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, violations
from tests.factories import make_public_deck, make_user
from tests.study.sittings import cards_of, rate, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.timedelta(days=1)


def studied(user: User, *days_and_levels: tuple[int, int]) -> Deck:
    """A deck whose first card was rated so many days ago."""
    deck = make_public_deck(cards=2)
    enrol(user, deck, now=timezone.now() - 400 * DAY)
    for seen, (ago, level) in enumerate(days_and_levels):
        now = timezone.now() - ago * DAY
        session = start(user, deck, now=now)
        rate(user, session, cards_of(deck)[0], level, seen=seen, now=now)
    return deck


def test_by_keyboard_from_the_list_to_the_table_and_back(open_browser):
    user = make_user()
    deck = studied(user, (30, 1), (29, 4), (20, 3))
    page = signed_in(open_browser(), user)
    page.goto(reverse("deck", args=[deck.pk]))
    menu = page.get_by_label("Actions for Question 1")
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Progress", exact=True).last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Question 1").wait_for()
    drawing = page.get_by_role("img", name="Predicted recall of this card since")
    assert drawing.count() == 1
    page.locator(".cardlog > summary").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Ratings and changes of this card")
    assert table.get_by_role("row").count() == 4
    page.keyboard.press("Tab")
    region = page.get_by_role("region", name="Ratings and changes")
    assert region.evaluate("here => here === document.activeElement")
    page.get_by_role("link", name=deck.title).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/decks/{deck.pk}/")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(open_browser, width, scheme):
    user = make_user()
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    decks = [
        studied(user, (300, 1), (300, 2), (299, 3), (280, 4), (200, 5), (100, 4)),
        studied(user, (0, 4)),
        studied(user, (40, 3)),
    ]
    marks.start_over(user, first(decks[2]), now=timezone.now() - 2 * DAY)
    Card.objects.filter(deck=decks[0]).update(
        question="Danube\nSources\nMouth",
        answer="Donaudampfschifffahrtsgesellschaft" * 9,
        tags=["rivers"],
    )
    cards = [*map(first, decks), cards_of(decks[0])[1]]
    paths = [reverse("card", args=[card.pk]) for card in cards]
    check(page, [*paths, *(path + "?all" for path in paths)])
    page.goto(paths[0])
    page.locator(".cardlog > summary").click()
    assert violations(page) == []


def first(deck: Deck) -> Card:
    return cards_of(deck)[0]
