"""How often signing in may be tried; counted in the database, so in all workers."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import reverse

from decks.accounts.known_browsers import MARKS, mark_of
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


# --- Browsers that are known ----------------------------------------------------------


def known_to(*emails: str) -> Client:
    """A browser in which these people have signed in, and out again."""
    client = Client()
    for email in emails:
        sign_in(client, email)
        client.post(reverse("account_logout"))
    return client


def test_what_strangers_try_keeps_nobody_out_of_a_known_browser() -> None:
    user = make_user(email=EMAIL, password=PASSWORD)
    own, stranger = known_to(EMAIL), Client()
    fail(5)
    sign_in(own, EMAIL.upper())
    assert who_is_in(own) == user
    sign_in(stranger, EMAIL)
    assert who_is_in(stranger) is None


def test_a_known_browser_has_no_more_tries_than_others() -> None:
    make_user(email=EMAIL, password=PASSWORD)
    own = known_to(EMAIL)
    for _ in range(5):
        sign_in(own, EMAIL, "something else 9")
    assert "Too many" in sign_in(own, EMAIL).content.decode()
    assert who_is_in(own) is None


def test_it_is_known_to_whoever_signed_in_there_and_to_no_other() -> None:
    people = ["one@example.com", "two@example.com"]
    for email in [EMAIL, *people]:
        make_user(email=email, password=PASSWORD)
    own = known_to(*people)
    request = HttpRequest()
    request.COOKIES = {name: morsel.value for name, morsel in own.cookies.items()}
    assert all(mark_of(request, email) for email in people)
    assert mark_of(request, EMAIL) == ""
    request.COOKIES["known"] = "a" + request.COOKIES["known"]
    assert mark_of(request, people[0]) == ""


def test_a_browser_is_known_to_the_five_latest() -> None:
    emails = [f"{number}@example.com" for number in range(6)]
    for email in emails:
        make_user(email=email, password=PASSWORD)
    request = HttpRequest()
    browser = known_to(*emails)
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    assert [bool(mark_of(request, email)) for email in emails] == [False] + [True] * 5


def ask_for_code(client: Client) -> int:
    return client.post(
        reverse("account_request_login_code"), {"email": EMAIL}
    ).status_code


def test_codes_that_strangers_ask_for_are_not_its_owners() -> None:
    make_user(email=EMAIL, password=PASSWORD)
    own = known_to(EMAIL)
    for _ in range(3):
        assert ask_for_code(Client()) == 302
    page = Client().post(reverse("account_request_login_code"), {"email": EMAIL})
    assert "Too many codes were asked for." in page.content.decode()
    mail.outbox.clear()
    assert ask_for_code(own) == 302
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_who_signs_in_again_and_again_gets_no_tries_without_end() -> None:
    make_user(email=EMAIL, password=PASSWORD)
    marks = set()
    for _ in range(25):
        cache.clear()
        browser, request = known_to(EMAIL), HttpRequest()
        request.COOKIES["known"] = browser.cookies["known"].value
        marks.add(mark_of(request, EMAIL))
    assert 1 < len(marks) <= MARKS


def test_nor_are_links_for_a_new_password() -> None:
    make_user(email=EMAIL, password=PASSWORD)
    own, ask = known_to(EMAIL), reverse("account_reset_password")
    for _ in range(5):
        assert Client().post(ask, {"email": EMAIL}).status_code == 302
    page = Client().post(ask, {"email": EMAIL.upper()}).content.decode()
    assert "Too many links were asked for." in page
    mail.outbox.clear()
    assert own.post(ask, {"email": EMAIL}).status_code == 302
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_links_are_limited_for_unknown_addresses_alike() -> None:
    ask = reverse("account_reset_password")
    for _ in range(5):
        assert Client().post(ask, {"email": "nobody@example.com"}).status_code == 302
    page = Client().post(ask, {"email": "nobody@example.com"}).content.decode()
    assert "Too many links were asked for." in page
