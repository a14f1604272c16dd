"""Cards that move, go and come back: what everyone learned of them follows."""

from typing import Any

import pytest

from decks.editing.models import LikelyCopy
from decks.editing.moving import delete_cards, move_cards, restore_cards
from decks.models import (
    Card,
    CardNote,
    DayCounter,
    Deck,
    Enrolment,
    Review,
    ReviewState,
    User,
)
from decks.study import marks
from decks.study.recording import NoSuchCard
from decks.study.repair.checking import check_data
from decks.study.repair.states import learners, replay_states
from decks.study.sessions import enrol
from decks.study.undo import undo_rating
from tests.factories import NOW, make_card, make_deck, make_public_deck, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, rate, start

pytestmark = pytest.mark.django_db

LATER = NOW + DAY


def assert_sound() -> None:
    """What `manage.py replay` and `check_data` look at is as the log gives it."""
    assert replay_states(learners(), fix=False).difference_count == 0
    checked = check_data(fix=False, now=LATER + DAY)
    assert checked.found_count == 0, list(checked.summary())


def learners_rows() -> list[list[Any]]:
    """All that learners have, and the counts of decks and of enrolments."""
    models: list[Any] = [ReviewState, Review, Enrolment, DayCounter, CardNote]
    rows = [sorted(model.objects.values_list(), key=repr) for model in models]
    live = Deck.objects.filter(trash_of=None)
    return [*rows, list(live.order_by("pk").values_list("pk", "card_count"))]


def make_class(deck: Deck, *, count: int = 3) -> list[User]:
    """Learners of a deck who rated its first cards, with a mark or two each."""
    users = [make_user() for _ in range(count)]
    for number, user in enumerate(users):
        enrol(user, deck, now=NOW)
        session, cards = start(user, deck), cards_of(deck)
        for place, card in enumerate(cards[: 2 + number]):
            rate(user, session, card, 1 + (place + number) % 5, now=NOW + MINUTE)
        marks.set_flag(user, cards[0], is_on=True, now=NOW)
        marks.put_aside(user, cards[-1], now=NOW)
        marks.save_note(user, cards[-1], "mine", now=NOW)
    return users


def order(deck: Deck) -> list[int]:
    return [card.pk for card in cards_of(deck)]


# --- moving ---------------------------------------------------------------------------


def test_moved_cards_come_last_in_the_order_they_had():
    deck, other = make_deck(cards=4), make_deck(cards=2)
    first, second, third, fourth = order(deck)
    there = order(other)

    assert move_cards([third, first], other.pk, now=LATER) == 2

    assert order(deck) == [second, fourth]
    assert order(other) == [*there, first, third]
    assert list(Deck.objects.order_by("pk").values_list("card_count", flat=True)) == [
        2,
        4,
    ]


def test_what_learners_have_follows_a_card_that_moves():
    deck, other = make_public_deck(cards=5), make_public_deck(cards=1)
    users = make_class(deck)
    enrol(users[0], other, now=NOW)
    before = Enrolment.objects.get(user=users[0], deck=deck)

    move_cards(order(deck)[:1], other.pk, now=LATER)

    assert_sound()
    card = Card.objects.get(pk=order(other)[-1])
    assert set(
        ReviewState.objects.filter(card=card).values_list("deck_id", flat=True)
    ) == {other.pk}
    here = Enrolment.objects.get(user=users[0], deck=deck)
    there = Enrolment.objects.get(user=users[0], deck=other)
    assert (here.level_1, there.level_1) == (before.level_1 - 1, 1)


def test_cards_of_several_decks_move_at_once():
    one, two, other = (make_public_deck(cards=3) for _ in range(3))
    make_class(one)
    make_class(two)

    moved = move_cards([*order(one), *order(two)], other.pk, now=LATER)

    assert (moved, len(order(other))) == (6, 9)
    assert_sound()


def test_cards_that_are_there_or_gone_are_passed_over():
    deck, other = make_deck(cards=2), make_deck(cards=1)
    gone, stays = order(deck)
    delete_cards(deck.pk, [gone], now=NOW)

    assert move_cards([gone, *order(other), 0], other.pk, now=LATER) == 0
    assert order(deck) == [stays]
    assert move_cards([stays], other.pk, now=LATER) == 1
    assert move_cards([stays], other.pk, now=LATER) == 0


def test_a_state_left_behind_in_a_third_deck_is_counted_right():
    deck, other, third = (make_public_deck(cards=2) for _ in range(3))
    (user,) = make_class(deck, count=1)
    enrol(user, third, now=NOW)
    card_id = order(deck)[0]
    Card.objects.filter(pk=card_id).update(deck=third)
    Deck.objects.filter(pk=deck.pk).update(card_count=1)

    move_cards([card_id], other.pk, now=LATER)

    assert_sound()


def test_a_pair_of_likely_copies_ends_where_one_of_them_leaves():
    deck, other = make_deck(cards=3), make_deck()
    one, two, three = cards_of(deck)
    LikelyCopy.objects.create(deck=deck, later=two, earlier=one)
    LikelyCopy.objects.create(deck=deck, later=three, earlier=two)

    move_cards([one.pk], other.pk, now=LATER)

    assert LikelyCopy.objects.get().later == three


# --- deleting and bringing back -------------------------------------------------------


def test_deleted_cards_leave_their_deck_and_come_back_to_their_places():
    deck = make_deck(cards=5)
    before = order(deck)

    handle = delete_cards(deck.pk, before[1:3], now=LATER)

    assert order(deck) == [before[0], *before[3:]]
    deck.refresh_from_db()
    assert deck.card_count == 3
    assert restore_cards(deck.pk, handle, now=LATER) == 2
    assert order(deck) == before


def test_bringing_back_gives_everyone_exactly_what_they_had():
    deck = make_public_deck(cards=6)
    make_class(deck)
    before = learners_rows()

    handle = delete_cards(deck.pk, order(deck)[:3], now=LATER)
    assert_sound()
    assert learners_rows() != before

    restore_cards(deck.pk, handle, now=LATER)
    assert learners_rows() == before
    assert_sound()


def test_each_deleting_is_brought_back_by_itself():
    deck = make_deck(cards=4)
    before = order(deck)
    first = delete_cards(deck.pk, before[:1], now=NOW)
    second = delete_cards(deck.pk, before[1:2], now=NOW + MINUTE)

    assert restore_cards(deck.pk, first, now=LATER) == 1
    assert order(deck) == [before[0], *before[2:]]
    assert restore_cards(deck.pk, second, now=LATER) == 1
    assert order(deck) == before


def test_deleting_twice_deletes_once_and_bringing_back_twice_brings_once():
    deck = make_deck(cards=2)
    ids = order(deck)
    handle = delete_cards(deck.pk, ids, now=NOW)
    again = delete_cards(deck.pk, ids, now=NOW + MINUTE)

    assert restore_cards(deck.pk, again, now=LATER) == 0
    assert restore_cards(deck.pk, handle, now=LATER) == 2
    assert restore_cards(deck.pk, handle, now=LATER) == 0
    assert order(deck) == ids


def test_cards_of_another_deck_are_not_deleted():
    deck, other = make_deck(cards=1), make_deck(cards=1)

    delete_cards(deck.pk, order(other), now=NOW)

    assert len(order(other)) == 1
    assert not Deck.objects.filter(trash_of=deck).exists()


def test_nothing_to_bring_back_where_nothing_was_deleted():
    assert restore_cards(make_deck(cards=1).pk, NOW, now=LATER) == 0


def test_nobody_reads_or_rates_a_deleted_card():
    deck = make_public_deck(cards=3)
    (user,) = make_class(deck, count=1)
    session, card = start(user, deck), cards_of(deck)[2]
    delete_cards(deck.pk, [card.pk], now=LATER)

    trash = Deck.objects.get(trash_of=deck)
    for somebody in (user, make_user(is_staff=True)):
        assert not Deck.objects.readable_by(somebody).filter(pk=trash.pk).exists()
        assert not Deck.objects.editable_by(somebody).filter(pk=trash.pk).exists()
        assert not Deck.objects.restorable_by(somebody).filter(pk=trash.pk).exists()
    with pytest.raises(NoSuchCard):
        rate(user, session, card, 3, now=LATER)


def test_a_rating_taken_back_while_its_card_is_deleted_is_right_afterwards():
    deck = make_public_deck(cards=3)
    user = make_user()
    enrol(user, deck, now=NOW)
    session, card = start(user, deck), cards_of(deck)[0]
    rate(user, session, card, 4, now=NOW)
    handle = delete_cards(deck.pk, [card.pk], now=LATER)
    session.refresh_from_db()
    assert session.last_rating_id is not None
    undo_rating(
        user=user, session_id=session.id, rating_id=session.last_rating_id, now=LATER
    )
    assert_sound()
    restore_cards(deck.pk, handle, now=LATER)
    assert_sound()


@pytest.mark.parametrize("cards", [1, 30])
def test_how_many_cards_costs_no_further_statements(
    cards: int, django_assert_max_num_queries
):
    deck, other = make_public_deck(cards=cards), make_deck()
    make_class(deck)
    ids = order(deck)
    with django_assert_max_num_queries(21):
        handle = delete_cards(deck.pk, ids, now=NOW)
    with django_assert_max_num_queries(17):
        restore_cards(deck.pk, handle, now=NOW)
    with django_assert_max_num_queries(19):
        move_cards(ids, other.pk, now=NOW)


def test_a_new_card_comes_after_those_that_came(db: None):
    deck, other = make_deck(cards=2), make_deck(cards=1)
    move_cards(order(deck), other.pk, now=NOW)
    other.refresh_from_db()
    assert make_card(deck=other).pk == order(other)[-1]
