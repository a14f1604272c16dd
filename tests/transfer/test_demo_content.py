"""The demo's decks and people, without a database."""

import datetime as dt
from random import Random
from zoneinfo import ZoneInfo

import pytest

from decks.accounts.models import known_zones
from decks.cards.copies import find_copies
from decks.transfer.demo import people
from decks.transfer.demo.people import PEOPLE, Habits
from decks.transfer.demo.shelf import CONTENT, SHELF, read_tags, read_text
from decks.transfer.demo.timetable import days_of

TODAY = dt.date(2026, 3, 14)
NAMES = [shelved.name for shelved in SHELF]


@pytest.mark.parametrize("name", NAMES)
def test_each_text_is_a_deck_without_problems_or_copies(name):
    parsed = read_text(name)
    assert parsed.problems == ()
    assert 25 <= len(parsed.cards) <= 60
    assert all(card.question and card.answer for card in parsed.cards)
    assert find_copies([(c.question, c.answer) for c in parsed.cards]) == []


def test_every_text_is_on_the_shelf():
    assert sorted(path.stem for path in CONTENT.glob("*.txt")) == sorted(NAMES)


def test_the_tags_are_those_of_cards_that_exist():
    text = (CONTENT / f"{people.CAPITALS}.tags").read_text()
    cards = read_text(people.CAPITALS).cards
    assert set(read_tags(text)) == {card.number for card in cards}
    hungary = next(c for c in cards if c.question.startswith("Hungary"))
    assert hungary.tags == ("centre", "danube")


def test_there_are_twelve_learners_of_different_kinds():
    assert len({person.email for person in PEOPLE}) == len(PEOPLE) == 12
    assert {person.time_zone for person in PEOPLE} <= known_zones()
    owners = {shelved.owner_login for shelved in SHELF}
    assert owners < {person.login for person in PEOPLE}
    assert {shelved.visibility for shelved in SHELF} == {
        "public",
        "unlisted",
        "private",
    }


def test_nobody_studies_a_private_deck_of_others():
    private = {s.name: s.owner_login for s in SHELF if s.visibility == "private"}
    for person in PEOPLE:
        theirs = [name for name in person.decks if name in private]
        assert all(private[name] == person.login for name in theirs)


def timetable(habits, *, today=TODAY, zone="America/New_York"):
    chance = Random("timetable")
    days = days_of(habits, time_zone=zone, today=today, days=20, chance=chance)
    return [sitting for day in days for sitting in day.sittings]


def test_the_hour_stays_where_summer_time_begins():
    """New York's clocks went forward on 8 March 2026."""
    sittings = timetable(Habits(hours=(8.0,), day_chance=1.0))
    zone = ZoneInfo("America/New_York")
    local = [sitting.begins_at.astimezone(zone) for sitting in sittings]
    assert len({moment.utcoffset() for moment in local}) == 2
    assert len({moment.date() for moment in local}) == 20
    assert all(6 <= moment.hour <= 9 for moment in local)


def test_a_later_day_has_the_earlier_days_behind_it():
    """But for the first day: the demo's days end today."""
    habits = Habits(began_days_ago=5, day_chance=1.0)
    one_day_more = Habits(began_days_ago=6, day_chance=1.0)
    before = timetable(habits)
    after = timetable(one_day_more, today=TODAY + dt.timedelta(days=1))
    assert after[: len(before)] == before


def test_who_stopped_does_not_sit_down_again():
    sittings = timetable(Habits(stopped_days_ago=7, day_chance=1.0), zone="UTC")
    assert max(s.begins_at for s in sittings).date() == TODAY - dt.timedelta(days=7)


def test_practice_falls_on_its_weekday():
    habits = Habits(day_chance=1.0, practice_weekday=6)
    practices = [s for s in timetable(habits, zone="UTC") if s.is_practice]
    assert practices
    assert {sitting.begins_at.weekday() for sitting in practices} == {6}
