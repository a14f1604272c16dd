"""How often something was, in words. Pure."""

from collections.abc import Sequence

from decks.scheduling.levels import Level


def times(count: int) -> str:
    """`once`, `twice`, `9 times`."""
    return {1: "once", 2: "twice"}.get(count) or f"{count:,} times"


def seen_words(levels: Sequence[int]) -> str:
    """`Seen 9 times, missed 3 times`, `Seen once, never missed`."""
    missed = sum(level <= Level.BARELY for level in levels)
    words = f"missed {times(missed)}" if missed else "never missed"
    return f"Seen {times(len(levels))}, {words}"
