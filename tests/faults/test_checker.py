"""The checker of `python -m tests.faults` finds each kind of fault it looks for."""

import dataclasses
import uuid

import pytest
from django.db.models import F

from decks.models import DayCounter, Enrolment, Review, ReviewState
from tests.factories import NOW, make_review
from tests.faults.checker import Findings, Kept, Rating, check, read
from tests.study.sittings import MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent() -> list[Rating]:
    """Four ratings of two cards, counted by the code that records them."""
    user, deck = make_learner()
    session, (first, second, _) = start(user), cards_of(deck)
    shown = [(first, 1, 0), (first, 4, 1), (second, 5, 0), (first, 3, 2)]
    ratings = []
    for minutes, (card, level, seen) in enumerate(shown):
        rating = Rating(user.pk, card.pk, uuid.uuid4(), level)
        at, key = NOW + minutes * MINUTE, rating.rating_id
        rate(user, session, card, level, seen=seen, now=at, rating_id=key)
        ratings.append(rating)
    return ratings


def kept(sent: list[Rating]) -> Kept:
    return read([sent[0].user_id])


def checked(sent: list[Rating]) -> Findings:
    return check(kept(sent), sent, sent)


def test_nothing_is_found_where_all_is_well(sent):
    assert len(kept(sent).log) == 4
    assert checked(sent).all == []


def test_a_lost_rating_is_named(sent):
    Review.objects.filter(rating_id=sent[2].rating_id).delete()
    assert [str(sent[2].rating_id) in words for words in checked(sent).lost] == [True]


def test_a_rating_that_was_kept_with_another_level_is_named(sent):
    Review.objects.filter(rating_id=sent[2].rating_id).update(level=2)
    assert "as another one" in checked(sent).lost[0]


def test_a_rating_that_nobody_sent_is_named(sent):
    extra = uuid.uuid4()
    card = Review.objects.get(rating_id=sent[2].rating_id).card
    user = ReviewState.objects.get(card=card).user
    make_review(user=user, card=card, sequence=2, rating_id=extra)
    assert [str(extra) in words for words in checked(sent).doubled] == [True]


def test_a_rating_twice_in_the_log_is_named(sent):
    found = kept(sent)
    found.log.append(found.log[0])
    assert "2 times in the log" in check(found, sent, sent).doubled[0]


def test_one_showing_counted_with_two_ids_is_named(sent):
    found = kept(sent)
    twice = dataclasses.replace(found.log[0], rating_id=uuid.uuid4())
    found.log.append(twice)
    both = [*sent, Rating(twice.user_id, twice.card_id, twice.rating_id, twice.level)]
    assert "was counted 2 times" in check(found, both, sent).doubled[0]


def test_a_wrong_state_is_named(sent):
    card = sent[2].card_id
    ReviewState.objects.filter(card=card).update(stability_days=F("stability_days") + 1)
    assert [f", {card}, 0)" in words for words in checked(sent).wrong] == [True]


def test_a_state_that_is_gone_is_named(sent):
    ReviewState.objects.filter(card=sent[2].card_id).delete()
    assert "its state is not that of its 1 rows" in checked(sent).wrong[0]


def test_a_gap_in_the_numbers_is_named(sent):
    Review.objects.filter(rating_id=sent[3].rating_id).update(sequence=5)
    assert "without a gap" in checked(sent).wrong[0]


@pytest.mark.parametrize("name", ["new_cards", "reviews", "level_4", "answer_ms"])
def test_a_wrong_day_counter_is_named(sent, name):
    DayCounter.objects.update(**{name: F(name) + 1})
    assert [words.startswith("day ") for words in checked(sent).wrong] == [True]


@pytest.mark.parametrize("name", ["level_3", "review"])
def test_a_wrong_count_of_a_decks_cards_is_named(sent, name):
    Enrolment.objects.update(**{name: F(name) + 1})
    assert [words.startswith("deck ") for words in checked(sent).wrong] == [True]


def test_an_undo_that_nobody_was_told_of_is_named(sent):
    Review.objects.filter(rating_id=sent[3].rating_id).update(undone_at=NOW)
    assert "nobody was told" in checked(sent).lost[0]


def test_an_undo_that_did_not_hold_is_named(sent):
    found = check(kept(sent), sent, sent, undone=[sent[3]])
    assert "still counts" in found.lost[0]
