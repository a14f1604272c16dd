"""Leaving, and what it leaves behind; a group's end."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from decks.groups.events import EventKind
from decks.groups.leaving import leave_group, remove_member
from decks.groups.models import Role
from decks.models import (
    Deck,
    Enrolment,
    GroupEvent,
    Invitation,
    JoinRequest,
    Review,
)
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


def leave(people, person):
    return browser_of(person).post(people.url("group_leave"), follow=True)


def invite(group, **fields):
    return Invitation.objects.create(group=group, created_at=NOW, **fields)


# --- leaving -------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["editor", "member"])
def test_whoever_leaves_is_out_at_once(people, who):
    person = getattr(people, who)
    html = leave(people, person).content.decode()
    assert "You left “Cloud Certs”." in html
    assert people.role_of(person) is None
    assert browser_of(person).get(people.url("group_me")).status_code == 404
    event = GroupEvent.objects.get()
    assert (event.kind, event.actor) == (EventKind.LEFT, person)


def test_the_page_names_ones_own_decks_that_stay_shared(people):
    deck = make_deck(owner=people.member, title="My own deck")
    share(deck, people.group)
    share(make_deck(owner=people.owner, title="Not mine"), people.group)
    browser = browser_of(people.member)
    html = browser.get(people.url("group_leave")).content.decode()
    assert "1 deck of yours stays shared here" in html
    assert reverse("deck_share", args=[deck.pk]) in html
    assert "Not mine" not in html


def test_a_shared_deck_is_closed_to_whoever_left_and_their_history_is_kept(people):
    deck = make_deck(owner=people.owner, cards=1)
    share(deck, people.group)
    enrol(people.member, deck, now=NOW)
    make_review(user=people.member, card=deck.cards.get())
    leave(people, people.member)
    assert not Deck.objects.readable_by(people.member).exists()
    assert Review.objects.filter(user=people.member).count() == 1


def test_what_they_study_follows_the_next_groups_options(people):
    deck = make_deck(owner=people.owner, cards=1)
    next_group = make_group(owner=people.owner)
    make_member(next_group, user=people.member, joined_at=timezone.now())
    share(deck, people.group)
    enrol(people.member, deck, now=NOW)
    share(deck, next_group)
    assert Enrolment.objects.get().group == people.group
    leave(people, people.member)
    assert Enrolment.objects.get().group == next_group


def test_the_only_owner_is_told_what_to_do_instead(people):
    browser = browser_of(people.owner)
    html = browser.get(people.url("group_leave")).content.decode()
    assert "You are the only owner" in html
    assert people.url("group_members") in html
    assert people.url("group_delete") in html
    reply = browser.post(people.url("group_leave"))
    assert reply.status_code == 422
    assert "You are the only owner" in reply.content.decode()
    assert people.role_of(people.owner) == Role.OWNER


def test_one_of_two_owners_may_leave(people):
    make_member(people.group, user=people.former, role=Role.OWNER)
    leave(people, people.owner)
    assert people.role_of(people.owner) is None


@pytest.mark.parametrize("who", ["former", "outsider"])
def test_who_is_not_in_it_cannot_leave(people, who):
    assert leave(people, getattr(people, who)).status_code == 404


def test_leaving_twice_is_leaving_once(people):
    leave(people, people.member)
    assert leave(people, people.member).status_code == 404
    assert GroupEvent.objects.count() == 1


# --- what waits for whoever goes -----------------------------------------------------


@pytest.fixture
def waiting(people):
    """A mail's invitation to the member, their request, and a link for all."""
    EmailAddress.objects.create(user=people.member, email=people.member.email)
    JoinRequest.objects.create(group=people.group, user=people.member, asked_at=NOW)
    mail = invite(people.group, email=people.member.email, max_uses=1)
    other = invite(people.group, email="other@example.com", max_uses=1)
    return mail, other, invite(people.group)


def is_on(invitation):
    invitation.refresh_from_db()
    return invitation.turned_off_at is None


def test_a_mail_to_whoever_is_removed_does_not_let_them_in_again(people, waiting):
    remove_member(
        people.group.pk, people.member.pk, by=people.owner, block=False, now=NOW
    )
    assert [is_on(one) for one in waiting] == [False, True, True]
    assert not JoinRequest.objects.exists()


def test_a_mail_to_whoever_leaves_does_not_wait_for_them(people, waiting):
    leave_group(people.group.pk, people.member, now=NOW)
    assert [is_on(one) for one in waiting] == [False, True, True]


def test_a_mail_to_them_from_another_group_still_waits(people, waiting):
    other = invite(make_group(), email=people.member.email)
    leave_group(people.group.pk, people.member, now=NOW)
    assert is_on(other)
