"""The pages about one's account: the second step, passkeys, sessions."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from decks.models import User
from tests.accounts.second_steps import (
    code_of,
    give_app,
    make_confirmed,
    recovery_codes,
)
from tests.browser.account_pages import (
    add_passkey,
    enter_code,
    enter_password,
    give_authenticator,
    signed_in,
)
from tests.factories import make_public_deck

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _nothing_counted_yet(transactional_db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def learner() -> User:
    return make_confirmed(display_name="Ada")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_app_is_set_up_and_signs_in(open_browser, learner, scripts) -> None:
    page = signed_in(open_browser(scripts=scripts), learner)
    page.goto(reverse("preferences"))
    page.get_by_role("link", name="Second step and passkeys").click()
    page.get_by_role("link", name="Set up an app").click()
    expect(
        page.get_by_role("img", name="QR code for your authenticator")
    ).to_be_visible()
    secret = page.get_by_label("Or type this key").input_value()
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Turn on the second step").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    other = open_browser(scripts=scripts).page()
    enter_password(other, learner)
    expect(other.get_by_role("heading", name="One more step")).to_be_visible()
    enter_code(other, code_of(secret, ago_s=-30))  # not the one used above
    other.wait_for_url("**/")
    expect(other.get_by_role("link", name="Your settings, Ada")).to_be_visible()


def test_a_recovery_code_stands_in_for_the_app(open_browser, learner) -> None:
    give_app(learner)
    page = open_browser().page()
    enter_password(page, learner)
    enter_code(page, recovery_codes(learner)[3])
    page.wait_for_url("**/")
    page.goto(reverse("mfa_index"))
    expect(page.get_by_text("9 left.")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_alone(open_browser, learner) -> None:
    page = signed_in(open_browser(), learner)
    give_authenticator(page)
    add_passkey(page)
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("Signs you in by itself")).to_be_visible()
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(reverse("account_login") + "?next=/decks/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    expect(page.get_by_role("link", name="Your settings, Ada")).to_be_visible()


def test_a_passkey_is_the_second_step(open_browser, learner) -> None:
    page = signed_in(open_browser(), learner)
    give_authenticator(page)
    add_passkey(page)
    page.context.clear_cookies()
    enter_password(page, learner)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("link", name="Your settings, Ada")).to_be_visible()


def test_a_browser_without_passkeys_says_so_and_stays(open_browser, learner) -> None:
    page = signed_in(open_browser(), learner)
    page.add_init_script("navigator.credentials.create = () => Promise.reject(Error())")
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("Nothing has changed.")).to_be_visible()


def test_without_script_passkeys_say_what_to_do(open_browser, learner) -> None:
    page = signed_in(open_browser(scripts=False), learner)
    page.goto(reverse("mfa_add_webauthn"))
    expect(page.get_by_text("Passkeys need JavaScript.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_another_browser_is_signed_out(open_browser, learner, scripts) -> None:
    here = signed_in(open_browser(scripts=scripts), learner)
    there = signed_in(open_browser(scripts=scripts), learner)
    here.goto(reverse("preferences"))
    here.get_by_role("link", name="Where you are signed in").click()
    expect(here.locator(".logins li")).to_have_count(2)
    here.locator(".logins button").click()
    expect(here.get_by_text("is signed out.")).to_be_visible()
    expect(here.locator(".logins li")).to_have_count(1)
    there.goto(reverse("preferences"))
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_account_is_deleted(open_browser, learner, scripts) -> None:
    make_public_deck(owner=learner, title="Rivers", cards=2)
    page = signed_in(open_browser(scripts=scripts), learner)
    page.goto(reverse("preferences"))
    page.get_by_role("link", name="Delete your account…").click()
    expect(page.get_by_text("stays without an owner")).to_be_visible()
    page.get_by_label("Delete my account and my history for good").check()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    assert not User.objects.exists()
