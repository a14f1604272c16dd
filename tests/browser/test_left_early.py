"""A rating whose answer does not come: its page is left, or it is taken back."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from decks.models import Review
from decks.study.sessions import enrol
from tests.browser.keeping import (
    PROVOKED,
    SENT,
    HeldBack,
    banner,
    by_pages,
    kept_in,
    levels,
)
from tests.browser.signing_in import signed_in
from tests.browser.sitting import begin, rate
from tests.browser.test_study import forgive
from tests.factories import make_public_deck

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LATER_MS = 15_000
"""It may look again after five seconds or so."""


def rated(open_browser, learner, level):
    """A browser, its study page, and the network that keeps the answer back."""
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)
    network = HeldBack(page)
    rate(page, level)
    network.wait_until_kept(level)
    return watched, page, network


def test_a_page_left_before_the_answer_loses_no_rating(open_browser, learner):
    watched, page, _ = rated(open_browser, learner, 4)
    page.goto("/decks/")
    expect(banner(page)).to_contain_text(SENT, timeout=LATER_MS)
    assert levels() == [4]
    assert kept_in(page) == []
    forgive(watched, *PROVOKED)


def test_a_tab_closed_before_the_answer_loses_no_rating(open_browser, learner):
    watched, page, _ = rated(open_browser, learner, 2)
    page.close()
    back = signed_in(watched, learner)
    back.goto("/")
    expect(banner(back)).to_contain_text(SENT, timeout=LATER_MS)
    assert levels() == [2]
    forgive(watched, *PROVOKED)


def test_an_answer_that_is_merely_slow_is_waited_for_in_silence(open_browser, learner):
    watched = by_pages(open_browser)
    page, other = (signed_in(watched, learner) for _ in range(2))
    begin(learner, page)
    network = HeldBack(page)
    rate(page, 4)
    network.wait_until_kept(4)
    # Neither this page nor another tab tells of it or sends it beside.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    other.goto("/")
    other.wait_for_load_state("networkidle")
    assert levels() == []
    for each in (page, other):
        expect(banner(each)).to_be_empty()
    network.answer()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    network.wait_until_kept()
    assert levels() == [4]
    page.keyboard.press("z")
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(banner(page)).to_be_empty()
    assert not Review.objects.filter(undone_at=None).exists()
    forgive(watched, *PROVOKED)


def test_after_the_last_card_a_slow_answer_leaves_nothing_behind(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    deck = make_public_deck(cards=1)
    enrol(learner, deck, now=timezone.now())
    begin(learner, page, deck_ids=(deck.pk,))
    network = HeldBack(page)
    rate(page, 5)
    network.wait_until_kept(5)
    network.answer()
    page.wait_for_url("**/summary/")
    assert kept_in(page) == []
    assert levels() == [5]
    expect(banner(page)).to_be_empty()
    forgive(watched, *PROVOKED)


def test_a_rating_taken_back_on_its_way_is_not_kept(open_browser, learner):
    watched, page, network = rated(open_browser, learner, 4)
    page.keyboard.press("z")
    network.wait_until_kept()
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert kept_in(page) == []
    assert levels() == []
    forgive(watched, *PROVOKED)


def test_what_was_taken_back_meanwhile_stays_so_and_unsaid(open_browser, learner):
    """Another tab was sending it when its own page had the answer and undid it."""
    watched = by_pages(open_browser)
    page, other = (signed_in(watched, learner) for _ in range(2))
    begin(learner, page)

    def lose(route):
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/rate/", lose, times=1)
    sending = []
    watched.context.route("**/study/kept/", lambda route: sending.append(route))
    rate(page, 4)
    page.get_by_role("button", name="Try again").wait_for()
    with other.expect_request("**/study/kept/"):
        other.goto("/")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.wait_for_load_state()
    page.keyboard.press("z")
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    watched.context.unroute("**/study/kept/")  # lets them go on
    other.wait_for_load_state("networkidle")
    assert kept_in(other) == []
    expect(banner(other)).to_be_empty()
    assert not Review.objects.filter(undone_at=None).exists()
    forgive(watched, *PROVOKED)


def test_a_browser_that_keeps_nothing_takes_slow_answers_too(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    page.add_init_script(
        "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };"
    )
    deck = make_public_deck(cards=2)
    enrol(learner, deck, now=timezone.now())
    begin(learner, page, deck_ids=(deck.pk,))
    network = HeldBack(page)
    rate(page, 4)
    page.wait_for_timeout(1500)
    network.answer()
    expect(page.locator(".cnt")).to_contain_text("2 of 2")
    rate(page, 5)
    page.wait_for_timeout(1500)
    network.answer()
    page.wait_for_url("**/summary/")
    assert levels() == [4, 5]
    forgive(watched, *PROVOKED)
