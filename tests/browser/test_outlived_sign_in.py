"""A rating of a page that outlived its sign-in waits until the person is back."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from decks.models import Review, User
from tests.accounts.forms import PASSWORD
from tests.browser.account_pages import enter_password
from tests.browser.account_pages import signed_in as with_password
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
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIGN_IN = "**/accounts/login/**"


@pytest.fixture
def learner(learner: User) -> User:
    learner.set_password(PASSWORD)
    learner.save()
    return learner


def change_person(page: Page, user: User) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    enter_password(page, user)
    page.wait_for_url("**/")


def test_who_signed_in_again_in_another_tab_loses_no_rating(open_browser, learner):
    watched = by_pages(open_browser)
    page = with_password(watched, learner)
    begin(learner, page)
    change_person(watched.page(), learner)
    rate(page, 4)
    expect(page.locator(".cnt")).to_contain_text("2 of 5")
    expect(banner(page)).to_contain_text("1 rating sent.")
    expect(page.get_by_role("alert")).to_have_count(0)
    # The next card came with a token of the new sign-in.
    rate(page, 5)
    expect(page.locator(".cnt")).to_contain_text("3 of 5")
    assert levels() == [4, 5]
    forgive(watched, *PROVOKED, "status of 403")


def test_it_is_not_sent_as_the_rating_of_who_signed_in_instead(open_browser, learner):
    watched = by_pages(open_browser)
    page = with_password(watched, learner)
    begin(learner, page)
    other = watched.page()
    change_person(other, make_user(password=PASSWORD))
    rate(page, 4)
    expect(banner(page)).to_contain_text("You are signed out. 1 rating is kept here.")
    assert levels() == []
    change_person(other, learner)
    expect(banner(other)).to_contain_text(SENT)
    assert [row.user_id for row in Review.objects.all()] == [learner.pk]
    forgive(watched, *PROVOKED, "status of 403", "status of 409")


@pytest.mark.parametrize("is_slow", [False, True])
def test_a_rating_that_is_sent_to_sign_in_goes_on_afterwards(
    open_browser, learner, is_slow
):
    watched = by_pages(open_browser)
    page = signed_in(watched, learner)
    begin(learner, page)
    Session.objects.all().delete()
    network = HeldBack(page) if is_slow else None
    rate(page, 4)
    if network:
        network.wait_until_kept(4)
        network.answer()
    page.wait_for_url(SIGN_IN)
    expect(banner(page)).to_contain_text("1 rating is kept here. Sign in to send it.")
    said = "You were signed out before your last rating was saved."
    expect(page.locator("#toasts")).to_contain_text(said)
    assert levels() == []
    enter_password(page, learner)
    expect(banner(page)).to_contain_text(SENT)
    assert levels() == [4]
    assert kept_in(page) == []
    forgive(watched, *PROVOKED)
