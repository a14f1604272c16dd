"""What two do to a group at the same moment, in threads with their own connections."""

import uuid

import pytest
from django.db import transaction

from decks.groups.leaving import (
    delete_group,
    leave_group,
    release_groups,
    remove_member,
)
from decks.groups.making import create_group
from decks.groups.models import Role, Seen
from decks.groups.roles import Gone, LastOwner, change_role
from decks.models import GroupEvent, Membership, StudyGroup
from tests.factories import NOW, make_group, make_member, make_user
from tests.groups.invites import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = pytest.mark.parametrize("time", range(5))


def outcomes(*acts):
    """What each of these raised, in words and sorted; "done" for what went well."""

    def told(act):
        try:
            act()
        except Exception as error:
            return type(error).__name__
        return "done"

    return sorted(at_once(*(lambda act=act: told(act) for act in acts)))


@TIMES
@pytest.mark.parametrize(
    ("way", "refusal"),
    [("step down", LastOwner), ("leave", LastOwner), ("remove each other", Gone)],
)
def test_of_two_owners_who_go_at_the_same_moment_one_stays(people, way, refusal, time):
    group, first, second = people.group.pk, people.owner, people.former
    make_member(people.group, user=second, role=Role.OWNER)

    def go(me, other):
        if way == "step down":
            change_role(group, me.pk, Role.MEMBER, by=me, now=NOW)
        elif way == "leave":
            leave_group(group, me, now=NOW)
        else:
            remove_member(group, other.pk, by=me, block=False, now=NOW)

    ended = outcomes(lambda: go(first, second), lambda: go(second, first))

    assert ended == sorted(["done", refusal.__name__])
    owners = Membership.objects.filter(group=group, role=Role.OWNER)
    assert owners.count() == 1


@TIMES
def test_a_member_who_leaves_while_the_group_is_deleted_meets_no_error(people, time):
    group = people.group.pk
    ended = outcomes(
        lambda: delete_group(group, by=people.owner, now=NOW),
        lambda: leave_group(group, people.member, now=NOW),
    )
    assert ended in (["Gone", "done"], ["done", "done"])
    assert not StudyGroup.objects.exists()


@TIMES
def test_two_owners_delete_a_group_once(people, time):
    make_member(people.group, user=people.former, role=Role.OWNER)
    ended = outcomes(
        lambda: delete_group(people.group.pk, by=people.owner, now=NOW),
        lambda: delete_group(people.group.pk, by=people.former, now=NOW),
    )
    assert ended == ["Gone", "done"]


@TIMES
def test_an_owner_leaves_while_the_other_is_deleted_and_one_is_there(people, time):
    make_member(people.group, user=people.former, role=Role.OWNER)

    def delete_account():
        with transaction.atomic():
            release_groups([people.owner.pk], now=NOW)
            people.owner.delete()

    ended = outcomes(
        delete_account, lambda: leave_group(people.group.pk, people.former, now=NOW)
    )
    owners = Membership.objects.filter(group=people.group, role=Role.OWNER)
    assert ended in (["LastOwner", "done"], ["done", "done"])
    assert owners.count() == 1


@TIMES
def test_a_double_click_makes_one_group(db, time):
    owner, form_id = make_user(), uuid.uuid4()
    settings = {"name": "Once", "description": "", "needs_approval": False}

    def create():
        create_group(owner, settings, seen=Seen.COUNTED, form_id=form_id, now=NOW)

    assert outcomes(create, create, create) == ["done"] * 3
    assert StudyGroup.objects.count() == 1
    assert Membership.objects.count() == 1
    assert GroupEvent.objects.count() == 1


@TIMES
def test_who_leaves_two_groups_at_once_waits_for_nobody_for_ever(people, time):
    other = make_group(owner=people.owner)
    make_member(other, user=people.member)
    member, groups = people.member, (people.group.pk, other.pk)
    acts = [lambda group=group: leave_group(group, member, now=NOW) for group in groups]
    assert outcomes(*acts) == ["done", "done"]
    assert not Membership.objects.filter(user=member).exists()


@TIMES
def test_two_groups_of_the_same_people_end_at_once(people, time):
    owner, crowd = people.owner, [make_user() for _ in range(8)]
    other = make_group(owner=owner)
    for group, users in ((people.group, crowd), (other, reversed(crowd))):
        for user in users:
            make_member(group, user=user)
    acts = [
        lambda group=group: delete_group(group.pk, by=owner, now=NOW)
        for group in (people.group, other)
    ]
    assert outcomes(*acts) == ["done", "done"]
    assert not StudyGroup.objects.exists()
