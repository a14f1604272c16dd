"""What a stranger prepared with somebody's address opens nothing later."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import (
    PASSWORD,
    link_in_mail,
    sign_in,
    sign_up,
    who_is_in,
)
from tests.accounts.second_steps import give_app, make_confirmed, signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

EMAIL = "owner@example.com"


def by_code(client: Client, email: str = EMAIL) -> None:
    """The address's owner signs in with what came by mail."""
    client.post(reverse("account_request_login_code"), {"email": email})
    body = str(mail.outbox[-1].body)
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", body, re.MULTILINE)
    client.post(reverse("account_confirm_login_code"), {"code": code})


@pytest.mark.parametrize("verification", ["optional", "mandatory"])
def test_the_strangers_password_and_session_end(
    client: Client, verification: str
) -> None:
    stranger = Client()
    with override_settings(ACCOUNT_EMAIL_VERIFICATION=verification):
        sign_up(stranger, email=EMAIL)
        by_code(client)
        owner = User.objects.get()
        assert who_is_in(client) == owner
        assert not owner.has_usable_password()
        assert stranger.get(reverse("preferences")).status_code == 302
        sign_in(stranger, EMAIL)
        assert who_is_in(stranger) is None
    page = client.get(reverse("preferences")).content.decode()
    assert "does not count any more" in page
    assert "Choose a password" in page


def test_a_second_step_of_the_stranger_goes_too(client: Client) -> None:
    sign_up(Client(), email=EMAIL)
    give_app(User.objects.get())
    by_code(client)
    assert who_is_in(client) == User.objects.get()


def test_a_confirmed_address_keeps_its_password(client: Client) -> None:
    user = make_confirmed(email=EMAIL)
    by_code(client)
    assert who_is_in(client) == user
    assert User.objects.get().check_password(PASSWORD)


def test_a_wrong_code_takes_nothing(client: Client) -> None:
    sign_up(Client(), email=EMAIL)
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    client.post(reverse("account_confirm_login_code"), {"code": "ZZZZZZ"})
    assert User.objects.get().check_password(PASSWORD)


def test_a_mistyped_new_address_lets_its_owner_into_nothing(client: Client) -> None:
    user = make_confirmed()
    EmailAddress.objects.create(user=user, email=EMAIL)
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    assert mail.outbox[-1].to == [EMAIL]
    assert "no account" in str(mail.outbox[-1].body).lower()


def test_nor_does_a_link_for_a_new_password(client: Client) -> None:
    user = make_confirmed()
    EmailAddress.objects.create(user=user, email=EMAIL)
    url = reverse("account_reset_password")
    replies = [
        client.post(url, {"email": email})["Location"]
        for email in (EMAIL, "nobody@example.com", user.email)
    ]
    assert len(set(replies)) == 1
    assert [message.to for message in mail.outbox] == [
        [EMAIL],
        ["nobody@example.com"],
        [user.email],
    ]
    assert "no account" in str(mail.outbox[0].body).lower()
    assert "/password/reset/key/" not in str(mail.outbox[0].body)
    assert "/password/reset/key/" in str(mail.outbox[2].body)


@pytest.mark.parametrize("verification", ["optional", "mandatory"])
def test_its_owner_can_make_an_account_with_it(
    client: Client, verification: str
) -> None:
    waiting = make_confirmed()
    EmailAddress.objects.create(user=waiting, email=EMAIL)
    with override_settings(ACCOUNT_EMAIL_VERIFICATION=verification):
        sign_up(client, email=EMAIL)
        owner = User.objects.get(email=EMAIL)
        by_code(other := Client())
    assert owner != waiting
    assert who_is_in(other) == owner


def test_an_address_that_another_account_has_by_now_is_not_confirmed() -> None:
    user = make_confirmed()
    client, url = signed_in(user), reverse("account_email")
    client.post(url, {"email": EMAIL, "action_add": ""})
    link = link_in_mail()
    other = make_user(email=EMAIL)
    before = list(EmailAddress.objects.order_by("pk").values())
    page = client.post(link, follow=True).content.decode()
    assert "Another account has this address" in page
    assert list(EmailAddress.objects.order_by("pk").values()) == before
    assert {row.email for row in User.objects.all()} == {user.email, other.email}
