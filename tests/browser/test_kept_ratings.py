"""Ratings that could not be sent: kept in the browser, sent later once, in order."""

import pytest
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import expect

from decks.models import Card
from decks.study.sessions import enrol
from tests.browser.keeping import (
    PROVOKED,
    SENT,
    WAITS,
    banner,
    by_pages,
    close_site,
    kept_in,
    levels,
    open_site,
)
from tests.browser.signing_in import signed_in
from tests.browser.sitting import answer, begin, question, rate
from tests.browser.test_study import forgive
from tests.factories import make_public_deck

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_offline_the_rating_is_kept_and_sent_when_the_network_is_back(
    open_browser, learner
):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)
    watched.context.set_offline(True)
    rate(page, 5)
    expect(banner(page)).to_contain_text(f"You’re offline. {WAITS} when you’re back.")
    expect(banner(page)).to_contain_text("The next card comes then.")
    expect(page.get_by_role("alert")).to_contain_text("It’s kept here for now.")
    expect(answer(page)).to_be_visible()
    assert levels() == []
    watched.context.set_offline(False)
    expect(banner(page)).to_contain_text(SENT)
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    expect(question(page)).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert levels() == [5]
    assert kept_in(page) == []
    forgive(watched, *PROVOKED)


def test_the_worker_sends_it_after_the_last_tab_was_closed(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    watched.context.set_offline(True)
    rate(page, 5)
    expect(banner(page)).to_contain_text(WAITS)
    page.wait_for_timeout(500)
    page.close()
    other = watched.page()
    watched.context.set_offline(False)
    other.wait_for_timeout(3000)
    assert levels() == [5]
    forgive(watched, *PROVOKED)


def test_nothing_of_the_card_is_kept(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    session = begin(learner, page)
    close_site(watched.context)
    rate(page, 4)
    expect(banner(page)).to_contain_text("The site can’t be reached just now.")
    (held,) = kept_in(page)
    card = Card.objects.get(pk=session.card_ids[0])
    assert set(held) == {
        *("place", "learner", "session", "card", "prompt", "rating_id"),
        *("seen_reviews", "seen_at", "confidence", "answer_ms", "refused"),
    }
    assert (held["card"], held["confidence"]) == (str(card.pk), "4")
    assert page.evaluate("caches.keys()") == []
    forgive(watched, *PROVOKED)


def test_two_ratings_are_sent_in_their_order_after_the_tabs_were_closed(
    open_browser, learner
):
    watched = by_pages(open_browser)
    first, second = (signed_in(watched, learner) for _ in range(2))
    decks = [make_public_deck(cards=2) for _ in range(2)]
    for page, deck in zip((first, second), decks, strict=True):
        enrol(learner, deck, now=timezone.now())
        begin(learner, page, deck_ids=(deck.pk,))
    close_site(watched.context)
    rate(first, 3)
    expect(banner(first)).to_contain_text(WAITS)
    rate(second, 5)
    expect(banner(second)).to_contain_text("2 ratings are kept here")
    first.close()
    second.close()
    open_site(watched.context)
    page = signed_in(watched, learner)
    page.goto("/decks/")
    expect(banner(page)).to_contain_text("Back online. 2 ratings sent.")
    assert levels() == [3, 5]
    assert kept_in(page) == []
    forgive(watched, *PROVOKED)


def test_a_site_without_its_database_keeps_the_rating_and_takes_it_once(
    open_browser, learner, monkeypatch
):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)

    def away(*args, **named):
        raise OperationalError("away")

    with monkeypatch.context() as patched:
        patched.setattr("decks.study.views.record_rating", away)
        rate(page, 4)
        expect(banner(page)).to_contain_text(f"{WAITS} when it answers.")
    # It asks again by itself, after five seconds or so.
    expect(page.locator(".cnt")).to_contain_text("2 of 5", timeout=15_000)
    assert levels() == [4]
    forgive(watched, *PROVOKED)


def test_a_lost_reply_is_sent_again_and_counts_once(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)

    def lose(route):
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/rate/", lose, times=1)
    rate(page, 5)
    expect(banner(page)).to_contain_text(WAITS)
    assert levels() == [5]
    page.goto("/")
    expect(banner(page)).to_contain_text(SENT)
    assert levels() == [5]
    forgive(watched, *PROVOKED)


def test_a_later_level_of_a_showing_that_counted_is_told_of(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)

    def lose(route):
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/rate/", lose, times=1)
    rate(page, 3)
    expect(banner(page)).to_contain_text(WAITS)
    close_site(watched.context)
    page.keyboard.press("5")
    expect(page.get_by_role("alert")).to_contain_text("It’s kept here for now.")
    open_site(watched.context)
    page.goto("/")
    expect(banner(page)).to_contain_text("It had counted as 3, Partly, before.")
    expect(banner(page)).not_to_contain_text("sent")
    page.reload()
    banner(page).get_by_role("button", name="Dismiss").click()
    expect(banner(page)).to_be_empty()
    assert levels() == [3]
    forgive(watched, *PROVOKED)


def test_a_rating_that_another_device_overtook_is_refused_in_words(
    open_browser, learner
):
    watched, elsewhere = by_pages(open_browser), open_browser()
    page, other = signed_in(watched, learner), signed_in(elsewhere, learner)
    session = begin(learner, page)
    other.goto(f"/study/{session.id}/")
    watched.context.set_offline(True)
    rate(page, 5)
    expect(banner(page)).to_contain_text(WAITS)
    rate(other, 1)
    expect(other.locator(".cnt")).to_contain_text("2 of 5")
    watched.context.set_offline(False)
    refusal = banner(page).locator(".banner", has_text="could not be counted")
    expect(refusal).to_contain_text("Your rating 5, Perfectly, could not be counted.")
    expect(refusal).to_contain_text("already rated in another tab or on another device")
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.goto("/")
    expect(refusal).to_be_visible()
    link = refusal.get_by_role("link", name="See the card")
    expect(link).to_have_attribute("href", f"/cards/{session.card_ids[0]}/")
    refusal.get_by_role("button", name="Dismiss").click()
    expect(banner(page)).to_be_empty()
    page.reload()
    expect(banner(page)).to_be_empty()
    assert levels() == [1]
    forgive(watched, *PROVOKED)
