"""A learner to whom anything may happen: actions to draw, and what they do."""

import contextlib
import dataclasses
import datetime as dt
import uuid
from typing import Any

from hypothesis import strategies as st

from decks.cards.counting import recount
from decks.models import Card, ReviewState, StudySession
from decks.scheduling.levels import Level
from decks.study import marks
from decks.study.exams import set_exam_date
from decks.study.learners import calendar_of
from decks.study.recording import (
    NoSuchCard,
    NoSuchSession,
    SentRating,
    record_practice,
    record_rating,
)
from decks.study.selections import Cards, Selection
from decks.study.sessions import advance, end_session, enrol, start_session
from decks.study.tallies import recount_cards
from decks.study.undo import CannotUndo, undo_rating
from tests.factories import NOW, make_public_deck, make_user

CARDS_IN_A_DECK = 3
GAPS = [
    dt.timedelta(0),
    dt.timedelta(seconds=20),
    dt.timedelta(minutes=2),
    dt.timedelta(minutes=11),
    dt.timedelta(hours=7),
    dt.timedelta(days=1),
    dt.timedelta(days=12),
]
ZONES = ["UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Kiritimati"]

CRAM = StudySession.Kind.CRAM.value


@dataclasses.dataclass(frozen=True)
class Action:
    """What is done, `gap` after what was done before; not every action needs all."""

    name: str
    gap: dt.timedelta
    place: int
    sitting: int
    level: int


class World:
    """A learner, two decks, and the sittings begun so far, the latest last."""

    def __init__(self) -> None:
        self.user = make_user(time_zone="Europe/Berlin")
        self.decks = [make_public_deck(cards=CARDS_IN_A_DECK) for _ in range(2)]
        self.now = NOW
        self.sent: list[tuple[int, SentRating]] = []
        self.sittings: list[uuid.UUID] = []
        cards = Card.objects.filter(deck__in=self.decks).in_deck_order()
        self.card_ids = list(cards.values_list("pk", flat=True))
        enrol(self.user, self.decks[0], now=NOW)
        self.begin(Selection(deck_ids=(self.decks[0].pk,)))
        enrol(self.user, self.decks[1], now=NOW)
        self.begin(Selection())

    def begin(self, selection: Selection) -> None:
        session = start_session(self.user, selection, now=self.now)
        if session is not None and session.id not in self.sittings:
            self.sittings.append(session.id)

    def do(self, action: Action) -> None:
        self.now += action.gap
        getattr(self, action.name)(action)

    # --- ratings ----------------------------------------------------------------------

    def rate(self, action: Action) -> None:
        card = self.card(action)
        if card is not None:
            self.send(card.pk, self.rating(card, action))

    def rate_what_another_rated(self, action: Action) -> None:
        card = self.card(action)
        if card is not None:
            sent = self.rating(card, action)
            self.send(card.pk, dataclasses.replace(sent, seen_reviews=99))

    def send_again(self, action: Action) -> None:
        if self.sent:
            self.send(*self.sent[-1 - action.place % len(self.sent)])

    def take_id_for_another_card(self, action: Action) -> None:
        card = self.card(action)
        if card is not None and self.sent:
            sent = dataclasses.replace(
                self.rating(card, action), rating_id=self.sent[-1][1].rating_id
            )
            self.send(card.pk, sent)

    def send(self, card_id: int, sent: SentRating) -> None:
        self.sent.append((card_id, sent))
        record = record_practice if self.row(sent.session_id).kind == CRAM else None
        try:
            done = (record or record_rating)(
                user=self.user, card_id=card_id, sent=sent, now=self.now
            )
        except (NoSuchCard, NoSuchSession):
            return
        advance(self.user, sent.session_id, done.session, now=self.now)

    def rating(self, card: Card, action: Action) -> SentRating:
        session = self.sitting(action)
        seen = session.rating_count if session.kind == CRAM else self.reviews(card)
        return SentRating(
            session.id, uuid.uuid4(), Level(action.level), seen, 700 * action.level
        )

    def reviews(self, card: Card) -> int:
        states = ReviewState.objects.filter(user=self.user, card=card)
        return states.values_list("review_count", flat=True).first() or 0

    def undo(self, action: Action) -> None:
        session = self.sitting(action)
        if session.last_rating_id is not None:
            self.take_back(session.id, session.last_rating_id)

    def undo_any(self, action: Action) -> None:
        """One that was sent some time: the last, an earlier, one undone already."""
        if self.sent:
            _, sent = self.sent[-1 - action.place % len(self.sent)]
            self.take_back(sent.session_id, sent.rating_id)

    def take_back(self, session_id: uuid.UUID, rating_id: uuid.UUID) -> None:
        with contextlib.suppress(CannotUndo):
            undo_rating(
                user=self.user,
                session_id=session_id,
                rating_id=rating_id,
                now=self.now,
            )

    # --- sittings ---------------------------------------------------------------------

    def begin_sitting(self, action: Action) -> None:
        deck = self.decks[action.place % 2]
        self.begin(Selection(deck_ids=(deck.pk,)))

    def practise(self, action: Action) -> None:
        self.begin(Selection(kind=CRAM))

    def pass_before_exam(self, action: Action) -> None:
        """The final pass of a deck whose exam is today or within two days."""
        deck = self.decks[action.place % 2]
        today = calendar_of(self.user).day_of(self.now)
        exam_date = today + dt.timedelta(days=action.level % 3)
        set_exam_date(self.user, deck.pk, exam_date)
        exam = Selection(deck_ids=(deck.pk,), cards=Cards.EXAM.value, minutes=10)
        self.begin(exam)

    def end_sitting(self, action: Action) -> None:
        end_session(self.user, self.sitting(action).id, now=self.now)

    def sitting(self, action: Action) -> StudySession:
        return self.row(self.sittings[-1 - action.sitting % len(self.sittings)])

    def row(self, session_id: uuid.UUID) -> StudySession:
        return StudySession.objects.get(user=self.user, id=session_id)

    # --- marks ------------------------------------------------------------------------

    def start_over(self, action: Action) -> None:
        self.mark(action, marks.start_over, now=self.now)

    def hide(self, action: Action) -> None:
        self.mark(action, marks.hide_until_tomorrow, now=self.now)

    def put_aside(self, action: Action) -> None:
        self.mark(action, marks.put_aside, now=self.now)

    def bring_back(self, action: Action) -> None:
        self.mark(action, marks.bring_back)

    def flag(self, action: Action) -> None:
        self.mark(action, marks.set_flag, is_on=action.level > 2, now=self.now)

    def mark(self, action: Action, way: Any, **given: Any) -> None:
        card = self.card(action)
        if card is not None:
            way(self.user, card, **given)

    # --- around the learner -----------------------------------------------------------

    def move_zone(self, action: Action) -> None:
        self.user.time_zone = ZONES[action.place % len(ZONES)]
        self.user.day_start_minutes = 120 * action.level
        self.user.save()

    def move_card(self, action: Action) -> None:
        """As the administration moves one: states and counts follow."""
        card = self.card(action)
        if card is not None:
            self.lay(card)
            ReviewState.objects.filter(card=card).update(deck=card.deck_id)
            recount_cards([deck.pk for deck in self.decks])

    def move_card_and_rate(self, action: Action) -> None:
        """A card that moved alone: a rating takes the state along.

        Where there was none (a practice), the state is moved as above.
        """
        card = self.card(action)
        if card is not None:
            self.lay(card)
            self.send(card.pk, self.rating(card, action))
            left = ReviewState.objects.filter(card=card).exclude(deck=card.deck_id)
            if left.update(deck=card.deck_id):
                recount_cards([deck.pk for deck in self.decks])

    def lay(self, card: Card) -> None:
        other = next(deck for deck in self.decks if deck.pk != card.deck_id)
        card.deck = other
        card.save()
        recount([deck.pk for deck in self.decks])

    def delete_card(self, action: Action) -> None:
        """As the administration deletes one."""
        card = self.card(action)
        if card is not None:
            card.delete()
            recount([deck.pk for deck in self.decks])
            recount_cards([deck.pk for deck in self.decks])

    def card(self, action: Action) -> Card | None:
        card_id = self.card_ids[action.place % len(self.card_ids)]
        return Card.objects.filter(pk=card_id).first()


RATINGS = ["rate"] * 6 + ["undo"] * 3 + ["send_again", "rate_what_another_rated"]
ASIDES = [
    "take_id_for_another_card",
    "undo_any",
    "begin_sitting",
    "practise",
    "pass_before_exam",
    "end_sitting",
    "start_over",
    "hide",
    "put_aside",
    "bring_back",
    "flag",
    "move_zone",
    "move_card",
    "move_card_and_rate",
]
ACTIONS = st.builds(
    Action,
    name=st.sampled_from([*RATINGS, *ASIDES, "delete_card"]),
    gap=st.sampled_from(GAPS),
    # Mostly the same few cards, so that things come upon each other.
    place=st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 4, 5]),
    sitting=st.integers(0, 2),
    level=st.integers(1, 5),
)
