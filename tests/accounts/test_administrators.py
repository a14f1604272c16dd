"""Somebody is left to look after the site, whatever administrators do."""

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.accounts.administrators import (
    ADMINISTERS,
    NOBODY_LEFT,
    OnlyAdministrator,
    keep_an_administrator,
)
from decks.closing.ending import end_accounts
from decks.models import User
from tests.admin.pages import change_url, person_fields, signed_in
from tests.factories import make_staff, make_user
from tests.jobs.test_processes import wait_until
from tests.transfer.test_sent import somebody_waits_for_us

pytestmark = pytest.mark.django_db

LIST = reverse("admin:decks_user_changelist")


@pytest.fixture
def only() -> User:
    """Others are there, but none may do everything."""
    make_staff()
    make_user(is_superuser=True)
    make_staff(is_superuser=True, is_active=False)
    return make_staff(is_superuser=True)


def untick(client: Client, person: User, right: str) -> Any:
    fields = person_fields(client, person)
    del fields[right]
    return client.post(change_url(person), fields, follow=True)


def end(client: Client, person: User) -> Any:
    url = reverse("admin:decks_user_delete", args=[person.pk])
    return client.post(url, {"post": "yes"}, follow=True)


def end_chosen(client: Client, person: User) -> Any:
    chosen = {"action": "delete_selected", "_selected_action": [person.pk]}
    return client.post(LIST, chosen | {"post": "yes"}, follow=True)


WAYS: dict[str, Callable[[Client, User], Any]] = {
    **{right: functools.partial(untick, right=right) for right in ADMINISTERS},
    "end": end,
    "end_chosen": end_chosen,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_only_one_stays_an_administrator(only: User, way: str) -> None:
    response = WAYS[way](signed_in(only), only)
    assert NOBODY_LEFT in response.content.decode()
    assert User.objects.filter(pk=only.pk, **ADMINISTERS).exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_one_of_two_may_go(only: User, way: str) -> None:
    other = make_staff(is_superuser=True)
    WAYS[way](signed_in(only), other)
    assert list(User.objects.filter(**ADMINISTERS)) == [only]


def test_the_rights_of_others_are_the_only_ones_to_take(only: User) -> None:
    person = make_staff()
    untick(signed_in(only), person, "is_staff")
    person.refresh_from_db()
    assert not person.is_staff


# --- Two at the same moment -----------------------------------------------------------


def in_a_thread(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_their_accounts_at_once_one_stays() -> None:
    first, second = make_staff(is_superuser=True), make_staff(is_superuser=True)
    now = timezone.now()
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            end_accounts([first.pk], now=now)
            sent = thread.submit(
                in_a_thread, lambda: end_accounts([second.pk], now=now)
            )
            wait_until(somebody_waits_for_us)
        with pytest.raises(OnlyAdministrator):
            sent.result()
    assert list(User.objects.all()) == [second]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_untick_each_other_at_once_one_stays() -> None:
    first, second = make_staff(is_superuser=True), make_staff(is_superuser=True)
    client = signed_in(first)
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            keep_an_administrator([first.pk])
            User.objects.filter(pk=first.pk).update(is_active=False)
            sent = thread.submit(
                in_a_thread, lambda: untick(client, second, "is_superuser")
            )
            wait_until(somebody_waits_for_us)
        assert NOBODY_LEFT in sent.result().content.decode()
    assert list(User.objects.filter(**ADMINISTERS)) == [second]
