"""A form about one's account that is sent twice at the same moment."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.accounts.second_steps import code_of, give_app, make_confirmed, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

WAIT_AT_MOST_S = 20
NEW = {"email": "new@example.com", "action_add": ""}


@pytest.fixture
def learner() -> User:
    cache.clear()
    return make_confirmed()


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def reply_of_the_second(
    client: Client, url: str, form: dict[str, str], first: Callable[[], object]
) -> Any:
    """What the form gets whose rows meet those of `first`, which is not done yet."""
    replies = []

    def send() -> None:
        replies.append(client.post(url, form))
        connection.close()

    second = threading.Thread(target=send)
    with transaction.atomic():
        first()
        second.start()
        until = time.monotonic() + WAIT_AT_MOST_S
        while not somebody_waits_for_us():
            assert time.monotonic() < until
            time.sleep(0.02)
    second.join()
    return replies[0]


def test_a_new_address_is_added_once(learner: User) -> None:
    client, url = signed_in(learner), reverse("account_email")
    client.get(url)

    def first() -> None:
        EmailAddress.objects.create(user=learner, email=NEW["email"])

    assert reply_of_the_second(client, url, NEW, first)["Location"] == url
    assert NEW["email"] in client.get(url).content.decode()
    assert EmailAddress.objects.filter(user=learner).count() == 2


def test_an_app_is_set_up_once(learner: User) -> None:
    client, url = signed_in(learner), reverse("mfa_activate_totp")
    form = {"code": code_of(client.get(url).context["form"].secret)}
    reply = reply_of_the_second(client, url, form, lambda: give_app(learner))
    assert reply["Location"] == reverse("mfa_index")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1
