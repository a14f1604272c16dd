"""A little history, lived through the code that records it."""

import dataclasses
import datetime as dt
import uuid

from decks.models import Card, Deck, StudySession, User
from decks.scheduling.levels import Level
from decks.study.marks import hide_until_tomorrow, put_aside, set_flag, start_over
from decks.study.recording import SentRating, record_practice
from decks.study.selections import Selection
from decks.study.sessions import start_session
from decks.study.undo import undo_rating
from tests.factories import NOW
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start


@dataclasses.dataclass
class Studied:
    """A learner with four studied cards; `now` is after all that happened."""

    user: User
    deck: Deck
    cards: list[Card]
    session: StudySession
    now: dt.datetime


def studied(*, cards: int = 4) -> Studied:
    """Two days: card 0 rated 4, 2, 3; card 1 5, 4; card 2 1; card 3 3 (undone: 5).

    Plain ratings only: `lived` has the rest. All in one sitting.
    """
    user, deck = make_learner(cards=cards, time_zone="Europe/Berlin")
    session, all_cards = start(user, deck), cards_of(deck)
    one = Studied(user, deck, all_cards, session, NOW)
    plain = [(0, 4, 0), (1, 5, 0), (2, 1, 0)]
    for minute, (place, level, seen) in enumerate(plain):
        rate(
            user, session, all_cards[place], level, seen=seen, now=NOW + minute * MINUTE
        )
    rate_and_undo(one, all_cards[3], 5, now=NOW + 4 * MINUTE)
    rate(user, session, all_cards[3], 3, now=NOW + 5 * MINUTE)
    tomorrow = NOW + 3 * DAY
    for minute, (place, level, seen) in enumerate([(0, 2, 1), (1, 4, 1), (0, 3, 2)]):
        now = tomorrow + 15 * minute * MINUTE
        rate(user, session, all_cards[place], level, seen=seen, now=now)
    one.now = tomorrow + DAY
    return one


def rate_and_undo(one: Studied, card: Card, level: int, *, now: dt.datetime) -> None:
    """A rating of a card never rated before, undone a second later."""
    rating_id = uuid.uuid4()
    rate(one.user, one.session, card, level, now=now, rating_id=rating_id)
    undo_rating(
        user=one.user,
        session_id=one.session.id,
        rating_id=rating_id,
        now=now + dt.timedelta(seconds=1),
    )


def practise(one: Studied, *, now: dt.datetime, count: int = 2) -> StudySession:
    """A practice of the deck with so many ratings, in a sitting of its own."""
    selection = Selection(deck_ids=(one.deck.pk,), kind=StudySession.Kind.CRAM.value)
    session = start_session(one.user, selection, now=now)
    assert session is not None
    for seen, card_id in enumerate(session.card_ids[:count]):
        sent = SentRating(session.id, uuid.uuid4(), Level(2), seen, 3000)
        record_practice(user=one.user, card_id=card_id, sent=sent, now=now)
    return session


def lived() -> Studied:
    """The same, and practice with an undo in it, marks, and a card started over."""
    one = studied()
    practice = practise(one, now=one.now)
    practice.refresh_from_db()
    assert practice.last_rating_id is not None
    undo_rating(
        user=one.user,
        session_id=practice.id,
        rating_id=practice.last_rating_id,
        now=one.now + MINUTE,
    )
    set_flag(one.user, one.cards[0], is_on=True, now=one.now)
    hide_until_tomorrow(one.user, one.cards[1], now=one.now)
    put_aside(one.user, one.cards[2], now=one.now)
    start_over(one.user, one.cards[3], now=one.now)
    rate(one.user, one.session, one.cards[3], 4, seen=2, now=one.now + 2 * MINUTE)
    one.now += DAY
    return one
