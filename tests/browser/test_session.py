"""Undo, marks and failures under a person's hands."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from decks.models import (
    Card,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
)
from tests.browser.signing_in import signed_in
from tests.browser.sitting import answer, begin, question, rate
from tests.browser.test_study import forgive

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def kept(user):
    return [
        list(DayCounter.objects.filter(user=user).values()),
        list(Enrolment.objects.filter(user=user).values()),
        list(ReviewState.objects.filter(user=user, phase__isnull=False).values()),
    ]


def test_undo_goes_back_to_the_start_and_shows_the_old_tile(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    before = kept(learner)
    for number, level in enumerate((4, 2, 5), start=1):
        rate(page, level)
        expect(page.locator(".cnt")).to_contain_text(f"{number + 1} of 5")
    for number, level in ((3, 5), (2, 2), (1, 4)):
        page.keyboard.press("z")
        expect(page.locator(".cnt")).to_contain_text(f"{number} of 5")
        expect(answer(page)).to_be_focused()
        expect(page.locator(".rate.is-old")).to_have_attribute("value", str(level))
        expect(page.locator("#live")).to_contain_text("Undone")
    expect(page.get_by_role("button", name="Undo last rating")).to_be_hidden()
    assert kept(learner) == before
    page.keyboard.press("Space")
    expect(question(page)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("3")
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert [row.level for row in Review.objects.filter(undone_at=None)] == [3]


def test_undo_by_the_toast_and_from_the_summary(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    rate(page, 4)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".cnt")).to_contain_text("1 of 5")
    page.keyboard.press("4")
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.keyboard.press("Escape")
    page.wait_for_url("**/summary/")
    page.get_by_role("button", name="Undo last rating").click()
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    assert not Review.objects.filter(undone_at=None).exists()


def test_z_while_a_rating_is_on_its_way_takes_that_one_back(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)

    def slowly(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/rate/", slowly)
    rate(page, 4)
    page.keyboard.press("z")
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    assert "was=" not in page.url
    assert not Review.objects.filter(undone_at=None).exists()


def test_undo_after_another_device_rated_the_card_is_refused(open_browser, learner):
    watched = open_browser()
    page, other = (signed_in(watched, learner) for _ in range(2))
    begin(learner, page)
    rate(page, 1)
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    deck = Card.objects.earliest("pk").deck
    begin(learner, other, deck_ids=(deck.pk,))
    ReviewState.objects.update(due_at=timezone.now())
    other.reload()
    rate(other, 5)
    expect(other.locator(".toast")).to_contain_text("Rated 5")
    page.keyboard.press("z")
    expect(page.locator(".toast--bad")).to_contain_text("rated again since")
    assert Review.objects.filter(undone_at=None).count() == 2


def test_a_lost_reply_is_sent_again_and_counts_once(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/rate/", lose, times=1)
    rate(page, 5)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    expect(page.locator(".toast", has_text="Rated 5, Perfectly.")).to_be_visible()
    assert Review.objects.count() == 1
    forgive(watched, "ERR_FAILED", "error: htmx:", "rate/")


def test_a_failed_rating_is_not_lost_when_the_card_is_turned_back(
    open_browser, learner
):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)
    page.route("**/rate/", lambda route: route.abort(), times=1)
    rate(page, 2)
    page.get_by_role("button", name="Try again").wait_for()
    page.keyboard.press("Space")
    expect(page.get_by_role("link", name="Show answer")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    assert [row.level for row in Review.objects.all()] == [2]
    forgive(watched, "ERR_FAILED", "error: htmx:", "rate/")


def test_what_failed_beside_rating_is_done_by_trying_again(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)
    first = question(page).inner_text()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Put aside").click()
    expect(question(page)).not_to_have_text(first)
    page.route("**/back/", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Bring back").click()
    page.get_by_role("button", name="Try again").click()
    expect(question(page)).to_have_text(first)
    page.route("**/flag/", lambda route: route.abort(), times=1)
    page.wait_for_load_state()
    page.keyboard.press("f")
    page.get_by_role("button", name="Try again").click()
    flag = page.get_by_role("button", name="Flag this card")
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="Show answer")).to_be_visible()
    forgive(watched, "ERR_FAILED", "error: htmx:", "back/", "flag/")


def test_z_after_a_lost_reply_takes_that_rating_back(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)
    rate(page, 4)
    expect(page.locator(".cnt")).to_contain_text("2 of 5")

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/rate/", lose, times=1)
    rate(page, 2)
    page.get_by_role("button", name="Try again").wait_for()
    page.keyboard.press("z")
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "2")
    assert [row.level for row in Review.objects.filter(undone_at=None)] == [4]
    forgive(watched, "ERR_FAILED", "error: htmx:", "rate/")


def test_f_flags_and_the_menu_hides_and_brings_back(open_browser, learner):
    page = signed_in(open_browser(), learner)
    begin(learner, page)
    page.keyboard.press("f")
    flag = page.get_by_role("button", name="Flag this card")
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#live")).to_have_text("Flagged.")
    page.keyboard.press("f")
    expect(flag).to_have_attribute("aria-pressed", "false")
    first = question(page).inner_text()
    page.locator("details.menu summary").click()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu")).not_to_have_attribute("open", re.compile(""))
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Hide until tomorrow").click()
    expect(question(page)).not_to_have_text(first)
    expect(page.locator(".cnt")).to_contain_text("1 of 4")
    page.get_by_role("button", name="Bring back").click()
    expect(question(page)).to_have_text(first)
    rate(page, 4)
    expect(page.locator(".toast")).to_contain_text("Rated 4")
    assert ReviewState.objects.filter(review_count=1).count() == 1


def test_a_refused_rating_is_not_what_z_takes_back(open_browser, learner):
    watched = open_browser()
    page = signed_in(watched, learner)
    begin(learner, page)
    rate(page, 4)
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    page.route("**/rate/", lambda route: route.fulfill(status=400))
    rate(page, 2)
    expect(page.get_by_role("alert")).to_contain_text("load the page again")
    page.keyboard.press("z")
    expect(page.locator(".rate.is-old")).to_have_attribute("value", "4")
    assert not Review.objects.filter(undone_at=None).exists()
    forgive(watched, "status of 400", "error: htmx:", "rate/")
