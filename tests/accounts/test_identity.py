"""What guards an account asks first who is there."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import PASSWORD, link_in_mail, who_is_in
from tests.accounts.second_steps import code_of, give_app, make_confirmed, signed_in
from tests.accounts.test_taking_over import by_code

pytestmark = pytest.mark.django_db

NEW = {"action_add": "", "email": "new@example.com"}
LATER_S = 15 * 60 + 1


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def learner() -> User:
    return make_confirmed()


def grow_old(client: Client) -> None:
    """As if the person had last shown a while ago who they are."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - LATER_S
    session.save()


def pending() -> bool:
    return bool(EmailAddress.objects.filter(email=NEW["email"]).exists())


def test_whoever_has_just_signed_in_is_not_asked(learner: User) -> None:
    signed_in(learner).post(reverse("account_email"), NEW)
    assert pending()


def test_later_the_password_comes_first_and_the_change_goes_on(learner: User) -> None:
    client = signed_in(learner)
    grow_old(client)
    response = client.post(reverse("account_email"), NEW)
    asked = response["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert not pending()
    client.post(asked, {"password": "something else 9"})
    assert not pending()
    client.post(asked, {"password": PASSWORD, "next": reverse("account_email")})
    assert pending()


def test_a_code_of_the_app_will_do(learner: User) -> None:
    client = signed_in(learner)
    secret = give_app(learner)
    grow_old(client)
    asked = client.get(reverse("mfa_generate_recovery_codes"))["Location"]
    assert reverse("mfa_reauthenticate") in client.get(asked).content.decode()
    way = reverse("mfa_reauthenticate")
    given = {"code": code_of(secret), "next": reverse("mfa_generate_recovery_codes")}
    assert client.post(way, given)["Location"] == given["next"]
    assert client.get(given["next"]).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_add_webauthn", "account_set_password"],
)
def test_one_without_a_password_signs_in_anew(
    client: Client, learner: User, name: str
) -> None:
    learner.set_unusable_password()
    learner.save()
    by_code(client, learner.email)
    assert client.get(reverse(name)).status_code == 200
    grow_old(client)
    asked = client.get(reverse(name))["Location"]
    assert asked.startswith(reverse("sign_in_again"))
    assert f'value="{reverse(name)}"' in client.get(asked).content.decode()
    response = client.post(reverse("sign_in_again"), {"next": reverse(name)})
    assert who_is_in(client) is None
    code = str(mail.outbox[-1].body).split("\n\n")[1].strip()
    given = {"code": code, "next": reverse(name)}
    assert client.post(response["Location"], given)["Location"] == reverse(name)
    assert client.get(reverse(name)).status_code == 200


def test_too_many_codes_are_not_sent(client: Client, learner: User) -> None:
    client.force_login(learner)
    for _ in range(3):
        client.post(reverse("sign_in_again"))
        client.force_login(learner)
    assert client.post(reverse("sign_in_again"))["Location"] == reverse("preferences")
    assert who_is_in(client) == learner
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("elsewhere", ["//evil.example.net/", "https://evil.example"])
def test_it_leads_to_no_other_site(learner: User, elsewhere: str) -> None:
    client = signed_in(learner)
    page = client.get(reverse("sign_in_again"), {"next": elsewhere})
    assert "evil" not in page.content.decode()
    response = client.post(reverse("sign_in_again"), {"next": elsewhere})
    assert "evil" not in response["Location"]


def test_the_old_address_hears_of_the_new_one(learner: User) -> None:
    client = signed_in(learner)
    client.post(reverse("account_email"), NEW)
    client.post(link_in_mail())
    told = mail.outbox[-1]
    assert (told.to, told.subject) == (
        [learner.email],
        "Your email address was changed",
    )
    learner.refresh_from_db()
    assert learner.email == NEW["email"]
