"""How many invitations by mail a sender has in a day, and at once."""

from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from decks.groups.invite_mail import MAILS_A_DAY, TooManyMails
from decks.groups.models import Role
from decks.models import StudyGroup, User
from tests.factories import NOW, make_group, make_member, make_user
from tests.groups.invites import (
    DAY,
    HOUR,
    at_once,
    invite,
    make_mail,
    owner_of,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> StudyGroup:
    return make_group()


@pytest.fixture
def owner(client: Client, group: StudyGroup) -> Client:
    """The owner's browser."""
    client.force_login(owner_of(group))
    return client


def fill(sender: User, group: StudyGroup, count: int, **more: Any) -> None:
    for number in range(count):
        make_mail(group, f"f{number}@example.com", invited_by=sender, **more)


def test_a_sender_has_so_many_mails_a_day_in_all_groups_together(
    group: StudyGroup,
) -> None:
    ada = owner_of(group)
    other = make_group(owner=ada)
    fill(ada, other, MAILS_A_DAY - 1, created_at=NOW - HOUR)
    with pytest.raises(TooManyMails) as error:
        invite(group, "a@example.com", "b@example.com")
    assert error.value.left == 1
    assert not group.invitations.exists()
    assert len(invite(group, "a@example.com")) == 1
    with pytest.raises(TooManyMails):
        invite(group, "b@example.com")
    assert len(invite(group, "b@example.com", now=NOW + DAY)) == 1


def test_those_of_another_owner_and_of_yesterday_do_not_count(
    group: StudyGroup,
) -> None:
    ada, second = owner_of(group), make_user()
    make_member(group, user=second, role=Role.OWNER)
    fill(second, group, MAILS_A_DAY, created_at=NOW)
    fill(ada, group, MAILS_A_DAY, created_at=NOW - DAY)
    assert len(invite(group, "a@example.com", by=ada)) == 1


def test_past_the_limit_the_page_says_so_and_keeps_what_was_typed(
    owner: Client, group: StudyGroup
) -> None:
    send(owner, group, "first@example.com")
    fill(owner_of(group), group, MAILS_A_DAY - 1, created_at=timezone.now())
    response = send(owner, group, "typed@example.com")
    page = response.content.decode()
    assert response.status_code == 422
    assert f"You can have {MAILS_A_DAY} mails sent within 24 hours" in page
    assert ">\ntyped@example.com</textarea>" in page
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_forms_at_once_do_not_pass_the_limit_together() -> None:
    group = make_group()
    fill(owner_of(group), group, MAILS_A_DAY - 3, created_at=NOW)

    def send_two(name: str) -> int:
        try:
            return len(invite(group, f"{name}1@example.com", f"{name}2@example.com"))
        except TooManyMails:
            return 0

    assert sorted(at_once(*(partial(send_two, name) for name in "abc"))) == [0, 0, 2]
