"""Progress in a browser: what axe finds, pictures by mouse, tables by keyboard."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.test_axe import LOOKS, check, too_wide, violations
from tests.factories import make_public_deck, make_user
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALLEST_PX = 11
SIZES = """() => [...document.querySelectorAll('main svg text')]
    .filter((text) => text.getClientRects().length)
    .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)
"""


@pytest.fixture
def learner():
    """Somebody whose 24 cards came back after some days; two were missed."""
    user, deck = make_user(), make_public_deck(title="Rivers of Europe", cards=24)
    now = timezone.now()
    enrol(user, deck, now=now - 30 * DAY)
    session = start(user, deck, now=now - 30 * DAY)
    for n, card in enumerate(cards_of(deck)):
        for seen, ago in enumerate((30, 8)):
            level = 1 if seen and n < 2 else 4 + n % 2
            rate(user, session, card, level, seen=seen, now=now - ago * DAY)
    return user


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(open_browser, learner, width, scheme):
    page = signed_in(open_browser(width=width, color_scheme=scheme), learner)
    check(page, [f"/progress/?weeks={weeks}" for weeks in (4, 12, 26, 52)])
    assert page.locator("main svg[role=img]").count() == 6
    assert min(page.evaluate(SIZES)) >= SMALLEST_PX - 0.05
    for summary in page.locator("main details:not(.menu) > summary").all():
        summary.click()
    page.locator("main .scopemenu > summary").click()
    assert violations(page) == []
    assert not too_wide(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_before_the_first_review(open_browser, width, scheme):
    user, deck = make_learner()
    page = signed_in(open_browser(width=width, color_scheme=scheme), user)
    check(page, ["/progress/", f"/progress/?deck={deck.pk}"])


def test_the_tables_say_by_keyboard_what_the_pictures_show(open_browser, learner):
    page = signed_in(open_browser(), learner)
    page.goto(reverse("progress"))
    section = page.get_by_role("region", name="Reviews a week, by rating")
    section.locator("summary").focus()
    page.keyboard.press("Enter")
    section.get_by_role("table").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "2"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/progress/reviews/.*level=1"))


def test_a_click_on_a_picture_leads_to_what_it_counts(open_browser, learner):
    page = signed_in(open_browser(), learner)
    page.goto(reverse("progress"))
    page.locator(".heatcols .hits a:visible").first.click()
    page.wait_for_url(re.compile(r"/progress/reviews/\?from="))


def test_hard_cards_are_studied_by_one_button(open_browser, learner):
    page = signed_in(open_browser(), learner)
    page.goto(reverse("progress"))
    page.get_by_role("button", name="Study these 2").click()
    page.wait_for_url("**/study/*/")
