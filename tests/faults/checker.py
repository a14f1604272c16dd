"""Whether the database holds what the clients were told: nothing lost, nothing twice.

The log is compared with what was acknowledged; the cards' states with the log played
again (`decks.scheduling.replay`); the day counters with the log's sums.
"""

import dataclasses
import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from decks.models import DayCounter, Review, ReviewState
from decks.scheduling.replay import Kind, LogEntry, replay
from decks.scheduling.schedule import NEW_CARD, CardState
from decks.study.showings import state_from_row
from decks.study.statements import STATE_COLUMNS

CardKey = tuple[int, int, int]  # user, card, prompt
DayKey = tuple[int, dt.date, int]  # user, study day, deck
COUNTED = ("new_cards", *(f"level_{level}" for level in range(1, 6)), "answer_ms")


@dataclasses.dataclass(frozen=True, slots=True)
class Rating:
    """A rating that a client sent."""

    user_id: int
    card_id: int
    rating_id: uuid.UUID
    level: int


@dataclasses.dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log, as far as it matters here."""

    user_id: int
    card_id: int
    prompt: int
    deck_id: int
    rating_id: uuid.UUID
    kind: str
    sequence: int
    level: int
    reviewed_at: dt.datetime
    study_day: dt.date
    answer_ms: int
    due_at: dt.datetime
    undone_at: dt.datetime | None

    @property
    def card(self) -> CardKey:
        return self.user_id, self.card_id, self.prompt

    @property
    def day(self) -> DayKey:
        return self.user_id, self.study_day, self.deck_id


@dataclasses.dataclass
class Kept:
    """What the database holds of some learners."""

    log: list[LogRow]
    states: dict[CardKey, CardState]
    counters: dict[DayKey, Counter[str]]

    @property
    def live(self) -> list[LogRow]:
        """The log without what was undone."""
        return [row for row in self.log if row.undone_at is None]


@dataclasses.dataclass
class Findings:
    """What is wrong, each a sentence; three empty lists where all is well."""

    lost: list[str]
    doubled: list[str]
    wrong: list[str]

    @property
    def all(self) -> list[str]:
        return self.lost + self.doubled + self.wrong


def read(user_ids: Sequence[int]) -> Kept:
    """What the database holds of these learners."""
    names = [field.name for field in dataclasses.fields(LogRow)]
    columns = ["card__deck_id" if name == "deck_id" else name for name in names]
    log = Review.objects.filter(user_id__in=user_ids).values_list(*columns)
    states = ReviewState.objects.filter(user_id__in=user_ids)
    counters = DayCounter.objects.filter(user_id__in=user_ids)
    return Kept(
        [LogRow(*row) for row in log],
        {
            (user, card, prompt): state_from_row(tuple(state))
            for user, card, prompt, *state in states.values_list(
                "user_id", "card_id", "prompt", *STATE_COLUMNS
            )
        },
        {
            (user, day, deck): Counter(dict(zip(COUNTED, sums, strict=True)))
            for user, day, deck, *sums in counters.values_list(
                "user_id", "study_day", "deck_id", *COUNTED
            )
        },
    )


def check(kept: Kept, sent: Iterable[Rating], counted: Iterable[Rating]) -> Findings:
    """Compare. `counted` are the ratings that a reply said were counted."""
    rows = {row.rating_id: row for row in kept.log}
    return Findings(
        lost=[words for rating in counted for words in _lost(rating, rows)],
        doubled=_doubled(kept, {rating.rating_id for rating in sent}),
        wrong=wrong_states(kept) + wrong_counters(kept),
    )


def _lost(rating: Rating, rows: dict[uuid.UUID, LogRow]) -> list[str]:
    row = rows.get(rating.rating_id)
    if row is None:
        return [f"rating {rating.rating_id} was acknowledged and is not in the log"]
    if (row.user_id, row.card_id, row.level) != (
        rating.user_id,
        rating.card_id,
        rating.level,
    ):
        return [f"rating {rating.rating_id} is in the log as another one"]
    return []


def _doubled(kept: Kept, sent_ids: set[uuid.UUID]) -> list[str]:
    ids = Counter(row.rating_id for row in kept.log)
    showings = Counter((row.card, row.sequence) for row in kept.live)
    return [
        *(f"rating {key} is in the log {n} times" for key, n in ids.items() if n > 1),
        *(f"rating {key} was counted, nobody sent it" for key in ids.keys() - sent_ids),
        *(f"card {c}, showing {s}: {n} ratings" for (c, s), n in showings.items()
          if n > 1),
    ]


def wrong_states(kept: Kept) -> list[str]:
    """Cards whose state is not what their live ratings come to."""
    by_card: dict[CardKey, list[LogRow]] = defaultdict(list)
    for row in sorted(kept.live, key=lambda row: row.sequence):
        by_card[row.card].append(row)
    found = []
    for card in sorted(by_card.keys() | kept.states.keys()):
        rows = by_card[card]
        expected = replay(_entry(row) for row in rows)
        if kept.states.get(card, NEW_CARD) != expected:
            found.append(f"card {card}: its state is not that of its {len(rows)} rows")
        if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
            found.append(f"card {card}: its rows are not numbered from 1 without a gap")
    return found


def _entry(row: LogRow) -> LogEntry:
    return LogEntry(
        row.level, row.reviewed_at, row.study_day, row.due_at, Kind(row.kind)
    )


def wrong_counters(kept: Kept) -> list[str]:
    """Days whose counters are not the sums of the live ratings."""
    sums: dict[DayKey, Counter[str]] = defaultdict(Counter)
    for row in kept.live:
        own = {"new_cards": int(row.sequence == 1), "answer_ms": row.answer_ms}
        sums[row.day].update({f"level_{row.level}": 1, **own})
    return [
        f"day {day}: counted {_shown(kept.counters.get(day))}, the log {_shown(sums[day])}"
        for day in sorted(sums.keys() | kept.counters.keys())
        if _shown(kept.counters.get(day)) != _shown(sums[day])
    ]


def _shown(counter: "Counter[str] | None") -> dict[str, Any]:
    return {name: (counter or {}).get(name, 0) for name in COUNTED}
