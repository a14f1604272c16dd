"""A kept rating that the site never takes does not hold up those after it."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import User
from decks.study.sessions import enrol
from tests.browser.conftest import Watched
from tests.browser.keeping import (
    PROVOKED,
    banner,
    by_pages,
    close_site,
    kept_in,
    levels,
    open_site,
)
from tests.browser.signing_in import signed_in
from tests.browser.sitting import begin, rate
from tests.browser.test_study import forgive
from tests.factories import make_public_deck

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "**/study/kept/"


def two_kept(watched: Watched, learner: User, *, fails_with: int) -> Page:
    """3 and 5 wait, in this order; the site, back again, answers so to the 3."""
    close_site(watched.context)
    for level, told in ((3, "1 rating is kept here"), (5, "2 ratings are kept here")):
        page = signed_in(watched, learner)
        deck = make_public_deck(cards=1)
        enrol(learner, deck, now=timezone.now())
        begin(learner, page, deck_ids=(deck.pk,))
        rate(page, level)
        expect(banner(page)).to_contain_text(told)
        page.close()
    open_site(watched.context)

    def answer(route):
        if "confidence=3" in (route.request.post_data or ""):
            route.fulfill(status=fails_with)
        else:
            route.continue_()

    watched.context.route(KEPT, answer)
    return signed_in(watched, learner)


def kept(page: Page) -> list[tuple[str, int]]:
    return [(held["confidence"], held.get("tries", 0)) for held in kept_in(page)]


def wait_until_kept(page: Page, *wanted: tuple[str, int]) -> None:
    for _ in range(100):
        if (found := kept(page)) == list(wanted):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{found} are kept")


@pytest.mark.parametrize("status", [400, 404])
def test_one_that_the_site_refuses_is_told_of_and_the_next_is_sent(
    open_browser, learner, status
):
    watched = by_pages(open_browser)
    page = two_kept(watched, learner, fails_with=status)
    page.goto("/")
    told = banner(page).locator(".banner", has_text="Your rating 3")
    expect(told).to_contain_text("could not be counted. The site refused it.")
    expect(banner(page)).to_contain_text("1 rating sent.")
    expect(told.get_by_role("link", name="See the card")).to_be_visible()
    assert levels() == [5]
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)
    assert kept_in(page) == []
    forgive(watched, *PROVOKED, f"status of {status}")


def test_one_over_which_the_site_fails_holds_up_the_next_three_times(
    open_browser, learner
):
    watched = by_pages(open_browser)
    page = two_kept(watched, learner, fails_with=500)
    begun = timezone.now()
    for number in (1, 2):
        page.clock.set_fixed_time(begun + dt.timedelta(minutes=2 * number))
        page.goto("/decks/")
        wait_until_kept(page, ("3", number), ("5", 0))
        expect(banner(page)).to_contain_text("2 ratings are kept here")
        # Within the same minute a second try does not count.
        with page.expect_response(lambda reply: reply.status == 500):
            page.reload()
    assert levels() == []
    page.clock.set_fixed_time(begun + dt.timedelta(minutes=6))
    page.goto("/decks/")
    wait_until_kept(page, ("3", 3))
    assert levels() == [5]
    told = banner(page).locator(".banner", has_text="Your rating 3 could not be sent")
    expect(told).to_contain_text("It is tried again on each visit")
    page.reload()
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)
    assert kept_in(page) == []
    forgive(watched, *PROVOKED, "status of 500")


def test_one_over_which_the_site_failed_is_sent_when_it_has_recovered(
    open_browser, learner
):
    watched = by_pages(open_browser)
    page = two_kept(watched, learner, fails_with=500)
    begun = timezone.now()
    for number in (1, 2, 3):
        page.clock.set_fixed_time(begun + dt.timedelta(minutes=2 * number))
        page.goto("/decks/")
        wait_until_kept(page, ("3", number), *([("5", 0)] if number < 3 else []))
    watched.context.unroute(KEPT)
    page.reload()
    expect(banner(page)).to_contain_text("1 rating sent.")
    wait_until_kept(page)
    assert levels() == [5, 3]
    forgive(watched, *PROVOKED, "status of 500")


@pytest.mark.parametrize("status", [403, 429])
def test_one_that_may_be_taken_another_time_keeps_its_place(
    open_browser, learner, status
):
    watched = by_pages(open_browser)
    page = two_kept(watched, learner, fails_with=status)
    with page.expect_response(lambda reply: reply.status == status):
        page.goto("/")
    expect(banner(page)).to_contain_text("2 ratings are kept here")
    assert levels() == []
    watched.context.unroute(KEPT)
    page.reload()
    expect(banner(page)).to_contain_text("2 ratings sent.")
    assert levels() == [3, 5]
    forgive(watched, *PROVOKED, f"status of {status}")
