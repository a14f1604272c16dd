"""Who is asking, and in whose time zone."""

import uuid
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from decks.accounts.middleware import LearnerTimeZoneMiddleware
from decks.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOT_SAVED = "You were signed out. What you just sent was not saved."
PAGE = "http://testserver/decks/7/"


def way_back(url: str) -> str:
    """Where sign-in leads afterwards."""
    there = urlsplit(url)
    assert there.path == reverse("account_login")
    (back,) = parse_qs(there.query)["next"]
    return back


def told(client: Client) -> str:
    return client.get(reverse("account_login")).content.decode()


def test_a_page_comes_back_after_sign_in_with_its_query(client: Client) -> None:
    response = client.get("/settings/?a=1&b=2")
    assert way_back(response["Location"]) == "/settings/?a=1&b=2"
    assert NOT_SAVED not in told(client)


def test_of_a_rating_only_what_is_certain_is_said(client: Client) -> None:
    """The page's script keeps it, and says that by itself."""
    address = reverse("rate", args=[uuid.uuid4()])
    client.post(address, headers={"HX-Request": "true", "HX-Trigger": "rating"})
    page = told(client)
    assert "You were signed out before your last rating was saved." in page
    assert NOT_SAVED not in page


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (PAGE, "/decks/7/"),
        (PAGE + "?show=due#cards", "/decks/7/?show=due"),
        ("http://testserver", "/"),
        ("", "/"),
        ("https://evil.example.net/decks/7/", "/"),
        ("http://testserver.evil.example.net/decks/7/", "/"),
        ("http://testserver@evil.example.net/", "/"),
        ("//evil.example.net/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[broken", "/"),
    ],
)
def test_a_form_leads_back_to_the_page_it_stood_on(
    client: Client, referer: str, back: str
) -> None:
    response = client.post(reverse("study_due"), headers={"referer": referer})
    assert response.status_code == 302
    assert way_back(response["Location"]) == back


def test_a_form_that_came_too_late_is_owned_up_to(client: Client) -> None:
    client.post(reverse("study_due"))
    assert NOT_SAVED in told(client)
    assert NOT_SAVED not in told(client)


@pytest.mark.parametrize("method", ["get", "post"])
def test_htmx_goes_to_sign_in_as_a_whole_page(client: Client, method: str) -> None:
    headers = {"HX-Request": "true", "Referer": PAGE}
    response = getattr(client, method)(reverse("preferences"), headers=headers)
    assert (response.status_code, response.content) == (200, b"")
    back = "/settings/" if method == "get" else "/decks/7/"
    assert way_back(response["HX-Redirect"]) == back
    assert (NOT_SAVED in told(client)) is (method == "post")


def test_after_a_session_ended_the_next_form_says_so() -> None:
    client = Client()
    client.force_login(make_user())
    client.session.flush()
    response = client.post(reverse("preferences"), headers={"referer": PAGE})
    assert way_back(response["Location"]) == "/decks/7/"
    assert NOT_SAVED in told(client)


# --- time zones ----------------------------------------------------------------------


def zone_during(user: User | AnonymousUser) -> str:
    """The zone in which a page for this person is rendered."""
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request: Any = RequestFactory().get("/")
    request.user = user
    LearnerTimeZoneMiddleware(view)(request)
    return seen[0]


def test_pages_are_in_the_learners_time() -> None:
    assert zone_during(make_user(time_zone="Asia/Tokyo")) == "Asia/Tokyo"


def test_pages_for_others_are_in_utc() -> None:
    zone_during(make_user(time_zone="Asia/Tokyo"))
    assert zone_during(AnonymousUser()) == "UTC"


def test_the_zone_ends_with_the_page() -> None:
    zone_during(make_user(time_zone="Asia/Tokyo"))
    assert timezone.get_current_timezone_name() == "UTC"
