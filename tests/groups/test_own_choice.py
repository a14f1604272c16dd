"""What the group sees of somebody, chosen by themselves; their own exam date."""

import datetime as dt

import pytest
from django.utils import timezone

from decks.groups.models import Seen
from decks.groups.seen_forms import MEANINGS
from tests.factories import NOW, make_member
from tests.groups.people import browser_of

pytestmark = pytest.mark.django_db
AHEAD = timezone.now().date() + dt.timedelta(days=60)


def choose(people, person, seen, exam_date=""):
    form = {"seen": seen, "exam_date": exam_date}
    return browser_of(person).post(people.url("group_me"), form)


def row_of(people, person):
    return people.group.memberships.get(user=person)


def test_each_choice_is_explained_and_ones_own_is_marked(people):
    people.group.memberships.filter(user=people.member).update(seen=Seen.NAMED)
    html = browser_of(people.member).get(people.url("group_me")).content.decode()
    for meaning in MEANINGS.values():
        assert meaning in html
    marked = [line for line in html.splitlines() if " checked" in line]
    assert len(marked) == 1
    assert 'value="named"' in marked[0]


@pytest.mark.parametrize("seen", [Seen.HIDDEN, Seen.NAMED])
def test_another_choice_holds_from_now_on(people, seen):
    before = timezone.now()
    reply = choose(people, people.member, seen)
    assert reply["Location"] == people.url("group")
    row = row_of(people, people.member)
    assert row.seen == seen
    assert row.seen_since >= before


def test_the_same_choice_again_keeps_what_was_counted(people):
    choose(people, people.member, Seen.COUNTED, AHEAD.isoformat())
    row = row_of(people, people.member)
    assert (row.seen, row.seen_since) == (Seen.COUNTED, NOW)
    assert row.exam_date == AHEAD


def test_a_choice_is_for_one_person_in_one_group(people):
    other = make_member(people.group)
    choose(people, people.member, Seen.HIDDEN)
    assert row_of(people, people.owner).seen == Seen.COUNTED
    assert row_of(people, other.user).seen == Seen.COUNTED


def test_ones_own_exam_date_is_taken_away(people):
    choose(people, people.member, Seen.COUNTED, AHEAD.isoformat())
    choose(people, people.member, Seen.COUNTED, "")
    assert row_of(people, people.member).exam_date is None


def test_the_groups_own_date_is_named(people):
    people.group.exam_date = dt.date(2027, 6, 12)
    people.group.save()
    html = browser_of(people.member).get(people.url("group_me")).content.decode()
    assert "the group’s, on 12 June 2027" in html


@pytest.mark.parametrize(
    ("seen", "exam_date", "words"),
    [
        ("", "", "Choose one of the three."),
        ("everything", "", "Select a valid choice."),
        ("named", "soon", "Please choose a day"),
        ("named", "2001-01-01", "Choose a day to come."),
    ],
)
def test_what_cannot_be_read_changes_nothing(people, seen, exam_date, words):
    reply = choose(people, people.member, seen, exam_date)
    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert row_of(people, people.member).seen == Seen.COUNTED


@pytest.mark.parametrize("who", ["former", "outsider"])
def test_who_is_not_in_it_has_nothing_to_choose(people, who):
    person = getattr(people, who)
    assert browser_of(person).get(people.url("group_me")).status_code == 404
    assert choose(people, person, Seen.NAMED).status_code == 404
