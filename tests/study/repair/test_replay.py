"""`manage.py replay`: every state is what the log gives, or is told and mended."""

import io
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from decks.models import Card, Enrolment, Review, ReviewState, User
from decks.scheduling.schedule import NEW_CARD
from decks.study.columns import STATE_COLUMNS
from decks.study.marks import hide_until_tomorrow, put_aside, start_over
from decks.study.repair.states import replay_states
from decks.study.rows import state_values
from decks.study.undo import undo_rating
from tests.factories import NOW
from tests.study.repair.histories import Studied, practise, studied
from tests.study.sittings import DAY, MINUTE, rate

pytestmark = pytest.mark.django_db


def replay(**options: Any) -> tuple[int, list[str]]:
    """The exit code and what was printed."""
    out = io.StringIO()
    try:
        call_command("replay", stdout=out, **options)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def values(user: User, card: Card) -> dict[str, Any]:
    return dict(ReviewState.objects.values(*STATE_COLUMNS).get(user=user, card=card))


def change(one: Studied, place: int = 0, **fields: Any) -> None:
    states = ReviewState.objects.filter(user=one.user, card=one.cards[place])
    assert states.update(**fields) == 1


@pytest.fixture
def one() -> Studied:
    return studied()


def test_a_history_as_it_is_lived_has_no_difference(one):
    code, lines = replay()
    assert code == 0
    assert lines == [
        "4 states of 1 learners compared with the log: "
        "0 differ, 0 written anew, 0 left."
    ]


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("phase", 3),
        ("phase", 9),
        ("phase", None),
        ("stability_days", 1.5),
        ("difficulty", None),
        ("due_at", None),
        ("due_at", NOW),
        ("last_reviewed_at", NOW - DAY),
        ("last_study_day", NOW.date() - DAY),
        ("showings_that_day", 4),
        ("review_count", 12),
        ("lapse_count", 8),
        ("last_level", 5),
        ("previous_level", 5),
    ],
)
def test_every_column_is_compared_and_written(one, column, wrong):
    right = values(one.user, one.cards[0])
    assert right[column] != wrong
    change(one, **{column: wrong})
    code, lines = replay()
    assert code == 1
    assert len(lines) == 2
    assert lines[0].startswith(f"{one.user.email}, card {one.cards[0].pk}: {column} is")
    assert values(one.user, one.cards[0])[column] == wrong
    assert replay(fix=True)[0] == 0
    assert values(one.user, one.cards[0]) == right
    assert replay()[0] == 0


def test_the_last_bit_of_a_stability_counts(one):
    right = values(one.user, one.cards[0])["stability_days"]
    change(one, stability_days=F("stability_days") * (1 + 2**-52))
    assert values(one.user, one.cards[0])["stability_days"] != right
    assert replay()[0] == 1
    assert replay(fix=True)[0] == 0
    assert values(one.user, one.cards[0])["stability_days"] == right


def test_a_lost_state_comes_back_from_the_log(one):
    right = values(one.user, one.cards[0])
    ReviewState.objects.filter(user=one.user, card=one.cards[0]).delete()
    code, lines = replay()
    assert code == 1
    assert "no state, although the log has" in lines[0]
    assert replay(fix=True)[0] == 0
    assert values(one.user, one.cards[0]) == right
    state = ReviewState.objects.get(user=one.user, card=one.cards[0])
    assert state.deck_id == one.cards[0].deck_id


def test_a_state_that_the_log_does_not_know_becomes_new_and_keeps_its_marks(one):
    put_aside(one.user, one.cards[0], now=NOW)
    Review.objects.filter(user=one.user, card=one.cards[0]).delete()
    code, lines = replay()
    assert code == 1
    assert "not in the log" in lines[0]
    assert replay(fix=True)[0] == 0
    assert values(one.user, one.cards[0]) == state_values(NEW_CARD)
    state = ReviewState.objects.get(user=one.user, card=one.cards[0])
    assert state.put_aside_at == NOW


def test_the_due_date_is_compared_under_the_marks(one):
    hide_until_tomorrow(one.user, one.cards[0], now=one.now)
    put_aside(one.user, one.cards[1], now=one.now)
    assert replay()[0] == 0
    change(one, 0, hidden_until=one.now + 400 * DAY)
    change(one, 1, put_aside_at=None)
    assert len(replay()[1]) == 3
    assert replay(fix=True)[0] == 0
    assert values(one.user, one.cards[0])["due_at"] == one.now + 400 * DAY
    assert values(one.user, one.cards[1])["due_at"] is not None


def test_undone_and_practice_rows_are_no_part_of_it_and_resets_are(one):
    card, later = one.cards[0], one.now + DAY
    seen = values(one.user, card)["review_count"]
    rating_id = uuid.uuid4()
    rate(one.user, one.session, card, 1, seen=seen, now=later, rating_id=rating_id)
    undo_rating(
        user=one.user, session_id=one.session.id, rating_id=rating_id, now=later
    )
    practise(one, now=later)
    start_over(one.user, one.cards[1], now=later)
    assert Review.objects.exclude(undone_at=None).filter(card=card).exists()
    assert Review.objects.filter(kind=Review.Kind.CRAM).exists()
    assert replay()[0] == 0
    assert values(one.user, card)["review_count"] == seen
    reset = values(one.user, one.cards[1])
    assert reset["phase"] is None
    assert reset["review_count"] > 1


def test_an_imported_memory_is_taken_as_it_came(one):
    card = one.cards[3]
    change(one, 3, phase=2, stability_days=40.25, difficulty=3.5)
    log = Review.objects.filter(user=one.user, card=card)
    log.filter(sequence=1).update(
        kind=Review.Kind.IMPORT, memory_stability_days=40.25, memory_difficulty=3.5
    )
    assert log.filter(undone_at=None).exclude(kind=Review.Kind.CRAM).count() == 1
    assert replay()[0] == 0


def test_a_log_with_a_gap_is_told_and_left(one):
    card = one.cards[0]
    before = values(one.user, card)
    log = Review.objects.filter(user=one.user, card=card, undone_at=None)
    log.filter(sequence=2).delete()
    code, lines = replay(fix=True)
    assert code == 1
    assert "has a gap or a double in its sequence" in lines[0]
    assert values(one.user, card) == before


def test_a_level_that_is_none_is_told_and_left(one):
    before = values(one.user, one.cards[0])
    Review.objects.filter(card=one.cards[0], sequence=1).update(level=7)
    code, lines = replay(fix=True)
    assert code == 1
    assert "cannot be played" in lines[0]
    assert values(one.user, one.cards[0]) == before


def test_mended_states_are_counted_on_the_enrolment(one):
    before = Enrolment.objects.values().get(user=one.user, deck=one.deck)
    ReviewState.objects.filter(user=one.user).delete()
    Enrolment.objects.update(level_1=0, level_3=7, review=0)
    assert replay(fix=True)[0] == 0
    assert Enrolment.objects.values().get(user=one.user, deck=one.deck) == before


def test_one_learner_alone(one):
    other = studied()
    change(one, lapse_count=3)
    change(other, lapse_count=3)
    code, lines = replay(user=other.user.email.upper(), fix=True)
    assert code == 0
    assert lines[-1].startswith("4 states of 1 learners")
    code, lines = replay()
    assert code == 1
    assert lines[0].startswith(one.user.email)
    assert lines[-1].startswith("8 states of 2 learners compared with the log: 1 diff")


def test_an_unknown_learner_is_an_error():
    with pytest.raises(CommandError, match=r"Nobody has the address x@example\.com"):
        call_command("replay", user="x@example.com")


def test_many_differences_are_counted_after_the_first_twenty():
    one = studied(cards=25)
    for place, card in enumerate(one.cards[4:], 4):
        rate(one.user, one.session, card, 3, now=one.now + place * MINUTE)
    ReviewState.objects.filter(user=one.user).update(lapse_count=5)
    code, lines = replay()
    assert code == 1
    assert len(lines) == 22
    assert lines[20] == "and 5 more"
    assert "25 differ" in lines[21]
    assert "25 written anew, 0 left" in replay(fix=True)[1][-1]


def test_a_rating_after_the_mending_goes_on_from_it(one):
    card = one.cards[0]
    seen = values(one.user, card)["review_count"]
    change(one, review_count=seen + 5)
    assert replay(fix=True)[0] == 0
    rate(one.user, one.session, card, 4, seen=seen, now=one.now + 3 * DAY)
    assert values(one.user, card)["review_count"] == seen + 1
    assert replay()[0] == 0


def test_the_states_of_a_learner_are_one_statement(one, django_assert_num_queries):
    """So that states and log are of one moment, however many there are."""
    with django_assert_num_queries(1):
        assert replay_states([one.user], fix=True).compared_count == 4
