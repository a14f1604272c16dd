"""What a day's counters say of recall, and of the deck as it stood when it began."""

import importlib

import pytest
from django.db import connection

from decks.editing.moving import move_cards
from decks.models import DayCounter, Enrolment, Review
from decks.study.counters import START_LEVELS
from decks.study.marks import start_over
from decks.study.repair.checking import check_data
from decks.study.undo import undo_rating
from tests.factories import NOW, make_deck
from tests.study.repair.histories import lived, practise, studied
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db

RECALL = ("young", "young_recalled", "mature", "mature_recalled")


@pytest.fixture
def one():
    """A learner of a deck of three, its first card, and a sitting."""
    user, deck = make_learner()
    return user, deck, cards_of(deck)[0], start(user, deck)


def recall(user, day):
    counters = DayCounter.objects.filter(user=user, study_day=day.date())
    return counters.values_list(*RECALL).first()


def starts(user, day):
    counters = DayCounter.objects.filter(user=user, study_day=day.date())
    return counters.values_list("start_cards", *START_LEVELS).first()


def given(user, days):
    """As if the last rating had given an interval of so many days."""
    Review.objects.filter(user=user).update(interval_days=days)


class TestRecall:
    def test_a_new_card_and_one_of_the_same_day_are_not_asked(self, one):
        user, _, card, session = one
        rate(user, session, card, 4)
        rate(user, session, card, 1, seen=1, now=NOW + MINUTE)
        assert recall(user, NOW) == (0, 0, 0, 0)

    @pytest.mark.parametrize(("level", "known"), [(1, 0), (2, 0), (3, 1), (5, 1)])
    def test_a_card_of_another_day_is(self, one, level, known):
        user, _, card, session = one
        rate(user, session, card, 4)
        rate(user, session, card, level, seen=1, now=NOW + DAY)
        assert recall(user, NOW + DAY) == (1, known, 0, 0)

    def test_once_a_day(self, one):
        user, _, card, session = one
        rate(user, session, card, 4)
        rate(user, session, card, 1, seen=1, now=NOW + DAY)
        rate(user, session, card, 4, seen=2, now=NOW + DAY + MINUTE)
        assert recall(user, NOW + DAY) == (1, 0, 0, 0)

    @pytest.mark.parametrize(
        ("days", "counted"), [(20, (1, 1, 0, 0)), (21, (0, 0, 1, 1))]
    )
    def test_the_interval_given_makes_it_mature(self, one, days, counted):
        user, _, card, session = one
        rate(user, session, card, 4)
        given(user, days)
        rate(user, session, card, 4, seen=1, now=NOW + 400 * DAY)
        assert recall(user, NOW + 400 * DAY) == counted

    def test_after_a_missed_card_was_left_overnight(self, one):
        user, _, card, session = one
        rate(user, session, card, 1)
        rate(user, session, card, 4, seen=1, now=NOW + DAY)
        assert recall(user, NOW + DAY) == (1, 1, 0, 0)

    def test_a_card_started_over_is_new(self, one):
        user, _, card, session = one
        rate(user, session, card, 4)
        start_over(user, card, now=NOW + MINUTE)
        rate(user, session, card, 4, seen=2, now=NOW + DAY)
        assert recall(user, NOW + DAY) == (0, 0, 0, 0)

    @pytest.mark.parametrize("days", [1, 30])
    def test_undo_takes_it_back(self, one, days):
        user, _, card, session = one
        rate(user, session, card, 4)
        rate(user, session, cards_of(card.deck)[1], 4, now=NOW + DAY)
        given(user, days)
        recorded = rate(user, session, card, 5, seen=1, now=NOW + DAY + MINUTE)
        undo(user, session, recorded)
        assert recall(user, NOW + DAY) == (0, 0, 0, 0)

    def test_practice_is_no_part_of_it(self):
        one = studied()
        days = DayCounter.objects.filter(user=one.user).order_by("study_day")
        before = list(days.values_list(*RECALL))
        practise(one, now=one.now)
        assert list(days.values_list(*RECALL)) == [*before, (0, 0, 0, 0)]


def undo(user, session, recorded, *, now=NOW):
    rating_id = recorded.session.last_rating_id
    undo_rating(user=user, session_id=session.id, rating_id=rating_id, now=now)


class TestHowADayBegan:
    def test_the_first_rating_keeps_it(self, one):
        user, _, card, session = one
        rate(user, session, card, 4)
        rate(user, session, card, 1, seen=1, now=NOW + DAY)
        rate(user, session, card, 2, seen=2, now=NOW + DAY + MINUTE)
        assert starts(user, NOW) == (3, 0, 0, 0, 0, 0)
        assert starts(user, NOW + DAY) == (3, 0, 0, 0, 1, 0)

    def test_practice_keeps_it_too(self):
        one = studied()
        practise(one, now=one.now)
        now = Enrolment.objects.values_list(*(f"level_{n}" for n in range(1, 6))).get()
        assert starts(one.user, one.now) == (4, *now)

    def test_an_undo_of_the_day_before_reaches_it(self, one):
        user, deck, card, session = one
        late = rate(user, session, card, 5)
        other = start(user, deck, now=NOW + DAY)
        rate(user, other, cards_of(deck)[1], 3, now=NOW + DAY)
        undo(user, session, late, now=NOW + DAY + MINUTE)
        assert starts(user, NOW + DAY) == (3, 0, 0, 0, 0, 0)

    def test_a_move_to_the_west_leaves_it_open(self, one):
        """The day before one that was studied did not begin before it."""
        user, deck, card, session = one
        rate(user, session, card, 4, now=NOW + DAY)
        west = rate(user, session, cards_of(deck)[1], 4, now=NOW)
        assert starts(user, NOW) == (3, None, None, None, None, None)
        undo(user, session, west)
        assert starts(user, NOW + DAY) == (3, 0, 0, 0, 0, 0)

    def test_a_card_moved_since_takes_nothing_below_0(self, one):
        user, deck, card, session = one
        rated = rate(user, session, card, 4)
        move_cards([card.pk], make_deck().pk, now=NOW)
        other = start(user, deck, now=NOW + DAY)
        rate(user, other, cards_of(deck)[0], 3, now=NOW + DAY)
        undo(user, session, rated, now=NOW + DAY)
        assert starts(user, NOW + DAY) == (2, 0, 0, 0, 0, 0)

    def test_a_deck_that_is_not_among_ones_own_has_no_levels(self, one):
        user, _, card, session = one
        Enrolment.objects.all().delete()
        rate(user, session, card, 4)
        assert starts(user, NOW) == (3, None, None, None, None, None)


def test_the_migration_counts_what_is_in_the_log():
    one = lived()
    kept = list(DayCounter.objects.order_by("pk").values())
    zero = dict.fromkeys(RECALL, 0) | dict.fromkeys(("start_cards", *START_LEVELS))
    DayCounter.objects.update(**zero)
    migration = importlib.import_module("decks.migrations.0007_progress")
    with connection.cursor() as cursor:
        cursor.execute(migration.COUNT_RECALL)
        cursor.execute(migration.COUNT_STARTS)
    assert list(DayCounter.objects.order_by("pk").values()) == kept
    found = check_data(fix=False, now=one.now + DAY).found
    assert [damage for damage in found if damage.count] == []
