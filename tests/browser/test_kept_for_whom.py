"""Ratings that are kept: whose they are, the strip that tells of them, no script."""

import pytest
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import expect

from decks.models import Review, ReviewState
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
from tests.browser.sitting import begin, rate
from tests.browser.test_axe import LOOKS, too_wide, violations
from tests.browser.test_study import forgive
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    back = signed_in(watched, learner)
    back.goto("/")
    expect(banner(back)).to_contain_text(SENT)
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
