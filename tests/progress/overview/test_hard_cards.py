"""The hardest cards of a learner, and the stuck ones."""

import datetime as dt

import pytest

from decks.models import Review, ReviewState
from decks.progress.overview.hard_cards import hardest, known_words, stuck
from decks.progress.overview.scope import scope_from
from decks.study.marks import start_over
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_card,
    make_public_deck,
    make_review,
    make_review_state,
    make_user,
)
from tests.study.sittings import cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def scope_of(user, **given):
    return scope_from(user, given, now=NOW)


def states(user, deck, *, difficulties: list[float], **fields):
    """A state for each card of the deck, missed once unless the fields say else."""
    missed = {"lapse_count": 1} | fields
    for card, difficulty in zip(cards_of(deck), difficulties, strict=True):
        make_review_state(user=user, card=card, difficulty=difficulty, **missed)


def numbers(rows) -> list[int]:
    """By place in their deck."""
    return [row.card.position for row in rows]


def test_the_hardest_come_first():
    user, deck = make_learner(cards=4)
    states(user, deck, difficulties=[3.0, 9.0, 5.0, 7.0])
    assert numbers(hardest(scope_of(user), most=3)) == [2, 4, 3]


def test_of_two_as_hard_the_one_missed_more_often():
    user, deck = make_learner(cards=2)
    states(user, deck, difficulties=[5.0, 5.0])
    ReviewState.objects.filter(card__position=2).update(lapse_count=3)
    assert numbers(hardest(scope_of(user))) == [2, 1]


def test_where_all_was_known_none_is_hard():
    user, deck = make_learner(cards=3)
    session = start(user, deck)
    for card in cards_of(deck):
        rate(user, session, card, 5)
    assert hardest(scope_of(user)) == []
    assert stuck(scope_of(user)) == []


@pytest.mark.parametrize(
    ("fields", "is_hard"),
    [
        ({"last_level": 2}, True),
        ({"last_level": 4, "previous_level": 1}, True),
        ({"last_level": 3, "previous_level": 3}, False),
        ({"last_level": 5, "previous_level": 5, "lapse_count": 1}, True),
        ({"last_level": 1, "put_aside_at": NOW, "due_at": None}, False),
        ({"phase": None, "last_level": 0}, False),
    ],
)
def test_hard_is_what_was_missed(fields, is_hard):
    user, deck = make_learner(cards=1)
    make_review_state(user=user, card=cards_of(deck)[0], **fields)
    assert bool(hardest(scope_of(user))) is is_hard


def test_only_the_scopes_cards():
    user, deck = make_learner(cards=2)
    other = make_public_deck(cards=1)
    enrol(user, other, now=NOW)
    tagged = make_card(deck=other, tags=["lambda"], question="Tagged")
    states(user, deck, difficulties=[5.0, 6.0])
    states(user, other, difficulties=[7.0, 8.0])
    assert len(hardest(scope_of(user))) == 4
    assert len(hardest(scope_of(user, deck=str(deck.pk)))) == 2
    of_tag = hardest(scope_of(user, tag="lambda"))
    assert [(row.card, row.deck_title) for row in of_tag] == [(tagged, other.title)]


def test_of_a_deck_that_is_lost_none():
    user, deck = make_learner(cards=1)
    states(user, deck, difficulties=[5.0], lapse_count=9)
    deck.visibility = "private"
    deck.save()
    assert hardest(scope_of(user)) == []
    assert stuck(scope_of(user)) == []


def test_of_others_none():
    user, deck = make_learner(cards=1)
    other, _ = make_learner()
    enrol(other, deck, now=NOW)
    states(other, deck, difficulties=[5.0], lapse_count=9)
    assert hardest(scope_of(user)) == []
    assert stuck(scope_of(user)) == []


def test_a_row_says_how_the_card_was_known():
    user, deck = make_learner(cards=1, time_zone="UTC")
    card = cards_of(deck)[0]
    for day, level in enumerate([1, 4, 2]):
        now = NOW + dt.timedelta(days=40 * day)
        rate(user, start(user, deck, now=now), card, level, seen=day, now=now)
    (row,) = hardest(scope_of(user))
    assert (row.card, row.level) == (card, 2)
    assert row.words == "Seen 3 times, knew it well once"


def test_words_count_no_practice_nothing_undone_and_no_starting_over():
    user, deck = make_learner(cards=1)
    card = cards_of(deck)[0]
    rate(user, start(user, deck), card, 1)
    start_over(user, card, now=NOW)
    rate(user, start(user, deck), card, 1, seen=2)
    make_review(user=user, card=card, kind=Review.Kind.CRAM, sequence=0, level=5)
    make_review(user=user, card=card, sequence=9, level=5, undone_at=NOW)
    (row,) = hardest(scope_of(user))
    assert row.words == "Seen twice, never knew it well"


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([1], "Seen once, never knew it well"),
        ([1, 4, 5], "Seen 3 times, knew it well twice"),
        ([5] * 1234, "Seen 1,234 times, knew it well 1,234 times"),
    ],
)
def test_words(levels, words):
    assert known_words(levels) == words


def test_stuck_are_those_missed_most_often():
    user, deck = make_learner(cards=3)
    states(user, deck, difficulties=[5.0, 5.0, 5.0], lapse_count=8)
    ReviewState.objects.filter(card__position=2).update(lapse_count=7)
    ReviewState.objects.filter(card__position=3).update(lapse_count=12)
    assert numbers(stuck(scope_of(user))) == [3, 1]


@pytest.mark.parametrize("count", [1, 60])
def test_one_statement_each(count, django_assert_num_queries):
    user, deck = make_learner(cards=count)
    states(user, deck, difficulties=[5.0] * count, lapse_count=9)
    scope = scope_of(user)
    with django_assert_num_queries(1):
        assert len(hardest(scope)) == min(count, 5)
    with django_assert_num_queries(1):
        assert len(stuck(scope)) == min(count, 5)


def test_no_statement_where_nothing_is_stuck(django_assert_num_queries):
    user, deck = make_learner(cards=1)
    states(user, deck, difficulties=[5.0])
    scope = scope_of(user)
    with django_assert_num_queries(0):
        assert stuck(scope) == []


def test_no_decks_no_cards():
    assert hardest(scope_of(make_user())) == []
