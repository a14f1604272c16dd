"""What becomes of the groups of people whose accounts are deleted."""

import datetime as dt

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.groups.events import EventKind
from decks.groups.leaving import release_groups
from decks.groups.models import Role
from decks.models import Deck, GroupEvent, StudyGroup
from tests.admin.pages import signed_in
from tests.factories import NOW, make_deck, make_group, make_member, make_staff, share

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_longest_standing_editor_becomes_the_owner(people):
    make_member(people.group, user=people.former, joined_at=NOW - 9 * DAY)
    make_member(
        people.group, user=people.outsider, role=Role.EDITOR, joined_at=NOW - DAY
    )
    release_groups([people.owner.pk], now=NOW)
    assert people.role_of(people.outsider) == Role.OWNER
    assert people.role_of(people.editor) == Role.EDITOR
    event = GroupEvent.objects.get()
    assert (event.kind, event.actor, event.person) == (
        EventKind.ROLE,
        None,
        people.outsider,
    )


def test_without_an_editor_the_longest_standing_member_does(people):
    make_member(people.group, user=people.former, joined_at=NOW + DAY)
    release_groups([people.owner.pk, people.editor.pk], now=NOW)
    assert people.role_of(people.member) == Role.OWNER
    assert people.role_of(people.former) == Role.MEMBER


def test_a_group_with_another_owner_stays_as_it_is(people):
    make_member(people.group, user=people.former, role=Role.OWNER)
    release_groups([people.owner.pk], now=NOW)
    assert people.role_of(people.editor) == Role.EDITOR
    assert not GroupEvent.objects.exists()


def test_where_nobody_stays_the_group_goes(people):
    everyone = [people.owner.pk, people.editor.pk, people.member.pk]
    other = make_group()
    release_groups(everyone, now=NOW)
    assert list(StudyGroup.objects.all()) == [other]


def test_groups_that_they_do_not_own_are_not_asked_about(people):
    with CaptureQueriesContext(connection) as captured:
        release_groups([people.member.pk], now=NOW)
    assert len([q for q in captured if q["sql"].startswith(("SELECT", "UPD"))]) == 1


@pytest.fixture
def superuser():
    return signed_in(make_staff(is_superuser=True))


def delete_one(superuser, people):
    url = reverse("admin:decks_user_delete", args=[people.owner.pk])
    return superuser.post(url, {"post": "yes"})


def delete_chosen(superuser, people):
    url = reverse("admin:decks_user_changelist")
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [people.owner.pk]}
    return superuser.post(url, {**chosen, "post": "yes"})


@pytest.mark.parametrize("way", [delete_one, delete_chosen])
def test_in_the_administration_groups_and_their_decks_get_an_owner(
    superuser, people, way
):
    deck = make_deck(owner=people.owner, cards=1)
    share(deck, people.group)
    assert way(superuser, people).status_code == 302
    assert people.role_of(people.owner) is None
    assert people.role_of(people.editor) == Role.OWNER
    assert Deck.objects.get(pk=deck.pk).owner == people.editor
