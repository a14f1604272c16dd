"""How often signing in may be tried; counted in the database, so in all workers."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from tests.accounts.forms import PASSWORD, sign_in, who_is_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

EMAIL = "me@example.com"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


def fail(times: int, **sent: str) -> None:
    """So many wrong passwords, each from a browser of its own."""
    for _ in range(times):
        sign_in(Client(headers=sent), EMAIL, "something else 9")


def test_after_five_wrong_passwords_the_right_one_waits(client: Client) -> None:
    make_user(email=EMAIL, password=PASSWORD)
    fail(5)
    page = sign_in(client, EMAIL)
    assert who_is_in(client) is None
    assert "Too many" in page.content.decode()


def test_four_wrong_passwords_are_forgiven(client: Client) -> None:
    user = make_user(email=EMAIL, password=PASSWORD)
    fail(4)
    sign_in(client, EMAIL)
    assert who_is_in(client) == user


def test_the_limit_is_on_the_address_not_on_everyone(client: Client) -> None:
    make_user(email=EMAIL, password=PASSWORD)
    other = make_user(email="other@example.com", password=PASSWORD)
    fail(5)
    sign_in(client, other.email)
    assert who_is_in(client) == other


def test_the_counts_lie_in_the_database() -> None:
    fail(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_cache")
        assert cursor.fetchone()[0] > 0


def test_too_many_of_anything_gets_our_429(client: Client) -> None:
    for _ in range(20):
        client.post(reverse("account_signup"))
    response = client.post(reverse("account_signup"))
    assert response.status_code == 429
    assert "That was too many times" in response.content.decode()


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_the_proxy_each_visitor_counts_alone() -> None:
    """Else one visitor could use up everybody's attempts."""
    busy = {"x-forwarded-for": "10.0.0.9, 203.0.113.7"}
    for _ in range(21):
        last = Client(headers=busy).post(reverse("account_signup"))
    assert last.status_code == 429
    calm = {"x-forwarded-for": "203.0.113.8"}
    assert Client(headers=calm).post(reverse("account_signup")).status_code == 200
    forged = {"x-forwarded-for": "203.0.113.8, 203.0.113.7"}
    assert Client(headers=forged).post(reverse("account_signup")).status_code == 429


def test_the_cache_is_shared_by_all_workers() -> None:
    assert str(settings.CACHES["default"]["BACKEND"]).endswith("db.DatabaseCache")
