"""Ratings that could not be sent: kept in the browser, sent later once, in order."""

import pytest
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Page, expect

from decks.models import Card, Review, ReviewState
from decks.study.sessions import enrol
from tests.browser.signing_in import signed_in
from tests.browser.sitting import answer, begin, question, rate
from tests.browser.test_axe import LOOKS, too_wide, violations
from tests.browser.test_study import forgive
from tests.factories import make_public_deck, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROVOKED = (
    *("ERR_INTERNET_DISCONNECTED", "status of 503", "error: htmx:", "rate/"),
    "Service Worker registration blocked by Playwright",
)
"""What the browser itself says of a site that is away."""

WAITS = "1 rating is kept here and will be sent"
SENT = "Back online. 1 rating sent."
TAKES_RATINGS = ("**/rate/", "**/practise/", "**/study/kept/")


def by_pages(open_browser, **more):
    """A browser whose pages alone send what was kept: its worker is held off."""
    return open_browser(service_workers="block", **more)


def banner(page: Page):
    return page.locator("#kept")


def close_site(context) -> None:
    """As with the database away: whatever takes a rating answers 503."""
    for address in TAKES_RATINGS:
        context.route(address, lambda route: route.fulfill(status=503))


def open_site(context) -> None:
    for address in TAKES_RATINGS:
        context.unroute(address)


def levels():
    return list(Review.objects.order_by("reviewed_at").values_list("level", flat=True))


def kept_in(page: Page):
    """What the browser's store holds, as it lies there."""
    return page.evaluate(
        """() => new Promise((resolve, reject) => {
            const opening = indexedDB.open("flashcards", 1);
            opening.onerror = reject;
            opening.onsuccess = () => {
                const asked = opening.result.transaction("ratings")
                    .objectStore("ratings").getAll();
                asked.onsuccess = () => resolve(asked.result);
            };
        })"""
    )


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


def test_ratings_of_somebody_else_are_neither_shown_nor_sent(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)
    close_site(watched.context)
    rate(page, 4)
    expect(banner(page)).to_contain_text(WAITS)
    stranger = signed_in(watched, make_user())
    open_site(watched.context)
    with stranger.expect_response("**/study/kept/"):
        stranger.goto("/")
    expect(banner(stranger)).to_be_empty()
    # The old page is still the learner's, but the browser is not signed in as them.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(banner(page)).to_contain_text("You are signed out. 1 rating is kept here.")
    assert levels() == []
    signed_in(watched, learner).goto("/")
    page.bring_to_front()
    page.goto("/")
    page.wait_for_function("document.getElementById('kept').textContent === ''")
    assert [row.user_id for row in Review.objects.all()] == [learner.pk]
    forgive(watched, *PROVOKED)


def test_signing_out_says_first_what_is_not_sent_yet(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)
    close_site(watched.context)
    rate(page, 4)
    expect(banner(page)).to_contain_text(WAITS)
    page.goto("/accounts/logout/")
    expect(page.locator("main")).to_contain_text("They are not saved on the site.")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(banner(page)).to_contain_text("1 rating is kept here. Sign in to send it.")
    open_site(watched.context)
    back = signed_in(watched, learner)
    back.goto("/accounts/logout/")
    expect(banner(back)).to_contain_text(SENT)
    expect(back.locator("[data-kept-warning]")).to_be_hidden()
    assert levels() == [4]
    forgive(watched, *PROVOKED)


def test_a_practice_is_kept_too_and_leaves_the_schedule(open_browser, learner):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page, kind="cram")
    watched.context.set_offline(True)
    rate(page, 3)
    expect(banner(page)).to_contain_text(WAITS)
    watched.context.set_offline(False)
    expect(banner(page)).to_contain_text(SENT)
    assert [row.kind for row in Review.objects.all()] == ["cram"]
    assert not ReviewState.objects.filter(review_count__gt=0).exists()
    forgive(watched, *PROVOKED, "practise/")


def test_a_later_level_for_the_same_showing_takes_the_place_of_the_first(
    open_browser, learner
):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)
    close_site(watched.context)
    rate(page, 4)
    expect(banner(page)).to_contain_text(WAITS)
    page.keyboard.press("2")
    page.wait_for_timeout(300)
    assert [held["confidence"] for held in kept_in(page)] == ["2"]
    open_site(watched.context)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    expect(banner(page)).to_be_empty()
    assert levels() == [2]
    forgive(watched, *PROVOKED)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_banner_is_accessible_and_leaves_the_card_in_view(
    open_browser, learner, width, scheme
):
    watched = by_pages(open_browser, width=width, color_scheme=scheme)
    page = signed_in(watched, learner)
    begin(learner, page)
    watched.context.set_offline(True)
    rate(page, 4)
    expect(banner(page)).to_contain_text(WAITS)
    watched.context.set_offline(False)
    close_site(watched.context)
    assert violations(page) == []
    assert not too_wide(page)
    for tile in page.locator("button.rate").all():
        expect(tile).to_be_in_viewport()
    forgive(watched, *PROVOKED)


def test_without_script_the_rating_is_sent_again_by_a_button(
    open_browser, learner, monkeypatch
):
    watched = open_browser(scripts=False)
    page = signed_in(watched, learner)
    begin(learner, page)
    page.get_by_role("link", name="Show answer").click()

    def away(*args, **named):
        raise OperationalError("away")

    with monkeypatch.context() as patched:
        patched.setattr("decks.study.views.record_rating", away)
        page.get_by_role("button", name="4 Mostly").click()
        expect(page.get_by_role("heading")).to_have_text("Not ready just now")
        page.get_by_role("button", name="Send the rating again").click()
        expect(page.get_by_role("heading")).to_have_text("Not ready just now")
    page.get_by_role("button", name="Send the rating again").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert levels() == [4]
    assert Review.objects.get().reviewed_at <= timezone.now()
    forgive(watched, *PROVOKED)
