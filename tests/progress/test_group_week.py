"""The week of those who are named in a group."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from decks.groups.models import Seen, StudyGroup
from decks.models import (
    Card,
    DayCounter,
    Deck,
    Review,
    User,
)
from tests.factories import (
    make_deck,
    make_member,
    make_study_session,
)
from tests.progress.group_rows import DAY, LONG_AGO, NOW, TODAY, named, seen_by

pytestmark = pytest.mark.django_db


def studied(user: User, deck: Deck, *days: dt.date, reviews: int = 5) -> None:
    for day in days:
        DayCounter.objects.create(
            user=user, deck=deck, study_day=day, level_4=reviews, level_1=1
        )


def rows_of(group: StudyGroup, user: User, **when):
    rows = seen_by(group, user, **when)["week"].rows
    return {row.person.user.display_name: row for row in rows}


def back(*days: int) -> list[dt.date]:
    return [TODAY - n * DAY for n in days]


def test_the_named_stand_in_the_order_they_joined(group, owner) -> None:
    deck = make_deck(owner=owner)
    first = named(group, since=LONG_AGO + DAY, display_name="Zoe")
    second = named(group, since=LONG_AGO + 2 * DAY, display_name="Ada")
    make_member(group, seen=Seen.COUNTED)
    studied(second, deck, TODAY, reviews=100)
    studied(first, deck, TODAY)
    assert list(rows_of(group, owner)) == ["Maya Okafor", "Zoe", "Ada"]


def test_a_row_has_the_last_seven_days(group, owner) -> None:
    deck, other = make_deck(owner=owner), make_deck(owner=owner)
    studied(owner, deck, *back(0, 3, 6, 7))
    studied(owner, other, TODAY)
    row = rows_of(group, owner)["Maya Okafor"]
    assert row.reviews == [6, 0, 0, 6, 0, 0, 12]
    assert row.total == 24
    assert seen_by(group, owner)["week"].reviews == 24


def test_practice_is_no_review(group, owner) -> None:
    DayCounter.objects.create(
        user=owner, deck=make_deck(), study_day=TODAY, practice_ratings=30
    )
    row = rows_of(group, owner)["Maya Okafor"]
    assert (row.total, row.streak_days) == (0, 1)


def test_days_up_to_the_choice_are_not_shown(group, owner) -> None:
    user = named(group, since=NOW - 2 * DAY, display_name="Tom")
    studied(user, make_deck(), *back(0, 1, 2, 3, 4, 5))
    row = rows_of(group, owner)["Tom"]
    assert row.reviews == [None, None, None, None, None, 6, 6]
    assert row.total == 12
    assert row.streak_days == 2, "a streak does not reach back either"
    assert "not shown, not shown, not shown, not shown, not shown, 6, 6" in row.words


def test_who_chose_today_is_shown_from_tomorrow(client: Client, group, owner) -> None:
    user = named(group, since=timezone.now(), display_name="Tom")
    studied(user, make_deck(), timezone.now().date())
    row = rows_of(group, owner, now=timezone.now())["Tom"]
    assert row.begins_later
    client.force_login(owner)
    page = client.get(f"/groups/{group.pk}/").content.decode()
    assert "shown from" in page
    assert "not shown yet" in page


def test_each_ones_days_are_their_own(group, owner) -> None:
    """At noon UTC it is the next day in Auckland from 4 in the morning on."""
    late = NOW.replace(hour=20)
    user = named(group, display_name="Kiri", time_zone="Pacific/Auckland")
    tomorrow = TODAY + DAY
    studied(user, make_deck(), tomorrow, *back(5, 6))
    row = rows_of(group, owner, now=late)["Kiri"]
    assert row.person.today == tomorrow
    assert row.reviews == [6, 0, 0, 0, 0, 0, 6]


@pytest.mark.parametrize(
    ("days", "length"),
    [
        ((0, 1, 2), 3),
        ((1, 2), 2),
        ((2, 3), 0),
        ((0, 2, 3), 1),
        ((), 0),
        (tuple(range(40)), 40),
    ],
)
def test_streaks(group, owner, days: tuple[int, ...], length: int) -> None:
    studied(owner, make_deck(), *back(*days))
    studied(owner, make_deck(), *back(*days))
    assert rows_of(group, owner)["Maya Okafor"].streak_days == length


def reviewed(user: User, card: Card, *levels: int, days: int = 2, **fields) -> None:
    """A card seen ten days ago and then so rated, one rating after the other."""
    session = make_study_session(user=user, started_at=NOW - days * DAY)
    levels_by_day = [(3, 10), *((level, days) for level in levels)]
    for number, (level, ago) in enumerate(levels_by_day, start=1):
        Review.objects.create(
            user=user,
            card=card,
            deck_id=card.deck_id,
            rating_id=uuid.uuid4(),
            session_id=session.id,
            sequence=number,
            level=level,
            reviewed_at=NOW - ago * DAY,
            study_day=TODAY - ago * DAY,
            answer_ms=1000,
            interval_days=1,
            **(fields if number > 1 else {}),
        )


def test_recall_is_of_cards_seen_on_an_earlier_day(group, owner) -> None:
    cards = list(make_deck(cards=12).cards.all())
    for number, card in enumerate(cards[:10]):
        # What came again the same day is no recall, however often.
        reviewed(owner, card, 3 if number < 7 else 2, 1, 1)
    assert rows_of(group, owner)["Maya Okafor"].recall_percent == 70
    reviewed(owner, cards[10], 1, undone_at=NOW)
    reviewed(owner, cards[11], 1, days=8)
    assert rows_of(group, owner)["Maya Okafor"].recall_percent == 70


def test_of_fewer_than_ten_reviews_there_is_no_recall(group, owner) -> None:
    for card in make_deck(cards=9).cards.all():
        reviewed(owner, card, 5)
    assert rows_of(group, owner)["Maya Okafor"].recall_percent is None


def test_everything_undone_is_nothing(group, owner) -> None:
    for card in make_deck(cards=10).cards.all():
        reviewed(owner, card, 5, undone_at=NOW)
    row = rows_of(group, owner)["Maya Okafor"]
    assert (row.total, row.recall_percent, row.streak_days) == (0, None, 0)
