"""A group's end: what it takes with it and what it leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.groups.leaving import delete_group
from decks.models import Enrolment, Membership, Notice, Review, StudyGroup
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_review,
    share,
)
from tests.groups.people import browser_of

pytestmark = pytest.mark.django_db


def delete(people, person, name="Cloud Certs"):
    return browser_of(person).post(people.url("group_delete"), {"name": name})


def test_the_page_says_how_many_people_and_decks(people):
    for title in ("One", "Two"):
        share(make_deck(owner=people.member, title=title), people.group)
    browser = browser_of(people.owner)
    html = browser.get(people.url("group_delete")).content.decode()
    assert "you and 2 other members" in html
    assert "2 decks are shared here and stay with their owners" in html
    assert StudyGroup.objects.exists()


@pytest.mark.parametrize("name", ["", "Cloud", "Cloud Certs 2"])
def test_another_name_deletes_nothing(people, name):
    reply = delete(people, people.owner, name)
    assert reply.status_code == 422
    assert StudyGroup.objects.exists()
    if name:
        assert "That is not the name of this group." in reply.content.decode()


@pytest.mark.parametrize("name", ["Cloud Certs", " cloud  certs "])
def test_its_name_deletes_the_group(people, name):
    reply = delete(people, people.owner, name)
    assert reply["Location"] == reverse("group_list")
    assert not StudyGroup.objects.exists()
    assert not Membership.objects.exists()


def test_decks_and_histories_outlive_the_group(people):
    deck = make_deck(owner=people.owner, cards=1)
    share(deck, people.group)
    enrol(people.member, deck, now=NOW)
    make_review(user=people.member, card=deck.cards.get())
    delete(people, people.owner)
    deck.refresh_from_db()
    assert deck.owner == people.owner
    assert Review.objects.count() == 1
    assert Enrolment.objects.get().group is None


def test_those_who_study_follow_their_next_groups_options(people):
    deck, next_group = make_deck(owner=people.owner, cards=1), make_group()
    make_member(next_group, user=people.member, joined_at=timezone.now())
    share(deck, people.group)
    enrol(people.member, deck, now=NOW)
    share(deck, next_group)
    delete(people, people.owner)
    assert Enrolment.objects.get().group == next_group


def test_the_members_are_told_and_not_whoever_did_it(people):
    delete(people, people.owner)
    told = {notice.user_id for notice in Notice.objects.all()}
    assert told == {people.editor.pk, people.member.pk}
    assert "deleted the group Cloud Certs" in Notice.objects.all()[0].words


@pytest.mark.parametrize("who", ["editor", "member", "former", "outsider"])
def test_only_owners_delete(people, who):
    assert delete(people, getattr(people, who)).status_code == 404
    assert StudyGroup.objects.exists()


def test_the_end_of_a_large_group_takes_as_many_statements(people):
    other = make_group(owner=people.owner)
    for _ in range(100):
        make_member(other)
        share(make_deck(owner=people.owner), other)
    counts = []
    for group in (people.group, other):
        with CaptureQueriesContext(connection) as captured:
            delete_group(group.pk, by=people.owner, now=NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1]
