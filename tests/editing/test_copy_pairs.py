import datetime as dt

import pytest
from django.utils import timezone

from decks.cards.copies import find_copies
from decks.cards.writing import Pen, Sides, add_cards, change_card
from decks.editing import copy_pairs
from decks.editing.copy_pairs import (
    after_change,
    ask_again,
    check_copies,
    keep_both,
    kept_pairs,
    waiting_count,
    waiting_pairs,
)
from decks.editing.moving import delete_cards, move_cards, restore_cards
from decks.models import Card, Deck, LikelyCopy
from tests.factories import make_card, make_deck

pytestmark = pytest.mark.django_db

LONG = "Lambda scales to process as quickly as possible, up to the active groups"
OTHER = "A bucket keeps objects of any size behind a key that names each of them"


def make(*answers: str, **fields) -> tuple[Deck, list[Card]]:
    deck = make_deck(**fields)
    return deck, [make_card(deck=deck, question="What?", answer=a) for a in answers]


def pairs_of(deck: Deck) -> list[tuple[int, int]]:
    return [(pair.later_id, pair.earlier_id) for pair in waiting_pairs(deck)]


def later() -> dt.datetime:
    """After any save and any check of this test, further than clocks differ."""
    return timezone.now() + dt.timedelta(hours=1)


def change(card: Card, answer: str, *, now: dt.datetime) -> None:
    card.refresh_from_db()
    sides = Sides(card.question, answer)
    change_card(card.pk, sides, Pen(None, now), seen_version=card.version)


def test_copies_are_found_and_counted():
    deck, (first, _, third) = make(LONG, OTHER, LONG.upper())
    assert check_copies(deck.pk, timezone.now()) == 3
    assert pairs_of(deck) == [(third.pk, first.pk)]
    assert waiting_count(deck) == 1


def test_cards_are_counted_not_pairs():
    deck, _ = make(LONG, LONG, LONG)
    check_copies(deck.pk, timezone.now())
    assert len(pairs_of(deck)) == 3
    assert waiting_count(deck) == 2


def test_a_card_is_asked_about_beside_two_others_at_most():
    deck, _ = make(*[LONG] * 6)
    check_copies(deck.pk, timezone.now())
    assert len(pairs_of(deck)) == 1 + 4 * 2


def test_an_empty_deck_is_checked():
    deck = make_deck()
    assert check_copies(deck.pk, timezone.now()) == 0
    deck.refresh_from_db()
    assert deck.copies_checked_at is not None


def test_only_what_changed_is_compared_again():
    deck, (_, second, _) = make(LONG, OTHER, LONG)
    check_copies(deck.pk, later())
    assert check_copies(deck.pk, later() + 1 * dt.timedelta(hours=2)) == 0
    change(second, LONG, now=later() + dt.timedelta(hours=3))
    assert check_copies(deck.pk, later() + dt.timedelta(hours=4)) == 1
    assert waiting_count(deck) == 2


def test_a_pair_that_is_alike_no_more_goes():
    deck, (_, second) = make(LONG, LONG)
    check_copies(deck.pk, later())
    change(second, OTHER, now=later())
    check_copies(deck.pk, later())
    assert pairs_of(deck) == []


def test_changed_tags_are_no_change():
    deck, (first, _) = make(LONG, LONG)
    now = later()
    check_copies(deck.pk, now)
    sides = Sides(first.question, first.answer, ("tag",))
    change_card(first.pk, sides, Pen(None, now), seen_version=1)
    assert check_copies(deck.pk, later() + dt.timedelta(hours=1)) == 0
    assert waiting_count(deck) == 1


def test_cards_kept_both_are_remembered():
    deck, _ = make(LONG, LONG)
    check_copies(deck.pk, timezone.now())
    keep_both(waiting_pairs(deck).get(), now=timezone.now())
    assert waiting_count(deck) == 0
    Deck.objects.update(copies_checked_at=None)
    check_copies(deck.pk, timezone.now())
    assert waiting_count(deck) == 0
    assert kept_pairs(deck).count() == 1


def test_kept_cards_wait_again_when_asked_to():
    deck, _ = make(LONG, LONG)
    check_copies(deck.pk, timezone.now())
    keep_both(waiting_pairs(deck).get(), now=timezone.now())
    ask_again(kept_pairs(deck).get())
    assert waiting_count(deck) == 1


@pytest.mark.parametrize(
    ("answer", "waits", "is_known"),
    [
        (LONG.replace("active", "busy"), False, True),  # still two, still alike
        (LONG.upper(), True, True),  # now they are the same
        (OTHER, False, False),  # nothing to remember
    ],
)
def test_kept_cards_that_change(answer, waits, is_known):
    deck, (_, second) = make(LONG, LONG.replace("quickly", "fast"))
    check_copies(deck.pk, later())
    keep_both(waiting_pairs(deck).get(), now=later())
    change(second, answer, now=later() + dt.timedelta(hours=1))
    check_copies(deck.pk, later() + dt.timedelta(hours=2))
    assert waiting_count(deck) == int(waits)
    assert LikelyCopy.objects.filter(deck=deck).exists() == is_known


def test_cards_kept_both_while_equal_are_not_asked_about_for_that():
    deck, (first, _) = make(LONG, LONG)
    check_copies(deck.pk, later())
    keep_both(waiting_pairs(deck).get(), now=later() + dt.timedelta(hours=5))
    change(first, f"{LONG}!", now=later())
    check_copies(deck.pk, later())
    assert waiting_count(deck) == 0


def test_a_deleted_card_is_no_copy_until_it_comes_back():
    deck, (_, second) = make(LONG, LONG)
    check_copies(deck.pk, timezone.now())
    now = timezone.now()
    delete_cards(deck.pk, [second.pk], now=now)
    assert waiting_count(deck) == 0
    restore_cards(deck.pk, now, now=now)
    assert waiting_count(deck) == 1


def test_a_card_that_comes_back_is_compared_with_what_was_written_meanwhile():
    deck, (first, second) = make(LONG, OTHER)
    check_copies(deck.pk, later())
    now = later()
    delete_cards(deck.pk, [first.pk], now=now)
    change(second, LONG, now=now)
    check_copies(deck.pk, later() + dt.timedelta(hours=1))
    restore_cards(deck.pk, now, now=now)
    check_copies(deck.pk, later() + dt.timedelta(hours=1))
    assert waiting_count(deck) == 1


def test_a_card_from_another_deck_is_compared():
    deck, _ = make(LONG)
    check_copies(deck.pk, later())
    _, (card,) = make(LONG)
    move_cards([card.pk], deck.pk, now=timezone.now())
    check_copies(deck.pk, later())
    assert waiting_count(deck) == 1


def test_cards_of_other_decks_are_not_compared():
    deck, _ = make(LONG)
    make(LONG)
    check_copies(deck.pk, timezone.now())
    assert LikelyCopy.objects.count() == 0


def test_a_card_that_changes_while_it_is_compared_is_left_to_the_next_check(
    monkeypatch,
):
    deck, (_, second) = make(LONG, LONG)
    real = find_copies

    def slowly(*given):
        change(second, OTHER, now=later())
        return real(*given)

    monkeypatch.setattr(copy_pairs, "find_copies", slowly)
    check_copies(deck.pk, timezone.now())
    assert LikelyCopy.objects.count() == 0


def test_a_card_that_comes_while_others_are_compared_is_not_forgotten(monkeypatch):
    deck, _ = make(LONG, OTHER)
    _, (card,) = make(LONG)
    real = find_copies

    def slowly(*given):
        move_cards([card.pk], deck.pk, now=timezone.now())
        return real(*given)

    with monkeypatch.context() as patched:
        patched.setattr(copy_pairs, "find_copies", slowly)
        check_copies(deck.pk, later())
    assert check_copies(deck.pk, later()) == 3
    assert waiting_count(deck) == 1


def test_small_decks_are_checked_with_each_change():
    deck, _ = make(LONG, LONG)
    assert after_change(deck.pk, timezone.now())
    assert waiting_count(deck) == 1


@pytest.mark.parametrize("limit", ["AT_ONCE_CARDS_MAX", "AT_ONCE_CHARACTERS_MAX"])
def test_large_decks_wait_until_somebody_asks(monkeypatch, limit):
    deck, _ = make(LONG, LONG)
    monkeypatch.setattr(copy_pairs, limit, 1)
    assert not after_change(deck.pk, timezone.now())
    assert waiting_count(deck) == 0


def test_after_an_import_the_added_cards_are_found():
    deck, _ = make(LONG)
    check_copies(deck.pk, timezone.now() - dt.timedelta(days=1))
    add_cards(deck.pk, [Sides("What?", LONG)], Pen(None, timezone.now()))
    assert check_copies(deck.pk, timezone.now()) == 2
    assert waiting_count(deck) == 1


def test_counting_is_one_statement(django_assert_num_queries):
    deck, _ = make(*[LONG] * 6)
    check_copies(deck.pk, timezone.now())
    with django_assert_num_queries(1):
        waiting_count(deck)
