"""Addresses that an administrator gives people."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import link_in_mail, sign_in, who_is_in
from tests.accounts.second_steps import make_confirmed
from tests.admin.pages import change_url, person_fields, signed_in
from tests.factories import make_staff, make_user
from tests.jobs.test_processes import wait_until
from tests.transfer.test_sent import somebody_waits_for_us

pytestmark = pytest.mark.django_db

OLD, NEW = "old@example.com", "new@example.com"
ADD = reverse("admin:decks_user_add")
ADDED = {"email": NEW, "display_name": "Added", "usable_password": "false"}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def person() -> User:
    return make_confirmed(email=OLD)


def give(client: Client, person: User, email: str) -> Any:
    response = client.post(
        change_url(person), person_fields(client, person) | {"email": email}
    )
    person.refresh_from_db()
    return response


def addresses(person: User) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=person)
    return list(rows.values_list("email", "verified", "primary"))


def test_the_old_address_opens_the_account_no_more(
    superuser: Client, client: Client, person: User
) -> None:
    assert give(superuser, person, "New@Example.com").status_code == 302
    assert person.email == NEW
    assert addresses(person) == [(NEW, False, True)]
    client.post(reverse("account_reset_password"), {"email": OLD})
    assert "no account" in str(mail.outbox[-1].body).lower()
    sign_in(client, OLD)
    assert who_is_in(client) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_away", [False, True])
def test_the_person_gets_the_link_that_their_page_speaks_of(
    superuser: Client,
    person: User,
    settings: Any,
    is_away: bool,
) -> None:
    if is_away:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = give(superuser, person, NEW)
    said = superuser.get(response["Location"]).content.decode()
    if is_away:
        assert "could not be sent" in said
        return
    assert f"was sent to {NEW}" in said
    assert mail.outbox[-1].to == [NEW]
    Client().post(link_in_mail())
    assert addresses(person) == [(NEW, True, True)]


def test_nor_does_a_code_that_was_sent_there_just_before(
    superuser: Client, client: Client, person: User
) -> None:
    client.post(reverse("account_request_login_code"), {"email": OLD})
    code = str(mail.outbox[-1].body).split("\n\n")[1].strip()
    give(superuser, person, NEW)
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "no longer valid" in response.content.decode()
    assert who_is_in(client) is None


@override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_the_new_one_is_confirmed_at_the_next_sign_in(
    superuser: Client, client: Client, person: User
) -> None:
    give(superuser, person, NEW)
    sign_in(client, NEW)
    assert who_is_in(client) is None
    assert mail.outbox[-1].to == [NEW]
    client.post(link_in_mail())
    assert who_is_in(client) == person
    assert addresses(person) == [(NEW, True, True)]


def test_another_change_leaves_the_address_confirmed(
    superuser: Client, person: User
) -> None:
    fields = person_fields(superuser, person) | {"display_name": "Other"}
    superuser.post(change_url(person), fields | {"email": "OLD@example.com"})
    assert addresses(person) == [(OLD, True, True)]


@pytest.mark.parametrize("other", ["account", "confirmed"])
def test_somebody_elses_address_is_refused(
    superuser: Client, person: User, other: str
) -> None:
    owner = make_user(email=NEW if other == "account" else "else@example.com")
    if other == "confirmed":
        EmailAddress.objects.create(user=owner, email=NEW, verified=True)
    response = give(superuser, person, "NEW@example.com")
    assert "Somebody else has this address." in response.content.decode()
    assert addresses(person) == [(OLD, True, True)]
    response = superuser.post(ADD, ADDED)
    assert "Somebody else has this address." in response.content.decode()


def test_one_that_somebody_asked_for_and_never_confirmed_is_free(
    superuser: Client, person: User
) -> None:
    other = make_user()
    EmailAddress.objects.create(user=other, email=NEW)
    assert give(superuser, person, NEW).status_code == 302
    assert addresses(person) == [(NEW, False, True)]
    assert addresses(other) == []


# --- Somebody signs up with it at the same moment -------------------------------------


def in_a_thread(client: Client, url: str, given: dict[str, Any]) -> Any:
    response = client.post(url, given)
    connection.close()
    return response


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", ["add", "change"])
def test_the_second_of_two_at_once_is_told(page: str) -> None:
    person = make_confirmed(email=OLD)
    client = signed_in(make_staff(is_superuser=True))
    url, given = ADD, ADDED
    if page == "change":
        url = change_url(person)
        given = person_fields(client, person) | {"email": NEW}
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            make_user(email=NEW)
            sent = thread.submit(in_a_thread, client, url, given)
            wait_until(somebody_waits_for_us)
        response = sent.result()
    assert response.status_code == 200
    assert "Somebody else has this address." in response.content.decode()
    assert User.objects.filter(email=NEW).count() == 1
    assert addresses(person) == [(OLD, True, True)]
