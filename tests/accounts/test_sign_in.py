"""Signing in and out, by password and by code."""

import re

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import PASSWORD, sign_in, sign_up, who_is_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

WRONG = "something else 9"


@pytest.fixture
def learner() -> User:
    return make_user(email="me@example.com", password=PASSWORD)


@pytest.mark.parametrize(
    "typed", ["me@example.com", "ME@Example.Com", " me@example.com "]
)
def test_the_address_counts_whatever_its_capitals(
    client: Client, learner: User, typed: str
) -> None:
    assert sign_in(client, typed)["Location"] == reverse("home")
    assert who_is_in(client) == learner


def test_the_password_counts_to_the_letter(client: Client, learner: User) -> None:
    assert sign_in(client, learner.email, PASSWORD.upper()).status_code == 200
    assert who_is_in(client) is None


def test_switched_off_accounts_do_not_get_in(client: Client, learner: User) -> None:
    User.objects.update(is_active=False)
    sign_in(client, learner.email)
    assert who_is_in(client) is None


def test_the_session_gets_a_new_key(client: Client, learner: User) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    old = str(session.session_key)
    client.cookies["sessionid"] = old
    sign_in(client, learner.email)
    assert client.session.session_key != old


def test_the_session_lasts_sixty_days(client: Client, learner: User) -> None:
    sign_in(client, learner.email)
    assert client.session.get_expiry_age() == 60 * 24 * 60 * 60


# --- the way back --------------------------------------------------------------------


def test_sign_in_leads_back(client: Client, learner: User) -> None:
    assert sign_in(client, learner.email, next="/decks/?page=2")["Location"] == (
        "/decks/?page=2"
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.net/",
        "//evil.example.net/",
        "/\\evil.example.net/",
        "javascript:alert(1)",
        "http:///evil.example.net",
    ],
)
def test_in_and_out_lead_to_no_other_site(
    client: Client, learner: User, elsewhere: str
) -> None:
    response = sign_in(client, learner.email, next=elsewhere)
    assert response["Location"] == reverse("home")
    response = client.post(reverse("account_logout"), {"next": elsewhere})
    assert response["Location"] == reverse("home")


# --- out -----------------------------------------------------------------------------


def test_looking_at_sign_out_keeps_one_in(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert client.get(reverse("account_logout")).status_code == 200
    assert who_is_in(client) == learner


def test_sign_out_is_a_press(client: Client, learner: User) -> None:
    client.force_login(learner)
    key = str(client.session.session_key)
    response = client.post(reverse("account_logout"))
    assert response["Location"] == reverse("home")
    assert who_is_in(client) is None
    client.cookies["sessionid"] = key
    assert client.get(reverse("preferences")).status_code == 302


# --- nobody learns whose addresses are known -----------------------------------------


def alike(page: bytes, address: str) -> str:
    """A page without the address that was typed and its tokens."""
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page.decode())
    return text.replace(address, "ADDRESS")


def test_sign_in_says_the_same_of_known_and_unknown(
    client: Client, learner: User
) -> None:
    known = sign_in(client, learner.email, WRONG)
    unknown = sign_in(client, "nobody@example.com", WRONG)
    assert known.status_code == unknown.status_code == 200
    assert alike(known.content, learner.email) == alike(
        unknown.content, "nobody@example.com"
    )


@override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_sign_up_says_the_same_of_known_and_unknown(learner: User) -> None:
    told = []
    for address in (learner.email, "nobody@example.com"):
        client = Client()
        response = sign_up(client, email=address)
        page = client.get(response["Location"])
        told.append((response["Location"], alike(page.content, address)))
    assert told[0] == told[1]
    assert [sorted(m.to) for m in mail.outbox] == [
        [learner.email],
        ["nobody@example.com"],
    ]
    assert User.objects.get(email=learner.email).check_password(PASSWORD)


@pytest.mark.parametrize(
    "name", ["account_reset_password", "account_request_login_code"]
)
def test_mail_is_promised_alike_to_known_and_unknown(learner: User, name: str) -> None:
    told = []
    for address in (learner.email, "nobody@example.com"):
        client = Client()
        response = client.post(reverse(name), {"email": address})
        page = client.get(response["Location"])
        told.append((response["Location"], alike(page.content, address)))
    assert told[0] == told[1]
    assert len(mail.outbox) == 2


# --- by code -------------------------------------------------------------------------


def ask_for_code(client: Client, email: str, **more: str) -> str:
    client.post(reverse("account_request_login_code"), {"email": email, **more})
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", body(), re.MULTILINE)
    return str(code)


def body() -> str:
    return str(mail.outbox[-1].body)


def test_a_code_signs_in(client: Client, learner: User) -> None:
    code = ask_for_code(client, "ME@example.com")
    assert mail.outbox[-1].to == [learner.email]
    given = {"code": code.lower()}
    response = client.post(reverse("account_confirm_login_code"), given)
    assert response["Location"] == reverse("home")
    assert who_is_in(client) == learner


def test_a_code_keeps_the_way_back(client: Client, learner: User) -> None:
    code = ask_for_code(client, learner.email, next="/decks/")
    given = {"code": code, "next": "/decks/"}
    response = client.post(reverse("account_confirm_login_code"), given)
    assert response["Location"] == "/decks/"


def test_a_code_works_only_where_it_was_asked_for(
    client: Client, learner: User
) -> None:
    code = ask_for_code(client, learner.email)
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert who_is_in(other) is None


def test_a_few_wrong_codes_end_it(client: Client, learner: User) -> None:
    code = ask_for_code(client, learner.email)
    url = reverse("account_confirm_login_code")
    for _ in range(3):
        client.post(url, {"code": "ZZZZZZ"})
    client.post(url, {"code": code})
    assert who_is_in(client) is None


@pytest.mark.parametrize("form", ["request_login_code", "reset_password"])
def test_an_address_that_only_looks_alike_gets_nothing_of_the_account(
    client: Client, form: str
) -> None:
    """In capitals a dotless i is an i, but its mail goes elsewhere."""
    make_user(email="me@gmail.example")
    client.post(reverse(f"account_{form}"), {"email": "me@gma\u0131l.example"})
    assert "There is no account with it." in str(mail.outbox[-1].body)


def test_a_switched_off_account_is_not_told_to_sign_up(
    client: Client, learner: User
) -> None:
    User.objects.update(is_active=False)
    client.post(reverse("account_request_login_code"), {"email": learner.email})
    body = str(mail.outbox[-1].body)
    assert "switched off by whoever runs this site" in body
    assert "no account" not in body
    assert reverse("account_signup") not in body
