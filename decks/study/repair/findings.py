"""Kinds of damage, and what a search for one comes to."""

import dataclasses
import enum
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from decks.study.rows import Row, fetch_all

EXAMPLES_MAX = 5
"""So many of a kind are told one by one."""


class Damage(enum.Enum):
    """The twelve kinds, in the order in which they are looked for and told."""

    STATE = "states that differ from the log"
    NO_STATE = "rated cards without a state"
    NO_LOG = "states of cards that the log does not know"
    SEQUENCE = "cards whose log has a gap or a double"
    LEVEL = "ratings that cannot be played"
    DAY = "day counters that differ from the log"
    ENROLMENT = "counts of a learner's cards that differ from their states"
    DECK = "decks that do not count their cards"
    MOVED = "states that lie in another deck than their card"
    SITTING = "sittings out of step with their ratings"
    PLACE = "ratings out of time or place"
    OPTION = "settings that no day can be planned with"


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """How much of one kind there is, and its first EXAMPLES_MAX in words."""

    damage: Damage
    count: int
    examples: tuple[str, ...] = ()


class Tally:
    """Counts damage of one kind and keeps its first examples."""

    def __init__(self, damage: Damage) -> None:
        self.damage = damage
        self.count = 0
        self.examples: list[str] = []

    def add(self, words: object) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES_MAX:
            self.examples.append(str(words))

    def found(self) -> Found:
        return Found(self.damage, self.count, tuple(self.examples))


def find_rows(
    damage: Damage, sql: str, parameters: dict[str, Any], words: Callable[[Row], str]
) -> Found:
    """What a statement finds, a row for each; only the examples' rows are fetched."""
    counted = f"SELECT count(*) OVER (), f.* FROM ({sql}) f LIMIT {EXAMPLES_MAX}"  # noqa: S608 (a statement of ours, whole)
    rows = fetch_all(counted, parameters)
    count = rows[0][0] if rows else 0
    return Found(damage, count, tuple(words(row[1:]) for row in rows))


def told(found: Iterable[Found]) -> Iterator[str]:
    """Indented examples, and how many more there are."""
    for one in found:
        for words in one.examples:
            yield f"    {words}"
        if one.count > len(one.examples):
            yield f"    and {one.count - len(one.examples):,} more"
