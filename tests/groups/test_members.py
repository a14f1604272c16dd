"""The page of a group's people, and what an owner does there."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decks.groups.events import EventKind
from decks.groups.models import Role, Seen
from decks.models import Block, GroupEvent, JoinRequest
from tests.factories import NOW, make_deck, make_member, make_user, share
from tests.groups.people import browser_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def shown(people, person, **query):
    reply = browser_of(person).get(people.url("group_members"), query)
    assert reply.status_code == 200
    return reply.content.decode()


def statements(people, person):
    browser = browser_of(person)
    with CaptureQueriesContext(connection) as captured:
        browser.get(people.url("group_members"))
    return len(captured)


def ask(group, **fields):
    return JoinRequest.objects.create(
        group=group, user=make_user(**fields), asked_at=timezone.now()
    )


def block(group, **fields):
    return Block.objects.create(
        group=group, user=make_user(**fields), blocked_at=timezone.now()
    )


# --- what is shown -------------------------------------------------------------------


def test_everyone_sees_everyone_in_the_order_they_joined(people):
    make_member(
        people.group,
        user=make_user(display_name="Zoe First"),
        joined_at=NOW - DAY,
    )
    for person in (people.owner, people.editor, people.member):
        names = re.findall(r'<b class="b" dir="auto">([^<]+)', shown(people, person))
        assert names == ["Zoe First", "Ada Owner", "Ben Editor", "Cleo Member"]


def test_only_owners_see_what_can_be_done_to_others(people):
    asked, blocked = ask(people.group), block(people.group)
    remove = people.url("group_remove", people.member.pk)
    html = shown(people, people.owner)
    assert remove in html
    assert people.url("group_ask_answer", asked.user_id) in html
    assert people.url("group_unblock", blocked.user_id) in html
    for person in (people.editor, people.member):
        html = shown(people, person)
        assert remove not in html
        assert asked.user.display_name not in html
        assert blocked.user.display_name not in html


def test_nobody_reads_what_another_chose_to_be_seen(people):
    """The page is the same, to the letter, whatever the others chose."""
    for person in (people.owner, people.editor):
        pages = []
        for seen in Seen.values:
            people.group.memberships.filter(user=people.member).update(seen=seen)
            pages.append(re.sub(r'(?<=value=")\w{64}(?=")', "", shown(people, person)))
        assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize("text", ["cleo", "CLEO M", " Cleo "])
def test_people_are_found_by_name(people, text):
    html = shown(people, people.member, q=text)
    assert "Cleo Member" in html
    assert "Ben Editor" not in html


@pytest.mark.parametrize("text", ["nobody", "%", "_", "\0x"])
def test_a_name_that_nobody_has_leads_back_to_all(people, text):
    html = shown(people, people.member, q=text)
    assert "Nobody here has this in their name." in html
    assert "Ben Editor" not in html


def test_a_search_finds_those_who_wait_and_the_blocked_too(people):
    ask(people.group, display_name="Fay Asks")
    block(people.group, display_name="Gus Blocked")
    html = shown(people, people.owner, q="fay")
    assert "Fay Asks" in html
    assert "Gus Blocked" not in html


def test_five_hundred_members_are_paged(people):
    for number in range(500):
        make_member(
            people.group,
            user=make_user(display_name=f"Person {number:03}"),
            joined_at=NOW + DAY,
        )
    html = shown(people, people.owner)
    assert '<span class="num">503</span> people' in html
    assert html.count('<li class="person"') == 50
    assert "Page 1 of 11" in html
    assert "Person 499" in shown(people, people.owner, page=11)
    assert "Person 321" in shown(people, people.owner, q="321")


@pytest.mark.parametrize("role", ["owner", "member"])
def test_three_hundred_members_take_as_many_statements_as_three(people, role):
    person = getattr(people, role)
    few = statements(people, person)
    for _ in range(297):
        make_member(people.group)
    for _ in range(60):
        ask(people.group)
        block(people.group)
    assert statements(people, person) == few


def test_more_who_wait_than_stand_there_are_counted(people):
    for _ in range(52):
        ask(people.group)
        block(people.group)
    html = shown(people, people.owner)
    assert "2 more wait." in html
    assert "2 more are blocked." in html


# --- roles ---------------------------------------------------------------------------


def make(people, person, role, by=None):
    url = people.url("group_role", person.pk)
    return browser_of(by or people.owner).post(url, {"role": role}, follow=True)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.OWNER, "Cleo Member is an owner now."),
        (Role.EDITOR, "Cleo Member is an editor now."),
    ],
)
def test_an_owner_gives_a_member_a_role(people, role, words):
    assert words in make(people, people.member, role).content.decode()
    assert people.role_of(people.member) == role
    event = GroupEvent.objects.get()
    assert (event.kind, event.actor, event.person, event.words) == (
        EventKind.ROLE,
        people.owner,
        people.member,
        role,
    )


def test_the_same_role_again_is_no_event(people):
    make(people, people.member, Role.MEMBER)
    assert not GroupEvent.objects.exists()


def test_a_group_is_handed_over(people):
    make(people, people.editor, Role.OWNER)
    html = make(people, people.owner, Role.MEMBER).content.decode()
    assert "You are a member of this group now." in html
    assert people.role_of(people.owner) == Role.MEMBER
    assert people.role_of(people.editor) == Role.OWNER


def test_the_only_owner_cannot_step_down(people):
    html = make(people, people.owner, Role.EDITOR).content.decode()
    assert "A group needs an owner." in html
    assert people.role_of(people.owner) == Role.OWNER


@pytest.mark.parametrize("role", ["", "king", "OWNER"])
def test_a_role_that_is_none_changes_nothing(people, role):
    assert "Nothing was changed" in make(people, people.member, role).content.decode()
    assert people.role_of(people.member) == Role.MEMBER


def test_a_role_is_given_to_nobody_from_outside(people):
    html = make(people, people.former, Role.EDITOR).content.decode()
    assert "They are not in the group any more." in html
    assert people.role_of(people.former) is None


@pytest.mark.parametrize("who", ["editor", "member", "former", "outsider"])
def test_only_owners_give_roles(people, who):
    reply = make(people, people.member, Role.OWNER, by=getattr(people, who))
    assert reply.status_code == 404
    assert people.role_of(people.member) == Role.MEMBER


# --- removing and blocking -----------------------------------------------------------


def remove(people, person, by=None, **form):
    url = people.url("group_remove", person.pk)
    return browser_of(by or people.owner).post(url, form, follow=True)


def test_the_page_says_what_a_removal_means(people):
    share(make_deck(owner=people.member, title="Theirs"), people.group)
    url = people.url("group_remove", people.member.pk)
    html = browser_of(people.owner).get(url).content.decode()
    assert "Remove Cleo Member?" in html
    assert "They keep their own history" in html
    assert "1 deck of theirs stays shared here" in html
    assert people.role_of(people.member) == Role.MEMBER


def test_a_removed_member_is_out_at_once(people):
    html = remove(people, people.member).content.decode()
    assert "Removed Cleo Member." in html
    url = people.url("group_members")
    assert browser_of(people.member).get(url).status_code == 404
    event = GroupEvent.objects.get()
    assert (event.kind, event.actor, event.person) == (
        EventKind.REMOVED,
        people.owner,
        people.member,
    )
    assert not Block.objects.exists()


def test_a_member_is_removed_and_blocked(people):
    html = remove(people, people.member, block="on").content.decode()
    assert "Removed and blocked Cleo Member." in html
    assert Block.objects.get().user == people.member


def test_a_removal_that_is_sent_twice_is_one(people):
    remove(people, people.member)
    html = remove(people, people.member).content.decode()
    assert "They are not in the group any more." in html
    assert GroupEvent.objects.count() == 1


def test_one_owner_removes_another(people):
    make_member(people.group, user=people.former, role=Role.OWNER)
    remove(people, people.former)
    assert people.role_of(people.former) is None


def test_whoever_removes_themselves_is_asked_whether_they_leave(people):
    url = people.url("group_remove", people.owner.pk)
    reply = browser_of(people.owner).post(url)
    assert reply["Location"] == people.url("group_leave")
    assert people.role_of(people.owner) == Role.OWNER


def test_somebody_from_outside_cannot_be_removed(people):
    url = people.url("group_remove", people.outsider.pk)
    assert browser_of(people.owner).get(url).status_code == 404
    html = remove(people, people.outsider, block="on").content.decode()
    assert "They are not in the group any more." in html
    assert not Block.objects.exists()


@pytest.mark.parametrize("who", ["editor", "member", "former", "outsider"])
def test_only_owners_remove(people, who):
    reply = remove(people, people.member, by=getattr(people, who))
    assert reply.status_code == 404
    assert people.role_of(people.member) == Role.MEMBER


def test_a_blocked_person_is_unblocked(people):
    blocked = block(people.group)
    url = people.url("group_unblock", blocked.user_id)
    browser = browser_of(people.owner)
    assert "Unblocked." in browser.post(url, follow=True).content.decode()
    assert not Block.objects.exists()
    assert "Unblocked." not in browser.post(url, follow=True).content.decode()


@pytest.mark.parametrize("who", ["editor", "member", "former", "outsider"])
def test_only_owners_unblock(people, who):
    blocked = block(people.group)
    url = people.url("group_unblock", blocked.user_id)
    assert browser_of(getattr(people, who)).post(url).status_code == 404
    assert Block.objects.exists()
