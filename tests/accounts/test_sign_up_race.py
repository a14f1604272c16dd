"""Several sign up with one address at the same moment."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from decks.models import User
from tests.accounts.forms import sign_up

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def all_at_once() -> list[Any]:
    """The replies of so many browsers that send the same form together."""
    barrier, replies = threading.Barrier(AT_ONCE), []

    def send() -> None:
        barrier.wait()
        replies.append(sign_up(Client(raise_request_exception=False)))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


@override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_all_hear_the_same_and_one_account_is_made() -> None:
    replies = all_at_once()
    assert {(r.status_code, r["Location"]) for r in replies} == {
        (302, replies[0]["Location"])
    }
    assert User.objects.count() == 1
    assert {tuple(message.to) for message in mail.outbox} == {("new@example.com",)}


def test_where_addresses_are_not_confirmed_the_others_are_told() -> None:
    replies = all_at_once()
    assert sorted(reply.status_code for reply in replies) == [200] * 3 + [302]
    assert User.objects.count() == 1
