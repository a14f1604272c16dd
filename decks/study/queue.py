"""Which card comes next (SCHEDULER: "In a session").

Waiting cards whose delay ran out, then due cards by falling recall, then new cards
within the day's limit; a waiting card comes up to 20 minutes early when nothing else is
left. No index can order by recall, which changes daily: due cards are taken 200 at a
time by due day and ordered here.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.scheduling.fsrs import retrievability
from decks.scheduling.schedule import Phase
from decks.study import statements
from decks.study.learners import DEFAULT_SETTINGS
from decks.study.models import DayCounter, Enrolment, ReviewState
from decks.study.showings import Showing, state_from_row

BATCH_SIZE = 200
EARLY_MINUTES = 20
DUE_COUNT_CAP = 1000
"""Counting stops here; pages say "999+"."""

_FIRST_REACH = 10


def fetch_all(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement on Django's connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@dataclasses.dataclass(frozen=True, slots=True)
class SessionRow:
    """A study session as the statements return it (statements.SESSION_COLUMNS)."""

    title: str
    deck_ids: list[int]
    card_ids: list[int]
    levels: list[int]
    position: int
    planned_count: int
    study_day: dt.date
    ended_at: dt.datetime | None

    @property
    def rated_count(self) -> int:
        """Cards rated at least once."""
        return sum(1 for level in self.levels if level)

    @property
    def total_count(self) -> int:
        """What "of 34" says: planned cards less those that fell out of the plan.

        A planned card falls out when another device rated it or it was deleted.
        """
        passed = self.levels[: self.position].count(0)
        return max(self.planned_count - passed, self.rated_count)


def due_by_level(
    user: User, deck_ids: Iterable[int], *, now: dt.datetime
) -> dict[int, list[int]]:
    """Due cards by deck, each a list of six counts: index 0 unused, then by last level.

    A deck's counting stops at DUE_COUNT_CAP. One statement.
    """
    by_deck = {deck_id: [0] * 6 for deck_id in deck_ids}
    rows = fetch_all(
        statements.DUE_COUNTS,
        {
            "user": user.pk,
            "decks": list(by_deck),
            "now": now,
            "most": DUE_COUNT_CAP,
        },
    )
    for deck_id, level, count in rows:
        by_deck[deck_id][level] = count
    return by_deck


def due_counts(
    user: User, deck_ids: Iterable[int], *, now: dt.datetime
) -> dict[int, int]:
    """Due cards by deck, each count stopping at DUE_COUNT_CAP. One statement."""
    by_level = due_by_level(user, deck_ids, now=now)
    return {deck_id: sum(counts) for deck_id, counts in by_level.items()}


def new_limits(
    user: User, enrolments: Iterable[Enrolment], *, study_day: dt.date
) -> dict[int, int]:
    """New cards that each deck may still introduce on this study day. One statement."""
    introduced = dict(
        DayCounter.objects.filter(user=user, study_day=study_day).values_list(
            "deck_id", "new_cards"
        )
    )
    return {
        row.deck_id: max(0, row.new_cards_per_day - introduced.get(row.deck_id, 0))
        for row in enrolments
    }


def plan_due(
    user: User,
    deck_ids: Sequence[int],
    *,
    taken: Sequence[int],
    now: dt.datetime,
    study_day: dt.date,
) -> list[int]:
    """The next batch of due cards, in the order they are to be shown."""
    rows = fetch_all(
        statements.DUE_CARDS,
        {
            "user": user.pk,
            "decks": list(deck_ids),
            "taken": list(taken),
            "now": now,
            "most": BATCH_SIZE,
        },
    )

    def urgency(row: tuple[Any, ...]) -> tuple[int, float, int]:
        card_id, phase, stability_days, last_study_day, due_at = row
        if phase != Phase.REVIEW:
            return 0, due_at.timestamp(), card_id
        elapsed_days = max(0, (study_day - last_study_day).days)
        recall = retrievability(
            stability_days, elapsed_days, DEFAULT_SETTINGS.parameters
        )
        return 1, -recall, card_id

    return [row[0] for row in sorted(rows, key=urgency)]


def plan_new(user: User, limits: dict[int, int], *, taken: Sequence[int]) -> list[int]:
    """Cards never shown, at most `limits` for each deck, in deck order."""
    open_limits = {deck: most for deck, most in limits.items() if most > 0}
    if not open_limits:
        return []
    rows = fetch_all(
        statements.NEW_CARDS,
        {
            "user": user.pk,
            "decks": list(open_limits),
            "limits": list(open_limits.values()),
            "taken": list(taken),
        },
    )
    return [row[0] for row in rows]


def waiting_soon(user: User, deck_ids: Sequence[int], *, now: dt.datetime) -> list[int]:
    """Cards whose delay ends within EARLY_MINUTES, the soonest first."""
    return list(
        ReviewState.objects.filter(
            user=user,
            deck_id__in=deck_ids,
            prompt=0,
            phase__in=[Phase.LEARNING, Phase.RELEARNING],
            due_at__lte=now + dt.timedelta(minutes=EARLY_MINUTES),
        )
        .order_by("due_at", "card_id")
        .values_list("card_id", flat=True)[:BATCH_SIZE]
    )


def _readable_sql(user: User) -> tuple[str, dict[str, Any]]:
    """`Deck.objects.readable_by` as SQL with named parameters."""
    sql, values = Deck.objects.readable_by(user).values("id").query.sql_with_params()
    names = [f"readable_{index}" for index in range(len(values))]
    named = sql % tuple(f"%({name})s" for name in names)
    return named, dict(zip(names, values, strict=True))


def _look(
    user: User,
    session_id: uuid.UUID,
    session: SessionRow,
    *,
    now: dt.datetime,
    reach: int,
) -> tuple[int, Showing] | None:
    readable, parameters = _readable_sql(user)
    rows = fetch_all(
        statements.NEXT_SHOWING.format(readable=readable),
        parameters
        | {
            "user": user.pk,
            "session": session_id,
            "decks": session.deck_ids,
            "now": now,
            "early": now + dt.timedelta(minutes=EARLY_MINUTES),
            "reach": reach,
        },
    )
    if not rows:
        return None
    rank, card_id, deck_id, question, answer, title, *state = rows[0]
    showing = Showing(
        card_id=card_id,
        deck_id=deck_id,
        deck_title=title,
        question=question,
        answer=answer,
        state=state_from_row(tuple(state)),
    )
    return rank, showing


def next_showing(
    user: User, session_id: uuid.UUID, session: SessionRow, *, now: dt.datetime
) -> tuple[Showing | None, bool]:
    """The card to show now and whether it is a real turn (False: none or an early one).

    One statement; a second where the first ten planned cards are all gone.
    """
    found = _look(user, session_id, session, now=now, reach=_FIRST_REACH)
    left = len(session.card_ids) - session.position
    if (found is None or found[0] == 3) and left > _FIRST_REACH:
        found = _look(user, session_id, session, now=now, reach=left)
    if found is None:
        return None, False
    return found[1], found[0] != 3
