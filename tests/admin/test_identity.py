"""The administration is no way around "Is it you?" and the site's own password page."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.accounts import second_steps
from tests.accounts.forms import PASSWORD
from tests.accounts.second_steps import make_confirmed
from tests.accounts.test_identity import grow_old
from tests.admin.pages import change_url, person_fields
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:decks_user_changelist")
SITES_PAGE = reverse("account_change_password")
NEW_PASSWORD = {
    "password1": "quite another 9",
    "password2": "quite another 9",
    "usable_password": "true",
}


@pytest.fixture
def boss() -> User:
    return make_confirmed(is_staff=True, is_superuser=True)


@pytest.fixture
def away(boss: User) -> Client:
    """The boss's browser, signed in a while ago, and perhaps somebody else at it."""
    client = second_steps.signed_in(boss)
    grow_old(client)
    return client


def writes(person: User) -> list[tuple[str, dict[str, Any]]]:
    fields = {"email": person.email, "display_name": "Changed", "time_zone": "UTC"}
    added = {"email": "n@example.com", "display_name": "N", "usable_password": "false"}
    chosen = {"action": "delete_selected", "_selected_action": [person.pk]}
    return [
        (reverse("admin:decks_user_add"), added),
        (change_url(person), fields | {"is_superuser": "on", "is_staff": "on"}),
        (reverse("admin:decks_user_delete", args=[person.pk]), {"post": "yes"}),
        (LIST, chosen | {"post": "yes"}),
        (reverse("admin:auth_user_password_change", args=[person.pk]), NEW_PASSWORD),
    ]


def test_whoever_writes_shows_first_who_they_are(away: Client) -> None:
    person = make_user()
    before = list(User.objects.order_by("pk").values())
    for url, given in writes(person):
        asked = away.post(url, given)["Location"]
        assert asked.startswith(reverse("account_reauthenticate"))
        if url != LIST:
            assert away.get(url)["Location"] == asked
    assert list(User.objects.order_by("pk").values()) == before


def test_looking_at_the_list_is_not_asked(away: Client) -> None:
    assert away.get(LIST).status_code == 200


def test_afterwards_one_is_where_one_was(away: Client, boss: User) -> None:
    url = change_url(boss)
    asked = away.get(url)["Location"]
    assert away.post(asked, {"password": PASSWORD, "next": url})["Location"] == url
    assert person_fields(away, boss)["email"] == boss.email


@pytest.mark.parametrize("written", ["{}", "0{}", "+{}"])
def test_ones_own_password_is_changed_on_the_site(boss: User, written: str) -> None:
    client = second_steps.signed_in(boss)
    url = reverse("admin:auth_user_password_change", args=[written.format(boss.pk)])
    assert client.post(url, NEW_PASSWORD)["Location"] == SITES_PAGE
    assert client.get(url)["Location"] == SITES_PAGE
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


def test_the_stock_page_for_it_leads_there_too(boss: User) -> None:
    client = second_steps.signed_in(boss)
    given = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD["password1"]}
    given["new_password2"] = given["new_password1"]
    url = reverse("admin:password_change")
    assert client.get(url)["Location"] == SITES_PAGE
    assert client.post(url, given)["Location"] == SITES_PAGE
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)
    assert UserSession.objects.purge_and_list(boss)
