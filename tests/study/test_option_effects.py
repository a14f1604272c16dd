"""What options come to: the next session's cards, and what the tiles say."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from decks.models import Deck, ReviewState, StudySession, User
from decks.scheduling.schedule import Outcome
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from decks.study.showings import card_showing, showing_outcomes
from tests.factories import NOW, make_public_deck, make_review_state, make_user
from tests.study.sittings import DAY, cards_of, start
from tests.study.test_options import save_options

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner: User) -> Deck:
    """A public deck of 30 new cards that is the learner's."""
    deck = make_public_deck(cards=30)
    enrol(learner, deck, now=timezone.now())
    return deck


def new_in_session(user: User, deck: Deck) -> int:
    return len(start(user, deck, now=timezone.now()).card_ids)


def test_ones_own_choice_beats_the_deck_and_the_deck_ones_settings(
    browser: Client, learner: User, deck: Deck
) -> None:
    other = make_user()
    enrol(other, deck, now=timezone.now())
    User.objects.update(new_cards_per_day=9)
    learner.refresh_from_db()
    other.refresh_from_db()
    assert new_in_session(learner, deck) == 9
    Deck.objects.update(new_cards_per_day=6)
    assert new_in_session(other, deck) == 6
    save_options(browser, deck, new_cards_per_day=3)
    end_all(learner)
    assert new_in_session(learner, deck) == 3
    save_options(browser, deck)
    end_all(learner)
    assert new_in_session(learner, deck) == 6


def end_all(user: User) -> None:
    """So that the next start plans anew instead of going on."""
    StudySession.objects.filter(user=user).update(ended_at=NOW)


def test_no_new_cards_is_a_choice(browser: Client, learner: User, deck: Deck) -> None:
    save_options(browser, deck, new_cards_per_day=0)
    selection = Selection(deck_ids=(deck.pk,))
    assert start_session(learner, selection, now=timezone.now()) is None


def test_reviews_stop_at_the_decks_own_limit(
    browser: Client, learner: User, deck: Deck
) -> None:
    for card in cards_of(deck)[:10]:
        make_review_state(user=learner, card=card)
    save_options(browser, deck, reviews_per_day=4, new_cards_per_day=0)
    assert new_in_session(learner, deck) == 4


def test_shuffled_new_cards_come_in_another_order(
    browser: Client, learner: User, deck: Deck
) -> None:
    in_order = [card.pk for card in cards_of(deck)][:20]
    assert start(learner, deck, now=timezone.now()).card_ids == in_order
    save_options(browser, deck, new_card_order="shuffled")
    end_all(learner)
    assert start(learner, deck, now=timezone.now()).card_ids != in_order


def shown(user: User, deck: Deck) -> tuple[Outcome, ...]:
    """What the five tiles of the deck's first card say, ten days after its rating."""
    showing = card_showing(user, cards_of(deck)[0].pk)
    assert showing is not None
    return showing_outcomes(showing, user=user, now=NOW + 10 * DAY)


@pytest.fixture
def seen(learner: User, deck: Deck) -> Deck:
    """The deck with its first card well known."""
    make_review_state(
        user=learner,
        card=cards_of(deck)[0],
        stability_days=30.0,
        due_at=NOW + dt.timedelta(days=10),
    )
    return deck


def test_a_higher_wanted_recall_shortens_what_the_tiles_say(
    browser: Client, learner: User, seen: Deck
) -> None:
    usual = [outcome.interval_days for outcome in shown(learner, seen)[2:]]
    save_options(browser, seen, retention_percent=97)
    closer = [outcome.interval_days for outcome in shown(learner, seen)[2:]]
    save_options(browser, seen, retention_percent=70)
    wider = [outcome.interval_days for outcome in shown(learner, seen)[2:]]
    for near, middle, far in zip(closer, usual, wider, strict=True):
        assert near < middle < far


def test_the_longest_interval_caps_what_the_tiles_say(
    browser: Client, learner: User, seen: Deck
) -> None:
    save_options(browser, seen, longest_interval_days=14)
    assert max(outcome.interval_days for outcome in shown(learner, seen)) == 14


def test_what_was_given_before_stays(
    browser: Client, learner: User, seen: Deck
) -> None:
    before = ReviewState.objects.values().get()
    save_options(browser, seen, retention_percent=97, longest_interval_days=2)
    assert ReviewState.objects.values().get() == before
