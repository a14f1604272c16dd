"""Whether the database holds what the clients were told: nothing lost, nothing twice.

The log is compared with what was acknowledged; the cards' states with the log played
again (`decks.scheduling.replay`); the day counters with the log's sums, and the deck's
counts of cards with the states.
"""

import dataclasses
import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from decks.models import DayCounter, Enrolment, Review, ReviewState
from decks.scheduling.fsrs import Memory
from decks.scheduling.replay import Kind, LogEntry, replay
from decks.scheduling.schedule import NEW_CARD, CardState, Phase

CardKey = tuple[int, int, int]  # user, card, prompt
DayKey = tuple[int, dt.date, int]  # user, study day, deck
DeckKey = tuple[int, int]  # user, deck
Counts = dict[str, int]

LEVELS = tuple(f"level_{level}" for level in range(1, 6))
OF_DAY = ("new_cards", "reviews", *LEVELS, "answer_ms")
OF_DECK = (*LEVELS, *(phase.name.lower() for phase in Phase), "mastered", "stuck")
MASTERED_FROM_LEVEL, STUCK_FROM_LAPSES = 4, 8
STATE = tuple(
    field.name for field in dataclasses.fields(CardState) if field.name != "memory"
)


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
    """What the database holds of some learners; new cards and zeros are left out."""

    log: list[LogRow]
    states: dict[CardKey, CardState]
    days: dict[DayKey, Counts]
    decks: dict[DeckKey, Counts]

    @property
    def live(self) -> dict[CardKey, list[LogRow]]:
        """The log by card in the order of sequence, without what was undone."""
        by_card: dict[CardKey, list[LogRow]] = defaultdict(list)
        for row in sorted(self.log, key=lambda row: row.sequence):
            if row.undone_at is None:
                by_card[row.card].append(row)
        return by_card


@dataclasses.dataclass
class Findings:
    """What is wrong, each a sentence; three empty lists where all is well."""

    lost: list[str] = dataclasses.field(default_factory=list)
    doubled: list[str] = dataclasses.field(default_factory=list)
    wrong: list[str] = dataclasses.field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return self.lost + self.doubled + self.wrong


def read(user_ids: Sequence[int]) -> Kept:
    """What the database holds of these learners."""
    own = {"user_id__in": user_ids}
    columns = [field.name for field in dataclasses.fields(LogRow)]
    log = Review.objects.filter(**own).values_list(*columns)
    states = ReviewState.objects.filter(**own).values()
    days = DayCounter.objects.filter(**own).values()
    decks = Enrolment.objects.filter(**own).values()
    return Kept(
        [LogRow(*row) for row in log],
        {
            (row["user_id"], row["card_id"], row["prompt"]): _state(row)
            for row in states
            if _state(row) != NEW_CARD
        },
        {
            (row["user_id"], row["study_day"], row["deck_id"]): _counts(row, OF_DAY)
            for row in days
        },
        {(row["user_id"], row["deck_id"]): _counts(row, OF_DECK) for row in decks},
    )


def _state(row: Mapping[str, Any]) -> CardState:
    values = {name: row[name] for name in STATE}
    if row["phase"] is None:
        return NEW_CARD
    values["phase"] = Phase(row["phase"])
    return CardState(memory=Memory(row["stability_days"], row["difficulty"]), **values)


def _counts(row: Mapping[str, Any], names: Sequence[str]) -> Counts:
    return {name: row[name] for name in names if row[name]}


def check(
    kept: Kept,
    sent: Iterable[Rating],
    counted: Iterable[Rating],
    undone: Iterable[Rating] = (),
) -> Findings:
    """Compare. A reply said of `counted` that they count, and of `undone` no longer."""
    rows = {row.rating_id: row for row in kept.log}
    undone_ids = {rating.rating_id for rating in undone}
    return Findings(
        lost=[words for each in counted for words in _lost(each, rows, undone_ids)],
        doubled=_doubled(kept, {rating.rating_id for rating in sent}),
        wrong=wrong_states(kept) + wrong_days(kept) + wrong_decks(kept),
    )


def _lost(
    rating: Rating, rows: dict[uuid.UUID, LogRow], undone_ids: set[uuid.UUID]
) -> list[str]:
    name, row = f"rating {rating.rating_id}", rows.get(rating.rating_id)
    if row is None:
        return [f"{name} was acknowledged and is not in the log"]
    theirs = row.user_id, row.card_id, row.level
    if theirs != (rating.user_id, rating.card_id, rating.level):
        return [f"{name} is in the log as another one"]
    is_undone, should_be = row.undone_at is not None, rating.rating_id in undone_ids
    if is_undone and not should_be:
        return [f"{name} was undone, and nobody was told so"]
    if should_be and not is_undone:
        return [f"{name} was said to be undone and still counts"]
    return []


def _doubled(kept: Kept, sent_ids: set[uuid.UUID]) -> list[str]:
    ids = Counter(row.rating_id for row in kept.log)
    found = [f"rating {key} is {n} times in the log" for key, n in ids.items() if n > 1]
    found += [
        f"rating {key} was counted, nobody sent it"
        for key in ids
        if key not in sent_ids
    ]
    for card, rows in kept.live.items():
        showings = Counter(row.sequence for row in rows)
        found += [
            f"showing {place} of card {card} was counted {n} times"
            for place, n in showings.items()
            if n > 1
        ]
    return found


def wrong_states(kept: Kept) -> list[str]:
    """Cards whose state is not what their live ratings come to."""
    live, found = kept.live, []
    for card in sorted(live.keys() | kept.states.keys()):
        rows = live.get(card, [])
        if kept.states.get(card, NEW_CARD) != _played(rows):
            found.append(f"card {card}: its state is not that of its {len(rows)} rows")
        if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
            found.append(f"card {card}: its rows are not numbered from 1 without a gap")
    return found


def _played(rows: Iterable[LogRow]) -> CardState:
    return replay(
        LogEntry(row.level, row.reviewed_at, row.study_day, row.due_at, Kind(row.kind))
        for row in rows
    )


def wrong_days(kept: Kept) -> list[str]:
    """Days whose counters are not the sums of the live ratings."""
    sums: dict[DayKey, Counter[str]] = defaultdict(Counter)
    for rows in kept.live.values():
        for place, row in enumerate(rows):
            phase = _played(rows[:place]).phase
            sums[row.day][f"level_{row.level}"] += 1
            sums[row.day]["answer_ms"] += row.answer_ms
            sums[row.day]["new_cards"] += phase is None
            sums[row.day]["reviews"] += phase is Phase.REVIEW
    return _differing("day", kept.days, sums)


def wrong_decks(kept: Kept) -> list[str]:
    """Decks whose counts by level and by phase are not those of the cards' states."""
    deck_of = {row.card: row.deck_id for row in kept.log}
    sums: dict[DeckKey, Counter[str]] = defaultdict(Counter)
    for card, state in kept.states.items():
        assert state.phase is not None
        deck = sums[card[0], deck_of.get(card, 0)]
        deck[f"level_{state.last_level}"] += 1
        deck[state.phase.name.lower()] += 1
        known = min(state.last_level, state.previous_level)
        deck["mastered"] += known >= MASTERED_FROM_LEVEL
        deck["stuck"] += state.lapse_count >= STUCK_FROM_LAPSES
    return _differing("deck", kept.decks, sums)


def _differing(
    what: str, kept: dict[Any, Counts], sums: "dict[Any, Counter[str]]"
) -> list[str]:
    found = []
    for key in sorted(kept.keys() | sums.keys()):
        counted, summed = kept.get(key, {}), {k: n for k, n in sums[key].items() if n}
        if counted != summed:
            found.append(f"{what} {key}: counted {counted}, the log gives {summed}")
    return found
