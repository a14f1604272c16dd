"""Confirming an address and resetting a password, by the links that come by mail."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import (
    PASSWORD,
    link_in_mail,
    sign_in,
    sign_up,
    who_is_in,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ANOTHER = "quite another 9"
mandatory = override_settings(ACCOUNT_EMAIL_VERIFICATION="mandatory")


def ask_for_reset(client: Client, email: str = "me@example.com") -> str:
    client.post(reverse("account_reset_password"), {"email": email})
    return link_in_mail()


def choose(client: Client, link: str, password: str = ANOTHER):
    """Opens the link, which redirects so that the key leaves the address, and sends."""
    form = client.get(link, follow=True)
    given = {"password1": password, "password2": password}
    return client.post(form.redirect_chain[-1][0], given)


@pytest.fixture
def learner() -> User:
    return make_user(email="me@example.com", password=PASSWORD)


# --- a new password ------------------------------------------------------------------


def test_a_link_by_mail_brings_a_new_password(client: Client, learner: User) -> None:
    link = ask_for_reset(client, "ME@example.com")
    assert mail.outbox[-1].to == ["me@example.com"]
    assert choose(client, link)["Location"] == reverse(
        "account_reset_password_from_key_done"
    )
    sign_in(client, learner.email, ANOTHER)
    assert who_is_in(client) == learner


def test_the_key_leaves_the_address_bar(client: Client, learner: User) -> None:
    link = ask_for_reset(client)
    response = client.get(link)
    assert response.status_code == 302
    assert response["Location"].endswith("-set-password/")


def test_the_link_works_once(client: Client, learner: User) -> None:
    link = ask_for_reset(client)
    choose(client, link)
    page = Client().get(link).content.decode()
    assert "This link does not work" in page
    learner.refresh_from_db()
    assert learner.check_password(ANOTHER)


def test_an_older_link_ends_with_a_new_password(client: Client, learner: User) -> None:
    old, new = ask_for_reset(client), ask_for_reset(client)
    choose(client, new)
    assert "This link does not work" in Client().get(old).content.decode()


def test_another_persons_link_is_of_no_use(client: Client, learner: User) -> None:
    other = make_user(email="other@example.com", password=PASSWORD)
    link = ask_for_reset(client)
    mixed = (
        ask_for_reset(client, other.email).split("-")[0]
        + "-"
        + "-".join(link.split("-")[1:])
    )
    assert "This link does not work" in client.get(mixed, follow=True).content.decode()


def test_a_weak_new_password_is_refused(client: Client, learner: User) -> None:
    assert choose(client, ask_for_reset(client), "password").status_code == 200
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)


def test_other_sessions_end_with_the_old_password(
    client: Client, learner: User
) -> None:
    elsewhere = Client()
    elsewhere.force_login(learner)
    choose(client, ask_for_reset(client))
    response = elsewhere.get(reverse("preferences"))
    assert response["Location"].startswith(reverse("account_login"))


def test_no_mail_is_sent_with_anothers_words(client: Client, learner: User) -> None:
    """Host names come from the request: only the site's own get in."""
    response = client.post(
        reverse("account_reset_password"),
        {"email": learner.email},
        headers={"host": "evil.example.net"},
    )
    assert response.status_code == 400
    assert not mail.outbox


# --- confirming ----------------------------------------------------------------------


@mandatory
def test_nobody_is_in_before_confirming(client: Client) -> None:
    response = sign_up(client)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert who_is_in(client) is None


@mandatory
def test_confirming_is_a_press_and_signs_in(client: Client) -> None:
    sign_up(client)
    link = link_in_mail()
    page = client.get(link)
    assert page.status_code == 200
    assert not EmailAddress.objects.get().verified
    response = client.post(link)
    assert response.status_code == 302
    assert EmailAddress.objects.get().verified
    assert who_is_in(client) == User.objects.get()


@mandatory
def test_a_confirmed_address_signs_in_and_an_unconfirmed_gets_a_mail(
    client: Client, learner: User
) -> None:
    sign_in(client, learner.email)
    assert who_is_in(client) is None
    assert mail.outbox[-1].to == [learner.email]
    client.post(link_in_mail())
    sign_in(client, learner.email)
    assert who_is_in(client) == learner


@mandatory
def test_the_link_of_another_browser_confirms_without_signing_in() -> None:
    sign_up(Client())
    other = Client()
    other.post(link_in_mail())
    assert EmailAddress.objects.get().verified
    assert who_is_in(other) is None


@mandatory
def test_looking_at_anothers_link_signs_nobody_out(
    client: Client, learner: User
) -> None:
    sign_up(Client())
    client.force_login(learner)
    assert client.get(link_in_mail()).status_code == 200
    assert who_is_in(client) == learner
    assert client.post(link_in_mail()).status_code == 302
    assert EmailAddress.objects.get(user__email__startswith="new").verified


def test_a_made_up_key_confirms_nothing(client: Client) -> None:
    url = reverse("account_confirm_email", args=["MQ:1abc:made-up"])
    page = client.get(url).content.decode()
    assert "This link does not work" in page
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("key", ["%00", "a%20b", "%F0%9F%92%A9", "a" * 5000])
def test_a_key_of_any_signs_is_one_that_does_not_work(client: Client, key: str) -> None:
    page = client.get(f"/accounts/confirm-email/{key}/")
    assert page.status_code == 200
    assert "This link does not work" in page.content.decode()


@mandatory
def test_the_way_back_survives_confirming(client: Client) -> None:
    sign_up(client, next="/decks/")
    response = client.post(link_in_mail())
    assert response["Location"] == "/decks/"


def test_a_changed_address_counts_once_confirmed(client: Client, learner: User) -> None:
    client.force_login(learner)
    EmailAddress.objects.create(
        user=learner, email=learner.email, verified=True, primary=True
    )
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    given = {"email": "moved@example.com", "action_add": ""}
    client.post(reverse("account_email"), given)
    learner.refresh_from_db()
    assert learner.email == "me@example.com"
    client.post(link_in_mail())
    learner.refresh_from_db()
    assert learner.email == "moved@example.com"


# --- what mails say ------------------------------------------------------------------


def test_mails_come_from_the_site_and_name_no_machine(
    client: Client, learner: User
) -> None:
    client.post(reverse("account_reset_password"), {"email": learner.email})
    client.post(reverse("account_request_login_code"), {"email": learner.email})
    sign_up(Client(), email="someone@example.com")
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        assert message.from_email == settings.DEFAULT_FROM_EMAIL
        assert message.subject.strip()
        assert "example.com" not in str(message.body).replace(learner.email, "")
        assert "!" not in str(message.body)


def test_where_no_new_link_was_sent_that_is_said(client: Client, learner: User) -> None:
    """One in three minutes; of an address that is not theirs nothing is said."""
    client.force_login(learner)
    page = reverse("account_email")
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True)
    for email, is_said in [(learner.email, False), (learner.email, True)]:
        given = {"email": email, "action_send": ""}
        shown = client.post(page, given, follow=True).content.decode()
        assert ("No new link was sent" in shown) is is_said
    assert len(mail.outbox) == 1
    given = {"email": "nobody@example.com", "action_send": ""}
    shown = client.post(page, given, follow=True).content.decode()
    assert "No new link was sent" not in shown
