"""How the first administrator comes to be."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import PASSWORD, sign_in, who_is_in
from tests.production import FROM_PROXY, production_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(monkeypatch: pytest.MonkeyPatch) -> User:
    """Made as the README says, without questions."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    given = {"email": "Boss@Example.com", "display_name": "The Boss"}
    call_command("createsuperuser", interactive=False, verbosity=0, **given)
    return User.objects.get()


def test_the_command_makes_one(administrator: User) -> None:
    assert administrator.email == "boss@example.com"
    assert administrator.display_name == "The Boss"
    assert (administrator.is_staff, administrator.is_superuser) == (True, True)
    assert administrator.check_password(PASSWORD)


def test_the_address_counts_as_confirmed(administrator: User) -> None:
    address = EmailAddress.objects.get(user=administrator)
    assert (address.email, address.verified, address.primary) == (
        "boss@example.com",
        True,
        True,
    )


def test_the_administrator_signs_in_where_confirming_is_mandatory(
    administrator: User,
) -> None:
    with override_settings(**production_settings()):
        client = Client(headers=FROM_PROXY)
        sign_in(client, administrator.email, next=reverse("admin:index"))
        client.cookies["sessionid"] = client.cookies["__Host-sessionid"].value
        assert client.get(reverse("admin:index")).status_code == 200
    assert who_is_in(client) == administrator
    assert not mail.outbox


def test_an_address_is_given_once(administrator: User) -> None:
    given = {"email": "boss@example.com", "display_name": "Another"}
    with pytest.raises(CommandError, match="already taken"):
        call_command("createsuperuser", interactive=False, verbosity=0, **given)
    assert EmailAddress.objects.count() == User.objects.count() == 1


def test_nothing_is_left_of_one_that_could_not_be_made(administrator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_superuser("BOSS@example.com")
    assert EmailAddress.objects.count() == User.objects.count() == 1
