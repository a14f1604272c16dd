"""One card as it is shown: its text, where it stands, what each level would give."""

import dataclasses
import datetime as dt
from typing import Any

from decks.accounts.models import User
from decks.cards.models import Card
from decks.scheduling.fsrs import Memory
from decks.scheduling.fuzz import quantile
from decks.scheduling.levels import Level
from decks.scheduling.schedule import NEW_CARD, CardState, Outcome, Phase, outcomes
from decks.study.learners import DEFAULT_SETTINGS, calendar_of
from decks.study.models import ReviewState
from decks.study.statements import STATE_COLUMNS


@dataclasses.dataclass(frozen=True, slots=True)
class Showing:
    """A card before the learner, with its state (a new card's where none is kept)."""

    card_id: int
    deck_id: int
    deck_title: str
    question: str
    answer: str
    state: CardState
    prompt: int = 0

    @property
    def last_level(self) -> Level | None:
        """What the learner said last time, None for a new card."""
        return Level(self.state.last_level) if self.state.last_level else None


def state_from_row(row: tuple[Any, ...]) -> CardState:
    """A state from the columns STATE_COLUMNS, in this order; all None is new."""
    values = dict(zip(STATE_COLUMNS, row, strict=True))
    stability_days = values.pop("stability_days")
    difficulty = values.pop("difficulty")
    phase = values.pop("phase")
    for counted in (
        "showings_that_day",
        "review_count",
        "lapse_count",
        "last_level",
        "previous_level",
    ):
        values[counted] = values[counted] or 0
    return CardState(
        phase=None if phase is None else Phase(phase),
        memory=None if stability_days is None else Memory(stability_days, difficulty),
        **values,
    )


def showing_outcomes(
    showing: Showing, *, user: User, now: dt.datetime
) -> tuple[Outcome, ...]:
    """What each of the five levels would give, as recording will work it out."""
    return outcomes(
        showing.state,
        now=now,
        calendar=calendar_of(user),
        settings=DEFAULT_SETTINGS,
        quantile=quantile(
            user.pk, showing.card_id, showing.prompt, showing.state.review_count
        ),
    )


def card_showing(user: User, card: Card) -> Showing:
    """This card as it stands now, due or not. One statement."""
    row = (
        ReviewState.objects.filter(user=user, card=card, prompt=0)
        .values_list(*STATE_COLUMNS)
        .first()
    )
    return Showing(
        card_id=card.pk,
        deck_id=card.deck_id,
        deck_title=card.deck.title,
        question=card.question,
        answer=card.answer,
        state=NEW_CARD if row is None else state_from_row(row),
    )
