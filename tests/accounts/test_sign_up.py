"""Making an account."""

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import PASSWORD, sign_up, who_is_in
from tests.factories import make_public_deck, make_user

pytestmark = pytest.mark.django_db

ELSEWHERE = ["https://evil.example.net/", "//evil.example.net/", "javascript:alert(1)"]


def test_an_account_is_made_and_signed_in(client: Client) -> None:
    response = sign_up(client)
    user = User.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert who_is_in(client) == user
    assert (user.display_name, user.time_zone) == ("New Learner", "Europe/Berlin")
    assert user.check_password(PASSWORD)
    assert (user.is_staff, user.is_superuser) == (False, False)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "x" * 64])
def test_an_unknown_zone_becomes_utc(client: Client, zone: str) -> None:
    sign_up(client, time_zone=zone)
    assert User.objects.get().time_zone == "UTC"


@pytest.mark.parametrize(
    "name", ["", "   ", "me@example.com", "x" * 61, "\u200b", "\u2060 \u200b"]
)
def test_a_name_that_is_none_is_refused(client: Client, name: str) -> None:
    response = sign_up(client, display_name=name)
    assert response.status_code == 200
    assert response.context["form"].errors["display_name"]
    assert not User.objects.exists()


def test_what_was_typed_stays_when_refused_but_not_the_password(client: Client) -> None:
    page = sign_up(client, display_name="", email="typed@example.com").content.decode()
    assert 'value="typed@example.com"' in page
    assert 'value="Europe/Berlin"' in page
    assert PASSWORD not in page


@pytest.mark.parametrize(
    "password", ["short7", "password", "1234567890", "new@example.co"]
)
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    response = sign_up(client, password1=password)
    assert response.context["form"].errors["password1"]
    assert not User.objects.exists()


def test_a_password_like_ones_name_is_refused(client: Client) -> None:
    response = sign_up(client, display_name="Augusta King", password1="augusta-king")
    assert "too similar" in str(response.context["form"].errors["password1"])
    assert not User.objects.exists()


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
)
def test_a_mail_server_that_is_down_costs_nothing_but_the_mail(client: Client) -> None:
    assert sign_up(client).status_code == 302
    response = client.get(reverse("home"))
    assert "The mail could not be sent just now." in response.content.decode()
    assert who_is_in(client) == User.objects.get()


def test_addresses_are_kept_in_lower_case(client: Client) -> None:
    sign_up(client, email="Me.Too@Example.COM")
    assert User.objects.get().email == "me.too@example.com"


def test_an_address_is_taken_whatever_its_capitals(client: Client) -> None:
    make_user(email="taken@example.com")
    assert sign_up(client, email="TAKEN@example.com").status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("extra", ["is_staff", "is_superuser", "is_active"])
def test_rights_cannot_be_asked_for(client: Client, extra: str) -> None:
    sign_up(client, **{extra: "on"})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)


# --- back to where they came from -----------------------------------------------------


def test_the_way_back_goes_through_sign_up(client: Client) -> None:
    deck = reverse("deck", args=[make_public_deck(cards=1).pk])
    assert (
        f"{reverse('account_signup')}?next={deck}" in client.get(deck).content.decode()
    )
    page = client.get(reverse("account_signup"), {"next": deck}).content.decode()
    assert f'<input type="hidden" name="next" value="{deck}"' in page
    assert sign_up(client, next=deck)["Location"] == deck


def test_the_way_back_survives_the_change_to_sign_in(client: Client) -> None:
    page = client.get(reverse("account_signup"), {"next": "/decks/"}).content.decode()
    assert f"{reverse('account_login')}?next=%2Fdecks%2F" in page


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_sign_up_leads_to_no_other_site(client: Client, elsewhere: str) -> None:
    assert sign_up(client, next=elsewhere)["Location"] == reverse("home")


# --- closed ------------------------------------------------------------------------


@override_settings(SIGNUP_OPEN=False)
def test_closed_sign_up_says_so_and_takes_nobody(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "No new accounts here" in page
    assert "No new accounts here" in sign_up(client).content.decode()
    assert not User.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("is_open", [True, False])
def test_a_new_account_is_offered_where_it_can_be_made(
    client: Client, is_open: bool
) -> None:
    deck = make_public_deck(cards=1)
    pages = [reverse("account_login"), reverse("home"), reverse("deck", args=[deck.pk])]
    with override_settings(SIGNUP_OPEN=is_open):
        client.post(reverse("account_reset_password"), {"email": "new@example.com"})
        shown = [client.get(page).content.decode() for page in pages]
    shown.append(str(mail.outbox[-1].body))
    assert {reverse("account_signup") in text for text in shown} == {is_open}
    assert "There is no account with it." in shown[-1]


# --- the address stays with its owner -----------------------------------------------


def test_no_page_of_a_deck_shows_its_owners_address(client: Client) -> None:
    owner = make_user(email="owner@example.com", display_name="Ada")
    deck = make_public_deck(owner=owner, cards=1)
    client.force_login(make_user())
    for url in (reverse("deck_list"), reverse("deck", args=[deck.pk]), reverse("home")):
        assert "owner@example.com" not in client.get(url).content.decode()
    assert "by Ada" in client.get(reverse("deck", args=[deck.pk])).content.decode()


def test_ones_own_pages_show_the_name_not_the_address(client: Client) -> None:
    client.force_login(make_user(email="me@example.com", display_name="Ada"))
    for name in ("home", "deck_list", "preferences", "account_logout"):
        page = client.get(reverse(name)).content.decode()
        assert "me@example.com" not in page
        assert "Ada" in page
