"""What a person does on the pages about their account."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from decks.models import User
from tests.accounts.forms import PASSWORD
from tests.browser.conftest import Watched


def enter_password(page: Page, user: User) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email", exact=True).fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def signed_in(watched: Watched, user: User) -> Page:
    page = watched.page()
    enter_password(page, user)
    page.wait_for_url("**/")
    return page


def enter_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def give_authenticator(page: Page) -> None:
    """Puts a fingerprint reader into the page's browser, as its maker's tools do."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_passkey(page: Page) -> None:
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
