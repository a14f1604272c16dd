"""Which card comes next (SCHEDULER: "In a session").

Waiting cards whose delay ran out, then due cards by falling recall, then new cards
within the day's limit; a waiting card comes up to 20 minutes early when nothing else is
left. No index can order by recall, which changes daily: due cards are taken 200 at a
time by due day and ordered here.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from decks.accounts.models import User
from decks.accounts.study_options import (
    NO_LIMIT,
    OPTION_NAMES,
    NewCardOrder,
    Options,
)
from decks.scheduling.fsrs import DEFAULT_PARAMETERS, retrievability
from decks.scheduling.fuzz import quantile
from decks.scheduling.schedule import Phase
from decks.study import next_statements, plan_statements
from decks.study.access import with_access
from decks.study.learners import calendar_of, options_of
from decks.study.models import DayCounter, ReviewState
from decks.study.rows import Row, SessionRow, fetch_all, fetch_one
from decks.study.showings import Showing, showing_from_row

BATCH_SIZE = 200
EARLY_MINUTES = 20

_NEW_CARDS = {
    False: plan_statements.NEW_CARDS,
    True: plan_statements.SHUFFLED_NEW_CARDS,
}
_NO_CHOICE = (None,) * len(OPTION_NAMES)
_FIRST_REACH = 3
_EARLY_RANK = 3


@dataclasses.dataclass(frozen=True, slots=True)
class DayLimits:
    """What one deck may still bring on this study day."""

    new_cards: int
    reviews: int
    shuffles: bool = False


def day_limits(
    user: User, options: Mapping[int, Options], *, study_day: dt.date
) -> dict[int, DayLimits]:
    """The limits by deck id, less what was done on this study day. One statement."""
    done = {
        deck_id: (new_cards, reviews)
        for deck_id, new_cards, reviews in DayCounter.objects.filter(
            user=user, study_day=study_day
        ).values_list("deck_id", "new_cards", "reviews")
    }
    return {
        deck_id: _left(row, *done.get(deck_id, (0, 0)))
        for deck_id, row in options.items()
    }


def _left(options: Options, new_cards: int, reviews: int) -> DayLimits:
    return DayLimits(
        new_cards=max(0, options.new_cards_per_day - new_cards),
        reviews=NO_LIMIT
        if options.reviews_per_day >= NO_LIMIT
        else max(0, options.reviews_per_day - reviews),
        shuffles=options.new_card_order == NewCardOrder.SHUFFLED,
    )


def plan_due(
    user: User,
    limits: Mapping[int, DayLimits],
    *,
    taken: Sequence[int] = (),
    only: Sequence[int] | None = None,
    now: dt.datetime,
    study_day: dt.date,
) -> list[int]:
    """The next batch of due cards, in the order they are to be shown.

    `limits` by deck id says which decks and how many reviews, `only` narrows to these
    cards.
    """
    rows = fetch_all(
        plan_statements.DUE_CARDS,
        {
            "user": user.pk,
            "decks": list(limits),
            "limits": [limit.reviews for limit in limits.values()],
            "taken": list(taken),
            "only": only,
            "now": now,
            "most": BATCH_SIZE,
        },
    )

    def urgency(row: Row) -> tuple[int, float, int]:
        card_id, _, phase, stability_days, last_study_day, due_at = row
        if phase != Phase.REVIEW:
            return 0, due_at.timestamp(), card_id
        elapsed_days = max(0, (study_day - last_study_day).days)
        recall = retrievability(stability_days, elapsed_days, DEFAULT_PARAMETERS)
        return 1, -recall, card_id

    return [row[0] for row in sorted(rows, key=urgency)]


def plan_new(
    user: User,
    limits: Mapping[int, DayLimits],
    *,
    taken: Sequence[int] = (),
    only: Sequence[int] | None = None,
    now: dt.datetime,
    study_day: dt.date,
) -> list[int]:
    """Cards never shown, at most `limits` for each deck.

    In deck order, then the shuffled decks' in an order that stays for the study day.
    """
    given = {"user": user.pk, "taken": list(taken), "only": only, "now": now}
    found: list[int] = []
    for shuffles in (False, True):
        here = {
            deck: limit.new_cards
            for deck, limit in limits.items()
            if limit.new_cards and limit.shuffles is shuffles
        }
        if not here:
            continue
        decks = {"decks": list(here), "limits": list(here.values())}
        seed = {"seed": _seed(user, study_day)} if shuffles else {}
        rows = fetch_all(_NEW_CARDS[shuffles], given | decks | seed)
        found += [row[0] for row in rows]
    return found


def _seed(user: User, study_day: dt.date) -> int:
    return int(quantile(user.pk, study_day.toordinal(), 0, 0) * 2**53)


def waiting_soon(
    user: User,
    deck_ids: Sequence[int],
    *,
    only: Sequence[int] | None = None,
    now: dt.datetime,
) -> list[int]:
    """Cards whose delay ends within EARLY_MINUTES, the soonest first."""
    waiting = ReviewState.objects.filter(
        user=user,
        deck_id__in=deck_ids,
        prompt=0,
        phase__in=[Phase.LEARNING, Phase.RELEARNING],
        due_at__lte=now + dt.timedelta(minutes=EARLY_MINUTES),
    )
    if only is not None:
        waiting = waiting.filter(card_id__in=only)
    in_order = waiting.order_by("due_at", "card_id")
    return list(in_order.values_list("card_id", flat=True)[:BATCH_SIZE])


def _look(
    user: User, session_id: uuid.UUID, *, now: dt.datetime, reach: int
) -> tuple[int, Showing] | None:
    sql, parameters = with_access(next_statements.NEXT_SHOWING, user)
    row = fetch_one(
        sql,
        parameters
        | {
            "user": user.pk,
            "session": session_id,
            "now": now,
            "early": now + dt.timedelta(minutes=EARLY_MINUTES),
            "study_day": calendar_of(user).day_of(now),
            "new_cards": options_of(user, _NO_CHOICE).new_cards_per_day,
            "reach": reach,
        },
    )
    return None if row is None else (row[0], showing_from_row(user, row))


def next_showing(
    user: User, session_id: uuid.UUID, session: SessionRow, *, now: dt.datetime
) -> tuple[Showing | None, bool]:
    """The card to show now and whether it is a real turn (False: none or an early one).

    One statement; a second where the first few planned cards are all gone.
    """
    found = _look(user, session_id, now=now, reach=_FIRST_REACH)
    left = len(session.card_ids) - session.position
    if (found is None or found[0] == _EARLY_RANK) and left > _FIRST_REACH:
        found = _look(user, session_id, now=now, reach=left)
    if found is None:
        return None, False
    return found[1], found[0] != _EARLY_RANK
