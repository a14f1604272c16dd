"""The lists behind the numbers in a browser: more rows, studying, what axe finds."""

import pytest
from django.utils import timezone

from decks.models import Card, Deck, User
from decks.progress.overview import cards, reviews
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check
from tests.factories import make_public_deck, make_user
from tests.study.sittings import cards_of, rate, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = (
    "/progress/reviews/",
    "/progress/reviews/?level=2&only=missed",
    "/progress/reviews/?only=practice",
    "/progress/cards/?show=hard",
    "/progress/cards/?level=0",
    "/progress/cards/?due=2020-01-01",
    "/progress/tags/",
)


@pytest.fixture
def user() -> User:
    """Somebody who rated five of six cards just now, and one of a deck now lost."""
    user = make_user()
    for deck in (make_public_deck(cards=6), make_public_deck(cards=1)):
        enrol(user, deck, now=timezone.now())
        session = start(user, deck, now=timezone.now())
        for card in cards_of(deck)[:5]:
            rate(user, session, card, 2, now=timezone.now())
    Deck.objects.filter(pk=deck.pk).update(visibility="private")
    first = Card.objects.filter(position=1)
    first.update(
        question="Donaudampfschifffahrtsgesellschaft" * 6, tags=["rivers", "x" * 100]
    )
    return user


def rows_of(page):
    return page.locator(".again__r").count()


def test_more_rows_come_by_keyboard(open_browser, user, monkeypatch):
    monkeypatch.setattr(reviews, "PAGE_SIZE", 4)
    page = signed_in(open_browser(), user)
    page.goto("/progress/reviews/")
    assert rows_of(page) == 4
    page.get_by_role("link", name="Show more").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Show more").wait_for(state="detached")
    assert rows_of(page) == 6
    assert page.get_by_text("A card of a deck you no longer have").count() == 1


def test_more_rows_come_without_script(open_browser, user, monkeypatch):
    monkeypatch.setattr(cards, "PAGE_SIZE", 3)
    page = signed_in(open_browser(scripts=False), user)
    page.goto("/progress/cards/?level=2")
    page.get_by_role("link", name="Show more").click()
    assert rows_of(page) == 2
    page.get_by_role("link", name="Back to the first").click()
    page.get_by_role("button", name="Study the first 3").click()
    page.wait_for_url("**/study/**")
    assert page.get_by_text("From your progress").count() == 1


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(open_browser, user, width, scheme):
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    check(page, PATHS)
