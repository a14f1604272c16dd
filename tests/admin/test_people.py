"""People in the administration."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.admin.pages import change_url, person_fields
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_person_is_added_without_a_user_name(superuser: Client) -> None:
    fields = {
        "email": "New.Person@Example.com",
        "display_name": "New Person",
        "usable_password": "true",
        "password1": "long enough 7",
        "password2": "long enough 7",
    }
    assert superuser.post(reverse("admin:decks_user_add"), fields).status_code == 302
    person = User.objects.get(email="new.person@example.com")
    assert person.check_password("long enough 7")
    assert not person.is_staff


def test_the_same_address_in_capitals_is_refused(superuser: Client) -> None:
    make_user(email="taken@example.com")
    fields = {
        "email": "Taken@Example.com",
        "display_name": "Other",
        "usable_password": "false",
    }
    assert superuser.post(reverse("admin:decks_user_add"), fields).status_code == 200
    assert User.objects.filter(email__iexact="taken@example.com").count() == 1


def test_a_name_with_an_address_is_refused(superuser: Client) -> None:
    person = make_user(display_name="Before")
    fields = person_fields(superuser, person)
    fields["display_name"] = "me@example.com"
    assert superuser.post(change_url(person), fields).status_code == 200
    person.refresh_from_db()
    assert person.display_name == "Before"


def test_rights_are_given_on_the_persons_page(superuser: Client) -> None:
    person = make_user()
    fields = person_fields(superuser, person)
    assert superuser.post(change_url(person), fields | {"is_staff": "on"}).status_code
    person.refresh_from_db()
    assert person.is_staff
    assert not person.is_superuser


@pytest.mark.parametrize("sought", ["findme@", "Wanted"])
def test_people_are_found_by_address_and_name(superuser: Client, sought: str) -> None:
    make_user(email="findme@example.com", display_name="Wanted Person")
    url = reverse("admin:decks_user_changelist")
    assert "findme@example.com" in superuser.get(url, {"q": sought}).content.decode()


def test_a_persons_page_leads_to_a_new_password(superuser: Client) -> None:
    person = make_user()
    assert "../password/" in superuser.get(change_url(person)).content.decode()
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    given = {"password1": "quite another 9", "password2": "quite another 9"}
    assert superuser.post(url, given | {"usable_password": "true"}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("quite another 9")


@pytest.mark.parametrize(
    "path", ["mfa/authenticator", "usersessions/usersession", "account/emailaddress"]
)
def test_second_steps_sessions_and_addresses_are_nobodys_to_look_at(
    superuser: Client, path: str
) -> None:
    assert superuser.get(reverse("admin:index")).status_code == 200
    assert superuser.get(f"/admin/{path}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_whoever_had_the_account_by_the_old_address_is_told(superuser: Client) -> None:
    person = make_user(email="old@example.com")
    fields = person_fields(superuser, person) | {"email": "new@example.com"}
    superuser.post(change_url(person), fields)
    told = {message.to[0]: str(message.body) for message in mail.outbox}
    assert set(told) == {"old@example.com", "new@example.com"}
    assert "Whoever runs this site has changed" in told["old@example.com"]
    assert "new@example.com" in told["old@example.com"]


@pytest.mark.django_db(transaction=True)
def test_without_another_address_nobody_is_written_to(superuser: Client) -> None:
    person = make_user(email="old@example.com")
    fields = person_fields(superuser, person) | {"display_name": "Renamed"}
    superuser.post(change_url(person), fields)
    assert mail.outbox == []
