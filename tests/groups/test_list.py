"""One's groups, what waits for one's answer, and a new group."""

import datetime as dt
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.groups.events import EventKind
from decks.groups.models import Role, Seen
from decks.models import Block, GroupEvent, Invitation, JoinRequest, StudyGroup
from tests.factories import make_deck, make_group, make_member, make_user, share

pytestmark = pytest.mark.django_db

LIST, NEW = reverse("group_list"), reverse("group_new")


def shown(browser: Client) -> str:
    return browser.get(LIST).content.decode()


def invite(learner, group, **fields):
    EmailAddress.objects.get_or_create(
        user=learner, email=learner.email, defaults={"verified": True}
    )
    return Invitation.objects.create(
        group=group, email=learner.email, created_at=timezone.now(), **fields
    )


def statements(browser: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get(LIST)
    return len(captured)


# --- the list ------------------------------------------------------------------------


def test_whoever_is_in_no_group_is_shown_the_ways_in(browser):
    html = shown(browser)
    assert "No groups yet" in html
    assert f'href="{NEW}"' in html
    assert 'name="invite"' in html


def test_a_group_stands_there_with_role_members_and_decks(browser, learner):
    group = make_group(name="Cloud Certs", exam_date=dt.date(2027, 6, 12))
    make_member(group, user=learner, role=Role.EDITOR)
    make_member(group)
    share(make_deck(owner=learner), group)
    share(make_deck(owner=learner, deleted_at=timezone.now()), group)
    html = shown(browser)
    assert "Cloud Certs" in html
    assert "Editor" in html
    assert '<span class="num">3</span> members' in html
    assert '<span class="num">1</span> deck ' in html
    assert "exam on 12 June 2027" in html


def test_ones_own_exam_date_goes_before_the_groups(browser, learner):
    group = make_group(exam_date=dt.date(2027, 6, 12))
    make_member(group, user=learner, exam_date=dt.date(2027, 5, 1))
    html = shown(browser)
    assert "your exam on 1 May 2027" in html
    assert "12 June" not in html


def test_an_exam_that_is_over_is_not_mentioned(browser, learner):
    over = dt.date(2020, 6, 12)
    make_member(make_group(exam_date=over), user=learner)
    ahead = make_group(exam_date=dt.date(2027, 6, 12))
    make_member(ahead, user=learner, exam_date=over)
    assert "exam on" not in shown(browser)


def test_groups_of_others_are_not_there(browser):
    make_group(name="Not yours")
    assert "Not yours" not in shown(browser)


def test_twenty_groups_take_as_many_statements_as_one(browser, learner):
    make_member(make_group(), user=learner)
    one = statements(browser)
    for _ in range(19):
        group = make_group()
        make_member(group, user=learner)
        share(make_deck(owner=learner), group)
        invite(learner, make_group())
        JoinRequest.objects.create(
            group=make_group(), user=learner, asked_at=timezone.now()
        )
    assert statements(browser) == one


def test_more_than_fifty_groups_are_paged(browser, learner):
    for number in range(51):
        make_member(make_group(name=f"Group no {number:02}"), user=learner)
    assert "Group no 50" not in shown(browser)
    assert "Group no 50" in browser.get(LIST, {"page": 2}).content.decode()


# --- what waits ----------------------------------------------------------------------


def test_an_invitation_waits_with_ways_to_answer(browser, learner):
    invitation = invite(
        learner,
        make_group(name="Cloud Certs"),
        expires_at=timezone.now() + dt.timedelta(days=3),
    )
    html = shown(browser)
    assert "You are invited" in html
    assert "Cloud Certs" in html
    assert reverse("invitation_answer", args=[invitation.pk]) in html


@pytest.mark.parametrize(
    "fields",
    [
        {"turned_off_at": timezone.now()},
        {"expires_at": timezone.now() - dt.timedelta(days=1)},
        {"max_uses": 1, "use_count": 1},
    ],
    ids=["off", "expired", "used up"],
)
def test_an_invitation_that_lets_nobody_in_does_not_wait(browser, learner, fields):
    invite(learner, make_group(name="Cloud Certs"), **fields)
    assert "Cloud Certs" not in shown(browser)


def test_an_invitation_to_an_address_that_is_not_confirmed_is_not_shown(
    browser, learner
):
    invite(learner, make_group(name="Cloud Certs"))
    EmailAddress.objects.update(verified=False)
    assert "Cloud Certs" not in shown(browser)


def test_a_blocked_person_is_not_shown_an_invitation(browser, learner):
    group = make_group(name="Cloud Certs")
    invite(learner, group)
    Block.objects.create(group=group, user=learner, blocked_at=timezone.now())
    assert "Cloud Certs" not in shown(browser)


def test_of_two_invitations_to_a_group_one_is_shown(browser, learner):
    group = make_group(name="Cloud Certs")
    invite(learner, group)
    latest = invite(learner, group)
    found = browser.get(LIST).context["waiting"].invited
    assert found == [latest]


def test_whoever_asked_to_join_sees_that_they_wait(browser, learner):
    JoinRequest.objects.create(
        group=make_group(name="Cloud Certs"), user=learner, asked_at=timezone.now()
    )
    html = shown(browser)
    assert "You asked to join" in html
    assert "Cloud Certs" in html


# --- a pasted invite link ------------------------------------------------------------


TOKEN = "a" * 30 + "-_"


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://flashcards.example/join/{TOKEN}/",
        f"  flashcards.example/join/{TOKEN} ",
        f"https://flashcards.example/join/{TOKEN}/?from=chat#top",
        TOKEN,
    ],
)
def test_a_pasted_link_leads_to_where_one_joins(browser, pasted):
    reply = browser.get(LIST, {"invite": pasted})
    assert reply["Location"] == reverse("join", args=[TOKEN])


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Paste the link that you were sent."),
        ("https://flashcards.example/decks/3/", "This is no invite link of a group."),
        ("hello", "This is no invite link of a group."),
        (f"/join/{'a' * 49}", "This is no invite link of a group."),
    ],
)
def test_what_is_no_invite_link_is_said_and_kept(browser, pasted, words):
    reply = browser.get(LIST, {"invite": pasted})
    assert reply.status_code == 422
    html = reply.content.decode()
    assert words in html
    assert pasted in html


# --- a new group ---------------------------------------------------------------------


def given(**changes):
    form = {
        "name": "Cloud  Certs ",
        "description": "For\r\nJune",
        "seen": "named",
        "form_id": str(uuid.uuid4()),
    }
    return {**form, **changes}


def test_whoever_makes_a_group_owns_it(browser, learner):
    reply = browser.post(NEW, given(needs_approval="on"))
    group = StudyGroup.objects.get()
    assert reply["Location"] == reverse("group", args=[group.pk])
    assert (group.name, group.description) == ("Cloud Certs", "For\nJune")
    assert group.needs_approval is True
    row = group.memberships.get()
    assert (row.user, row.role, row.seen) == (learner, Role.OWNER, Seen.NAMED)
    event = GroupEvent.objects.get()
    assert (event.kind, event.actor) == (EventKind.CREATED, learner)


def test_a_form_that_is_sent_twice_makes_one_group(browser):
    form = given()
    first, second = browser.post(NEW, form), browser.post(NEW, form)
    assert first["Location"] == second["Location"]
    assert StudyGroup.objects.count() == 1
    assert GroupEvent.objects.count() == 1


def test_the_same_form_with_another_name_makes_another_group(browser):
    form = given()
    browser.post(NEW, form)
    browser.post(NEW, {**form, "name": "Another"})
    assert StudyGroup.objects.count() == 2


def test_the_form_of_a_group_that_was_left_makes_another(browser, learner):
    form = given()
    browser.post(NEW, form)
    group = StudyGroup.objects.get()
    make_member(group, role=Role.OWNER)
    group.memberships.filter(user=learner).delete()
    reply = browser.post(NEW, form)
    assert reply["Location"] != reverse("group", args=[group.pk])
    assert learner.memberships.count() == 1


def test_somebody_elses_form_does_not_lead_into_their_group(browser, client):
    form = given()
    browser.post(NEW, form)
    other = Client()
    other.force_login(make_user())
    other.post(NEW, form)
    assert [g.memberships.count() for g in StudyGroup.objects.all()] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Give the group a name."),
        ({"name": "x" * 81}, "at most 80"),
        ({"description": "x" * 2001}, "at most 2000"),
        ({"seen": ""}, "Choose one of the three."),
        ({"name": "a\0b"}, "Null characters"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_place(browser, changes, words):
    reply = browser.post(NEW, given(**changes))
    assert reply.status_code == 422
    html = reply.content.decode()
    assert words in html
    assert "For\nJune" in html.replace("\r\n", "\n") or "description" in changes
    assert not StudyGroup.objects.exists()
