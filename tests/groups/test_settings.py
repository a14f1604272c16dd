"""What is said of a group, its exam date and what it proposes."""

import datetime as dt

import pytest
from django.utils import timezone

from decks.groups.events import EventKind
from decks.groups.making import change_group
from decks.groups.roles import Gone
from decks.models import GroupEvent, StudyGroup
from tests.factories import NOW
from tests.groups.people import browser_of

pytestmark = pytest.mark.django_db

AHEAD = timezone.now().date() + dt.timedelta(days=60)
SHOWN = {
    "name": "Cloud Certs",
    "description": "",
    "exam_date": "",
    "new_cards_per_day": "",
    "reviews_per_day": "",
    "retention_percent": "",
    "longest_interval_days": "",
    "new_card_order": "",
}


def page_of(people, person=None):
    return browser_of(person or people.owner).get(people.url("group_edit"))


def save(people, person=None, shown=SHOWN, **changes):
    """The page's form, with what it showed when it was opened."""
    was = {f"initial-{name}": value for name, value in shown.items()}
    form = {**was, "initial-needs_approval": "False", **shown, **changes}
    return browser_of(person or people.owner).post(people.url("group_edit"), form)


def group_of(people):
    return StudyGroup.objects.get(pk=people.group.pk)


def test_settings_and_proposals_are_saved(people):
    reply = save(
        people,
        name="Solutions  Architects",
        description="For June\r\n2027",
        needs_approval="on",
        exam_date=AHEAD.isoformat(),
        new_cards_per_day="15",
        new_card_order="shuffled",
    )
    assert reply["Location"] == people.url("group")
    group = group_of(people)
    assert (group.name, group.description) == (
        "Solutions Architects",
        "For June\n2027",
    )
    assert (group.needs_approval, group.exam_date) == (True, AHEAD)
    assert (group.new_cards_per_day, group.new_card_order) == (15, "shuffled")
    assert group.reviews_per_day is None


def test_the_page_holds_what_is_saved(people):
    save(people, needs_approval="on", exam_date=AHEAD.isoformat())
    html = page_of(people).content.decode()
    assert f'name="exam_date" value="{AHEAD.isoformat()}"' in html
    assert f'name="initial-exam_date" value="{AHEAD.isoformat()}"' in html
    assert 'name="initial-needs_approval" value="True"' in html


def test_a_new_name_and_an_exam_date_are_in_the_activity(people):
    save(people, name="Renamed", exam_date=AHEAD.isoformat())
    lines = GroupEvent.objects.order_by("pk").values_list("kind", "actor", "words")
    assert list(lines) == [
        (EventKind.RENAMED, people.owner.pk, "Cloud Certs"),
        (EventKind.EXAM, people.owner.pk, AHEAD.isoformat()),
    ]


def test_nothing_changed_is_no_event(people):
    save(people)
    assert not GroupEvent.objects.exists()


def test_an_exam_date_is_taken_away(people):
    StudyGroup.objects.update(exam_date=AHEAD)
    save(people, shown={**SHOWN, "exam_date": AHEAD.isoformat()}, exam_date="")
    assert group_of(people).exam_date is None
    assert GroupEvent.objects.get().words == ""


def test_two_owners_who_change_different_things_both_get_theirs(people):
    save(people, description="By the first")
    save(people, name="By the second")
    group = group_of(people)
    assert (group.name, group.description) == ("By the second", "By the first")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Give the group a name."),
        ({"exam_date": "2026-02-31"}, "Please choose a day"),
        ({"exam_date": "2001-01-01"}, "Choose a day to come."),
        ({"exam_date": "2226-01-01"}, "within 10 years"),
        ({"new_cards_per_day": "many"}, "Please enter a whole number"),
        ({"retention_percent": "20"}, "from 70 to 97"),
    ],
)
def test_what_cannot_be_saved_is_said_and_what_was_typed_is_kept(
    people, changes, words
):
    reply = save(people, **{"description": "Typed before", **changes})
    html = reply.content.decode()
    assert reply.status_code == 422
    assert words in html
    assert "Typed before" in html
    assert "<title>Settings of Cloud Certs" in html
    assert group_of(people).description == ""


def test_an_exam_that_is_over_does_not_stand_in_the_way_of_the_rest(people):
    past = dt.date(2020, 1, 1)
    StudyGroup.objects.update(exam_date=past)
    shown = {**SHOWN, "exam_date": past.isoformat()}
    save(people, shown=shown, description="Still here")
    assert group_of(people).description == "Still here"
    assert group_of(people).exam_date == past


@pytest.mark.parametrize("who", ["editor", "member", "former", "outsider"])
def test_only_owners_change_a_group(people, who):
    person = getattr(people, who)
    assert page_of(people, person).status_code == 404
    assert save(people, person, name="Taken").status_code == 404
    assert group_of(people).name == "Cloud Certs"


def test_an_owner_who_lost_the_role_meanwhile_changes_nothing(people):
    with pytest.raises(Gone):
        change_group(people.group.pk, {"name": "Late"}, by=people.editor, now=NOW)
    assert group_of(people).name == "Cloud Certs"
