"""`manage.py check_data`: what looks like damage and is none."""

import dataclasses
import uuid

import pytest

from decks.cards.counting import recount
from decks.models import (
    Card,
    Deck,
    Review,
    ReviewState,
)
from decks.study.repair.findings import Damage
from decks.study.sessions import enrol
from decks.study.tallies import recount_cards
from decks.study.undo import CannotUndo, undo_rating
from tests.factories import make_public_deck
from tests.study.repair.checked import check
from tests.study.repair.damage import (
    card_moved_alone,
    day_was_never_studied,
    days,
    live,
    sequence_has_a_double,
    sitting,
)
from tests.study.repair.histories import Studied, rate_and_undo
from tests.study.sittings import DAY, rate

pytestmark = pytest.mark.django_db


def test_a_deleted_card_takes_nothing_from_the_days_it_was_studied_on(one):
    before = list(days(one).values())
    delete_card(one, one.cards[0])
    assert check(one, fix=True) == ({}, 0)
    assert list(days(one).values()) == before


def test_a_sitting_goes_on_after_its_last_rated_card_was_deleted(one):
    rate(one.user, one.session, one.cards[0], 5, seen=3, now=one.now)
    delete_card(one, one.cards[0])
    assert check(one) == ({}, 0)
    rate(one.user, one.session, one.cards[1], 5, seen=2, now=one.now)
    assert check(one) == ({}, 0)


def test_undo_passes_over_a_deleted_card_and_goes_on(one):
    last = sitting(one).get().last_rating_id
    rating_id = uuid.uuid4()
    rate(
        one.user,
        one.session,
        one.cards[0],
        5,
        seen=3,
        now=one.now,
        rating_id=rating_id,
    )
    delete_card(one, one.cards[0])
    with pytest.raises(CannotUndo):
        take_back(one, rating_id)
    assert sitting(one).get().last_rating_id == last
    assert check(one) == ({}, 0)
    take_back(one, last)
    assert check(one) == ({}, 0)


def take_back(one: Studied, rating_id: uuid.UUID) -> None:
    undo_rating(
        user=one.user, session_id=one.session.id, rating_id=rating_id, now=one.now
    )


def test_days_below_the_log_are_found_even_where_a_card_was_deleted(one):
    delete_card(one, one.cards[0])
    days(one).update(level_5=0)
    assert check(one, fix=True) == ({Damage.DAY: 1}, 0)


def test_a_lost_rating_takes_nothing_from_its_day(one):
    before = list(days(one).values())
    live(one, 0).filter(sequence=2).delete()
    found, _ = check(one, fix=True)
    assert Damage.SEQUENCE in found
    assert Damage.DAY not in found
    assert list(days(one).values()) == before


@pytest.mark.parametrize("is_first_later", [False, True])
def test_ratings_of_one_number_are_no_damage_to_their_days(one, is_first_later):
    """Whichever of the two is taken for the first."""
    sequence_has_a_double(one)
    before = list(days(one).values())
    first, second = live(one, 0).filter(sequence=1).order_by("reviewed_at")
    if is_first_later:
        was = first.reviewed_at
        live(one, 0).filter(pk=first.pk).update(reviewed_at=second.reviewed_at)
        live(one, 0).filter(pk=second.pk).update(reviewed_at=was)
    found, _ = check(one, fix=True)
    assert found[Damage.SEQUENCE] == 1
    assert Damage.DAY not in found
    assert list(days(one).values()) == before


def test_a_lost_first_rating_makes_no_new_card_of_the_next(one):
    """Without the first its day has fewer new cards, and the next has one too many."""
    before = list(days(one).values())
    live(one, 0).filter(sequence=1).delete()
    found, _ = check(one, fix=True)
    assert found[Damage.SEQUENCE] == 1
    assert Damage.DAY not in found
    assert list(days(one).values()) == before


def test_days_above_the_log_are_found_before_a_card_was_deleted(one):
    delete_card(one, one.cards[0])
    day_was_never_studied(one)
    assert check(one) == ({Damage.DAY: 1}, 1)


def test_a_deck_that_is_gone_left_its_moved_cards_with_their_log(one):
    card_moved_alone(one)
    ReviewState.objects.filter(card=one.cards[0]).update(
        deck_id=Card.objects.get(pk=one.cards[0].pk).deck_id
    )
    recount_cards(Deck.objects.values_list("pk", flat=True))
    Deck.objects.get(pk=one.deck.pk).delete()
    assert Review.objects.filter(deck_id=one.deck.pk).exists()
    assert not days(one).exists()
    assert check(one, fix=True) == ({}, 0)


def test_undone_ratings_count_nowhere(one):
    new = make_public_deck(cards=1)
    enrol(one.user, new, now=one.now)
    other = dataclasses.replace(
        one, deck=new, cards=list(Card.objects.filter(deck=new))
    )
    sitting(one).update(deck_ids=[one.deck.pk, new.pk])
    rate_and_undo(other, other.cards[0], 4, now=one.now)
    undone = Review.objects.filter(card=other.cards[0])
    undone.update(level=9, sequence=4, kind="other", reviewed_at=one.now + 9 * DAY)
    assert check(one) == ({}, 0)


def delete_card(one: Studied, card: Card) -> None:
    """As the administration does."""
    Card.objects.get(pk=card.pk).delete()
    recount([one.deck.pk])
    recount_cards([one.deck.pk])
