"""What becomes of the cards, of the other pairs, and with many learners at once."""

import datetime as dt

import pytest

from decks.cards.writing import ChangedMeanwhile, Pen, Sides
from decks.editing.copy_merging import NotHere, Seen, merge_cards
from decks.editing.copy_pairs import check_copies, keep_both, kept_pairs, waiting_pairs
from decks.editing.moving import delete_cards
from decks.models import (
    Card,
    CardVersion,
    Deck,
    LikelyCopy,
    User,
)
from decks.study.repair.checking import check_data
from decks.study.repair.states import replay_states
from decks.study.sessions import enrol
from tests.factories import NOW, make_card, make_deck, make_user
from tests.study.sittings import DAY, cards_of, rate
from tests.study.sittings import start as start_sitting

pytestmark = pytest.mark.django_db

LATER = NOW + 30 * DAY


def merge(deck: Deck, kept: Card, dropped: Card, text: Sides | None = None) -> int:
    return merge_cards(
        deck.pk,
        keep=Seen(kept.pk, kept.version),
        drop=Seen(dropped.pk, dropped.version),
        pen=Pen(None, LATER),
        text=text,
    )


def nothing_is_wrong(*users: User) -> None:
    assert replay_states(users, fix=False).lines == []
    checked = check_data(fix=False, now=LATER)
    assert [found for found in checked.found if found.count] == []


# --- The cards ------------------------------------------------------------------------


def test_the_dropped_card_lies_in_the_trash_and_the_count_follows():
    deck = make_deck(cards=2)
    kept, dropped = cards_of(deck)
    merge(deck, kept, dropped)
    dropped.refresh_from_db()
    deck.refresh_from_db()
    assert (dropped.deck.trash_of, dropped.deleted_at) == (deck, LATER)
    assert deck.card_count == 1
    nothing_is_wrong()


def test_tags_of_both_stay():
    deck = make_deck()
    kept = make_card(deck=deck, tags=["a", "b"])
    dropped = make_card(deck=deck, tags=["c", "a"])
    merge(deck, kept, dropped)
    kept.refresh_from_db()
    assert kept.tags == ["a", "b", "c"]
    assert kept.text_changed_at is None


def test_a_kept_card_with_nothing_to_gain_has_no_new_version():
    deck = make_deck(cards=2)
    kept, dropped = cards_of(deck)
    merge(deck, kept, dropped)
    kept.refresh_from_db()
    assert (kept.version, CardVersion.objects.count()) == (1, 0)


def test_one_written_from_two_keeps_the_earlier_text():
    deck = make_deck(cards=2)
    kept, dropped = cards_of(deck)
    merge(deck, kept, dropped, Sides("Both?", "Yes", ("x",)))
    kept.refresh_from_db()
    assert (kept.question, kept.answer, kept.tags) == ("Both?", "Yes", ["x"])
    assert CardVersion.objects.get(card=kept).question == "Question 1"


def test_a_card_that_was_changed_meanwhile_is_not_merged():
    deck = make_deck(cards=2)
    kept, dropped = cards_of(deck)
    Card.objects.filter(pk=dropped.pk).update(version=2)
    with pytest.raises(ChangedMeanwhile):
        merge(deck, kept, dropped)
    assert deck.cards.count() == 2


def test_a_card_that_went_meanwhile_is_not_merged():
    deck = make_deck(cards=2)
    kept, dropped = cards_of(deck)
    delete_cards(deck.pk, [dropped.pk], now=NOW)
    with pytest.raises(NotHere):
        merge(deck, kept, dropped)


# --- Chains ---------------------------------------------------------------------------

LONG = "Lambda scales to process as quickly as possible, up to the active groups"


def three(*answers: str) -> tuple[Deck, list[Card]]:
    deck = make_deck()
    cards = [make_card(deck=deck, question="What?", answer=a) for a in answers]
    check_copies(deck.pk, LATER)
    return deck, cards


def waiting(deck: Deck) -> list[tuple[int, int]]:
    return [(pair.later_id, pair.earlier_id) for pair in waiting_pairs(deck)]


def test_of_three_the_same_one_pair_is_left():
    deck, (first, second, third) = three(LONG, LONG, LONG)
    merge(deck, first, second)
    assert waiting(deck) == [(third.pk, first.pk)]
    first.refresh_from_db()
    merge(deck, third, first)
    assert waiting(deck) == []
    assert LikelyCopy.objects.count() == 0


def test_a_pair_of_the_dropped_card_passes_to_the_kept_one():
    deck, (first, second, third) = three(LONG, LONG, LONG)
    LikelyCopy.objects.filter(later=third, earlier=first).delete()
    merge(deck, first, second)
    assert waiting(deck) == [(third.pk, first.pk)]


def test_a_pair_that_is_alike_no_more_goes():
    deck, (first, second, _) = three(LONG, LONG, LONG)
    merge(deck, first, second, Sides("What?", "Something quite different from before"))
    assert waiting(deck) == []


def test_what_was_kept_beside_a_third_stays_kept():
    deck, (first, second, third) = three(LONG, LONG, LONG)
    pair = waiting_pairs(deck).get(later=third, earlier=second)
    keep_both(pair, now=NOW)
    LikelyCopy.objects.filter(later=third, earlier=first).delete()
    merge(deck, first, second)
    assert waiting(deck) == []
    assert kept_pairs(deck).get().earlier == first


# --- Many learners --------------------------------------------------------------------


def test_statements_do_not_grow_with_learners(django_assert_max_num_queries):
    deck = make_deck(visibility="public", cards=3)
    kept, dropped, _ = cards_of(deck)
    users = [make_user() for _ in range(5)]
    for user in users:
        enrol(user, deck, now=NOW)
        session = start_sitting(user, deck)
        rate(user, session, kept, 4)
        rate(user, session, dropped, 5, now=NOW + dt.timedelta(minutes=1))
    with django_assert_max_num_queries(60):
        assert merge(deck, kept, dropped) == 5
    nothing_is_wrong(*users)
