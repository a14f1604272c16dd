"""Where one is signed in, and putting an end to it."""

import datetime as dt
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.accounts.sessions import forget_sessions
from decks.models import User
from tests.accounts.forms import who_is_in
from tests.accounts.second_steps import make_confirmed, signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("usersessions_list")
list_sessions = import_module("decks.migrations.0011_sessions_listed").list_sessions


@pytest.fixture
def learner() -> User:
    return make_confirmed()


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def end_url(client: Client) -> str:
    return reverse("session_end", args=[row_of(client).pk])


def is_in(client: Client) -> bool:
    return client.get(reverse("preferences")).status_code == 200


def test_each_browser_is_in_the_list(learner: User) -> None:
    here, there = signed_in(learner), signed_in(learner)
    page = here.get(LIST).content.decode()
    assert page.count("(this one)") == 1
    assert end_url(there) in page
    assert end_url(here) not in page


def test_one_other_browser_is_signed_out_at_once(learner: User) -> None:
    here, there, third = (signed_in(learner) for _ in range(3))
    assert here.post(end_url(there))["Location"] == LIST
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_nobody_ends_anothers_session(learner: User) -> None:
    other = signed_in(make_confirmed(email="other@example.com"))
    assert signed_in(learner).post(end_url(other)).status_code == 404
    assert is_in(other)


def test_everywhere_else_is_one_press(learner: User) -> None:
    here, *others = (signed_in(learner) for _ in range(4))
    here.post(LIST)
    assert is_in(here)
    assert not any(is_in(client) for client in others)
    assert UserSession.objects.count() == 1


def test_a_new_password_signs_out_everywhere_else(learner: User) -> None:
    here, there = signed_in(learner), signed_in(learner)
    given = {
        "oldpassword": "long enough 7",
        "password1": "quite another 9",
        "password2": "quite another 9",
    }
    here.post(reverse("account_change_password"), given)
    assert is_in(here)
    assert not is_in(there)
    assert "(this one)" in here.get(LIST).content.decode()


def test_sessions_from_before_come_into_the_list(learner: User) -> None:
    client = Client()
    client.force_login(learner)
    Client().get(reverse("account_login"))
    assert not UserSession.objects.exists()
    list_sessions(apps, None)
    list_sessions(apps, None)
    assert row_of(client).user == learner
    assert UserSession.objects.count() == 1
    signed_in(learner).post(LIST)
    assert who_is_in(client) is None


def test_what_has_run_out_is_forgotten(learner: User) -> None:
    client, now = signed_in(learner), timezone.now()
    gone = signed_in(learner)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=now)
    long_ago = now - dt.timedelta(days=61)
    UserSession.objects.update(last_seen_at=long_ago)
    forget_sessions(now=now + dt.timedelta(seconds=1))
    kept = client.session.session_key
    assert list(Session.objects.values_list("pk", flat=True)) == [kept]
    assert [row.session_key for row in UserSession.objects.all()] == [kept]
    assert is_in(client)


def test_a_session_that_lasts_is_kept_for_its_time(learner: User) -> None:
    client = signed_in(learner)
    forget_sessions(now=timezone.now() + dt.timedelta(days=59))
    assert is_in(client)
