"""The second step: setting it up, signing in with it, losing it."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import sign_in, who_is_in
from tests.accounts.second_steps import (
    code_of,
    give_app,
    make_confirmed,
    recovery_codes,
    signed_in,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

STEP = reverse("mfa_authenticate")


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def learner() -> User:
    return make_confirmed()


def enter(client: Client, code: str) -> None:
    client.post(STEP, {"code": code})


# --- setting it up -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)  # the mail goes once it is kept
def test_an_app_is_set_up_with_its_first_code(learner: User) -> None:
    client, url = signed_in(learner), reverse("mfa_activate_totp")
    secret = client.get(url).context["form"].secret
    response = client.post(url, {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(response["Location"]).context["unused_codes"]) == 10
    assert mail.outbox[-1].subject == "The second step is on"


def test_a_wrong_first_code_turns_nothing_on(learner: User) -> None:
    client, url = signed_in(learner), reverse("mfa_activate_totp")
    secret = client.get(url).context["form"].secret
    page = client.post(url, {"code": "000000"})
    assert "This code does not fit." in page.content.decode()
    assert secret in page.content.decode()
    assert not Authenticator.objects.exists()


def test_the_qr_code_keeps_the_policy(learner: User) -> None:
    page = signed_in(learner).get(reverse("mfa_activate_totp")).content.decode()
    assert '<svg class="qr" role="img"' in page
    assert "data:image" not in page
    assert "style=" not in page


def test_without_a_confirmed_address_there_is_no_second_step() -> None:
    client = Client()
    make_user(email="me@example.com", password="long enough 7")
    sign_in(client, "me@example.com")
    client.get(reverse("account_email"))
    response = client.get(reverse("mfa_activate_totp"))
    assert response["Location"] == reverse("mfa_index")
    said = client.get(response["Location"]).content.decode()
    assert "Confirm your e-mail address first." in said


# --- signing in ----------------------------------------------------------------------


def test_the_password_alone_opens_nothing(client: Client, learner: User) -> None:
    give_app(learner)
    assert sign_in(client, learner.email)["Location"] == STEP
    assert who_is_in(client) is None
    assert client.get(reverse("preferences")).status_code == 302


@pytest.mark.parametrize("ago_s", [0, 30])
def test_the_apps_code_lets_in(client: Client, learner: User, ago_s: int) -> None:
    secret = give_app(learner)
    sign_in(client, learner.email, next="/decks/")
    response = client.post(STEP, {"code": code_of(secret, ago_s=ago_s)})
    assert response["Location"] == "/decks/"
    assert who_is_in(client) == learner


def test_an_old_code_does_not(client: Client, learner: User) -> None:
    secret = give_app(learner)
    sign_in(client, learner.email)
    enter(client, code_of(secret, ago_s=120))
    assert who_is_in(client) is None


def test_a_code_counts_once_for_as_long_as_it_would_count(
    client: Client, learner: User
) -> None:
    code = code_of(give_app(learner))
    sign_in(client, learner.email)
    enter(client, code)
    # allauth remembers it for half a minute only.
    cache.delete(f"allauth.mfa.totp.used?user={learner.pk}&code={code}")
    other = Client()
    sign_in(other, learner.email)
    enter(other, code)
    assert who_is_in(client) == learner
    assert who_is_in(other) is None


@pytest.mark.parametrize("shape", ["{} {}", " {}{}", "{}-{}"])
def test_it_is_the_same_code_however_it_is_written(
    client: Client, learner: User, shape: str
) -> None:
    code = code_of(give_app(learner))
    sign_in(client, learner.email)
    enter(client, code)
    cache.delete(f"allauth.mfa.totp.used?user={learner.pk}&code={code}")
    other = Client()
    sign_in(other, learner.email)
    enter(other, shape.format(code[:3], code[3:]))
    assert who_is_in(other) is None


def test_the_code_that_set_the_app_up_is_used(client: Client, learner: User) -> None:
    owner, url = signed_in(learner), reverse("mfa_activate_totp")
    code = code_of(owner.get(url).context["form"].secret)
    owner.post(url, {"code": code})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    sign_in(client, learner.email)
    enter(client, code)
    assert who_is_in(client) is None


def test_a_recovery_code_lets_in_once(client: Client, learner: User) -> None:
    give_app(learner)
    code = recovery_codes(learner)[0]
    for browser, wanted in ((client, learner), (Client(), None)):
        sign_in(browser, learner.email)
        enter(browser, code)
        assert who_is_in(browser) == wanted
    assert len(recovery_codes(learner)) == 9


def test_after_five_wrong_codes_the_right_one_waits(
    client: Client, learner: User
) -> None:
    secret = give_app(learner)
    for _ in range(5):
        browser = Client()
        sign_in(browser, learner.email)
        enter(browser, "000000")
    sign_in(client, learner.email)
    page = client.post(STEP, {"code": code_of(secret)})
    assert "Too many" in page.content.decode()
    assert who_is_in(client) is None


def test_a_code_by_mail_asks_for_the_second_step_too(
    client: Client, learner: User
) -> None:
    give_app(learner)
    client.post(reverse("account_request_login_code"), {"email": learner.email})
    code = str(mail.outbox[-1].body).split("\n\n")[1].strip()
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response["Location"] == STEP
    assert who_is_in(client) is None


@pytest.mark.parametrize("code", ["", "\0", "x" * 5000, "²³", "1" * 41])
def test_odd_codes_are_refused(client: Client, learner: User, code: str) -> None:
    give_app(learner)
    sign_in(client, learner.email)
    assert client.post(STEP, {"code": code}).status_code == 200
    assert who_is_in(client) is None


# --- the end of it -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_turning_the_app_off_takes_the_recovery_codes_along(learner: User) -> None:
    secret = give_app(learner)
    client = Client()
    sign_in(client, learner.email)
    enter(client, code_of(secret))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "The authenticator app is off"


def test_new_recovery_codes_end_the_old_ones(learner: User) -> None:
    secret = give_app(learner)
    old = recovery_codes(learner)
    client = Client()
    sign_in(client, learner.email)
    enter(client, code_of(secret))
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes(learner))


def test_the_file_holds_the_codes_that_are_left(learner: User) -> None:
    client = signed_in(learner)
    give_app(learner)
    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert set(recovery_codes(learner)) <= set(text.split())


def test_one_with_a_second_step_is_told_how_to_change_the_address(
    learner: User,
) -> None:
    client = signed_in(learner)
    give_app(learner)
    given = {"action_add": "", "email": "new@example.com"}
    page = client.post(reverse("account_email"), given).content.decode()
    assert "Turn it off, change the address" in page
