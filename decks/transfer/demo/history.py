"""One learner's past, lived through the code that serves a learner's browser."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.scheduling.levels import Level
from decks.study.learners import calendar_of
from decks.study.models import StudySession
from decks.study.recording import (
    Receipt,
    Recorded,
    SentRating,
    read_session,
    record_practice,
    record_rating,
)
from decks.study.rows import SessionRow
from decks.study.selections import Cards, Selection
from decks.study.sessions import (
    advance,
    current_showing,
    end_session,
    enrol,
    start_session,
)
from decks.study.showings import Showing
from decks.study.undo import undo_rating
from decks.transfer.demo.asides import drawn_aside, drawn_id, drawn_mispress
from decks.transfer.demo.people import Person
from decks.transfer.demo.simulated import SimulatedLearner
from decks.transfer.demo.timetable import Day, Sitting, Span, days_of

PRACTICE = StudySession.Kind.CRAM.value
TURNING_SECONDS = 0.8
"""From one rating to the next question read."""


class OutOfStep(Exception):
    """A rating did not count: somebody else writes this learner's rows."""


def live_through(
    user: User, person: Person, decks: Mapping[str, Deck], span: Span
) -> None:
    """Write the learner's whole past, a day in a transaction.

    The same account, cards and span give the same rows, but for the ids of sessions
    and of cards started over. Raises OutOfStep.
    """
    life = _Life(user, person, [decks[name] for name in person.decks], span)
    days = days_of(
        person.habits,
        time_zone=person.time_zone,
        today=span.now.astimezone(ZoneInfo(person.time_zone)).date(),
        days=span.days,
        chance=span.chance(person, "timetable"),
    )
    for day in days:
        with transaction.atomic():
            life.live(day)


class _Life:
    """A learner at the desk: `moment` is their clock, which only goes on."""

    def __init__(
        self, user: User, person: Person, decks: list[Deck], span: Span
    ) -> None:
        self.user = user
        self.decks = decks
        self.until = span.now
        self.moment = span.begins_at
        self.calendar = calendar_of(user)
        self.mind = SimulatedLearner(person.traits, span.chance(person, "mind"))
        self.chance = span.chance(person, "desk")
        self.cards = Card.objects.filter(deck__in=decks).in_bulk()
        self.taken_up = 0

    def live(self, day: Day) -> None:
        """Take up the decks that this day brings, then sit down."""
        if day.begins_at >= self.until:
            return
        for deck in self.decks[self.taken_up : day.deck_count]:
            enrol(self.user, deck, now=day.begins_at)
            self.taken_up += 1
        for sitting in day.sittings:
            self._sit(sitting)

    def _sit(self, sitting: Sitting) -> None:
        begins_at = max(sitting.begins_at, self.moment)
        if begins_at >= self.until:
            return
        self.moment = begins_at
        session = start_session(self.user, self._selection(sitting), now=begins_at)
        if session is None:
            return
        ends_at = begins_at + dt.timedelta(minutes=sitting.minutes)
        is_over = self._study(session.id, ends_at)
        if is_over and not sitting.is_left_open:
            end_session(self.user, session.id, now=self.moment)

    def _selection(self, sitting: Sitting) -> Selection:
        if sitting.is_practice:
            return Selection(cards=Cards.HARDEST.value, kind=PRACTICE)
        if sitting.deck_draw is None:
            return Selection()
        deck = self.decks[int(sitting.deck_draw * self.taken_up)]
        return Selection(deck_ids=(deck.pk,))

    def _study(self, session_id: uuid.UUID, ends_at: dt.datetime) -> bool:
        """Card after card; False where the demo's present comes in between."""
        row = read_session(self.user, session_id)
        current = current_showing(self.user, session_id, row, now=self.moment)
        while current.showing is not None and self.moment < ends_at:
            card_id = current.showing.card_id
            said = self.mind.answer(card_id, self.calendar.day_of(self.moment))
            self._pass(said.answer_ms / 1000 + TURNING_SECONDS)
            if self.moment >= self.until:
                return False
            row = self._rate(
                session_id, current.session, current.showing, said.level, said.answer_ms
            )
            self._aside(card_id)
            current = advance(self.user, session_id, row, now=self.moment)
        return True

    def _pass(self, seconds: float) -> None:
        self.moment += dt.timedelta(milliseconds=round(seconds * 1000))

    def _rate(
        self,
        session_id: uuid.UUID,
        row: SessionRow,
        showing: Showing,
        level: Level,
        answer_ms: int,
    ) -> SessionRow:
        """Rate the card; now and then a wrong level first, which is taken back."""
        is_practice = row.kind == PRACTICE
        seen_reviews = row.rating_count if is_practice else showing.state.review_count
        sent = SentRating(
            session_id, drawn_id(self.chance), level, seen_reviews, answer_ms
        )
        mispress = drawn_mispress(self.chance)
        if mispress is not None:
            wrong = dataclasses.replace(
                sent, rating_id=drawn_id(self.chance), confidence=mispress.level
            )
            self._send(wrong, showing.card_id, is_practice)
            self._pass(mispress.seconds)
            undo_rating(
                user=self.user,
                session_id=session_id,
                rating_id=wrong.rating_id,
                now=self.moment,
            )
        return self._send(sent, showing.card_id, is_practice).session

    def _send(self, sent: SentRating, card_id: int, is_practice: bool) -> Recorded:
        record = record_practice if is_practice else record_rating
        done = record(user=self.user, card_id=card_id, sent=sent, now=self.moment)
        if done.receipt is not Receipt.COUNTED:
            raise OutOfStep(f"{self.user.email}, card {card_id}: {done.receipt.value}")
        return done

    def _aside(self, card_id: int) -> None:
        aside = drawn_aside(self.chance)
        if aside is not None:
            aside(self.user, self.cards[card_id], self.moment, self.chance)
