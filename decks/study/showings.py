"""One card as it is shown: its text, where it stands, what each level would give."""

import dataclasses
import datetime as dt

from decks.accounts.models import User
from decks.accounts.study_options import OPTION_NAMES, Options
from decks.scheduling.fuzz import quantile
from decks.scheduling.levels import Level
from decks.scheduling.schedule import CardState, Outcome, outcomes
from decks.study import columns, next_statements
from decks.study.access import with_access
from decks.study.counters import is_stuck
from decks.study.learners import calendar_of, options_of, scheduler_settings
from decks.study.rows import Row, fetch_one, state_from_row

CARD_ID_MAX = 2**63 - 1
_CARD_END = 1 + len(columns.CARD_COLUMNS)
_OPTIONS_END = _CARD_END + len(OPTION_NAMES)


@dataclasses.dataclass(frozen=True, slots=True)
class Showing:
    """A card before the learner, with its state (a new card's where none is kept).

    `is_changed` where its text became another one since the learner rated it last.
    """

    card_id: int
    deck_id: int
    question: str
    answer: str
    deck_title: str
    may_edit: bool
    is_flagged: bool
    note: str
    question_lang: str
    answer_lang: str
    is_changed: bool
    options: Options
    state: CardState
    prompt: int = 0

    @property
    def last_level(self) -> Level | None:
        """What the learner said last time, None for a new card."""
        return Level(self.state.last_level) if self.state.last_level else None

    @property
    def is_stuck(self) -> bool:
        """Whether the card was missed so often that it should be written anew."""
        return is_stuck(self.state)


def showing_from_row(user: User, row: Row) -> Showing:
    """A showing from a rank (left out), CARD_COLUMNS, options and STATE_COLUMNS."""
    return Showing(
        **dict(zip(columns.CARD_COLUMNS, row[1:_CARD_END], strict=True)),
        options=options_of(user, row[_CARD_END:_OPTIONS_END]),
        state=state_from_row(row[_OPTIONS_END:]),
    )


def showing_outcomes(
    showing: Showing, *, user: User, now: dt.datetime
) -> tuple[Outcome, ...]:
    """What each of the five levels would give, as recording will work it out."""
    return outcomes(
        showing.state,
        now=now,
        calendar=calendar_of(user),
        settings=scheduler_settings(showing.options),
        quantile=quantile(
            user.pk, showing.card_id, showing.prompt, showing.state.review_count
        ),
    )


def card_showing(user: User, card_id: int) -> Showing | None:
    """This card as it stands now, due or not; None where it is not to be read.

    One statement.
    """
    if card_id > CARD_ID_MAX:
        return None
    sql, parameters = with_access(next_statements.ONE_SHOWING, user)
    row = fetch_one(sql, parameters | {"user": user.pk, "card": card_id})
    return None if row is None else showing_from_row(user, row)
