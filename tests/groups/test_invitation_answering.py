"""A mail's invitation, accepted or declined in the page by whose address it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from decks.groups.models import Invitation, Membership, Seen, StudyGroup
from decks.models import User
from tests.factories import make_group, make_user
from tests.groups.invites import confirmed_user, make_mail, role_of

pytestmark = pytest.mark.django_db

NAME = "Cloud Certs"


@pytest.fixture
def group() -> StudyGroup:
    return make_group(name=NAME)


def page_of(mail: Invitation) -> str:
    return reverse("join", args=[mail.token])


def body(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def invited() -> User:
    return confirmed_user("me@example.com")


def answer(client: Client, mail: Invitation, **form: str) -> Any:
    return client.post(reverse("invitation_answer", args=[mail.pk]), form)


def test_accepting_in_the_page(
    client: Client, group: StudyGroup, invited: User
) -> None:
    mail = make_mail(group, "me@example.com", expires_at=None)
    client.force_login(invited)
    assert NAME in body(client.get(reverse("group_list")))
    for _ in range(2):  # a button that is pressed twice
        response = answer(client, mail, answer="accept", seen="named")
        assert response["Location"] == reverse("group", args=[group.pk])
    assert Membership.objects.get(user=invited).seen == Seen.NAMED
    assert not Invitation.objects.filter(use_count=0).exists()


def test_declining_turns_it_off(
    client: Client, group: StudyGroup, invited: User
) -> None:
    mail = make_mail(group, "me@example.com", expires_at=None)
    client.force_login(invited)
    answer(client, mail, answer="decline")
    assert client.get(page_of(mail)).status_code == 404
    assert answer(client, mail, answer="accept", seen="named").status_code == 404
    assert role_of(invited, group) is None


@pytest.mark.parametrize("form", [{}, {"answer": "accept"}, {"answer": "perhaps"}])
def test_an_answer_that_says_nothing_changes_nothing(
    client: Client, group: StudyGroup, invited: User, form: dict[str, str]
) -> None:
    mail = make_mail(group, "me@example.com", expires_at=None)
    client.force_login(invited)
    assert answer(client, mail, **form)["Location"] == page_of(mail)
    mail.refresh_from_db()
    assert (mail.use_count, mail.turned_off_at) == (0, None)


def test_only_the_address_it_went_to_answers(client: Client, group: StudyGroup) -> None:
    mail = make_mail(group, "me@example.com", expires_at=None)
    make_user(email="me@example.com")  # claims it, but has not confirmed it
    for user in User.objects.all():
        client.force_login(user)
        for form in ({"answer": "accept", "seen": "named"}, {"answer": "decline"}):
            assert answer(client, mail, **form).status_code == 404
    mail.refresh_from_db()
    assert (mail.use_count, mail.turned_off_at) == (0, None)
