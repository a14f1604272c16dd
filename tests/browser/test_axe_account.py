"""WCAG 2.2 AA by axe-core on every page about one's account."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.second_steps import code_of, give_app, make_confirmed
from tests.browser.account_pages import (
    add_passkey,
    enter_code,
    enter_password,
    give_authenticator,
    signed_in,
)
from tests.browser.test_axe import LOOKS, check, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = [
    "preferences",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "usersessions_list",
    "sign_in_again",
    "account_delete",
]
WITH_STEPS = [
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_about_ones_account(open_browser, width, scheme):
    cache.clear()
    user = make_confirmed(display_name="Ada Lovelace")
    watched = open_browser(width=width, color_scheme=scheme)
    page = signed_in(watched, user)
    check(page, [reverse(name) for name in NAMES])
    give_authenticator(page)
    add_passkey(page)
    secret = give_app(user)
    key = Authenticator.objects.get(type="webauthn")
    one = [reverse(f"mfa_{do}_webauthn", args=[key.pk]) for do in ("edit", "remove")]
    check(page, [*(reverse(name) for name in WITH_STEPS), *one])
    page.context.clear_cookies()
    enter_password(page, user)
    assert violations(page) == []
    enter_code(page, "000000")
    page.locator(".errors h2").wait_for()
    assert violations(page) == []
    enter_code(page, code_of(secret))
    page.wait_for_url("**/")
