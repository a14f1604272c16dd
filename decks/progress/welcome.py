"""The card that a visitor may try: what each level would give a fresh card."""

import datetime as dt
from typing import Any

from decks.scheduling.levels import Level
from decks.scheduling.schedule import NEW_CARD, Settings, outcomes
from decks.scheduling.study_days import StudyCalendar
from decks.scheduling.words import interval_words

_ANY_MORNING = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)


def welcome_context(level: str = "") -> dict[str, Any]:
    """The real scheduler's outcomes for a new card; `level` is what was pressed."""
    results = outcomes(
        NEW_CARD,
        now=_ANY_MORNING,
        calendar=StudyCalendar("UTC"),
        settings=Settings(),
        quantile=None,
    )
    tiles = [
        {
            "level": result.level,
            "word": result.level.word,
            "interval": interval_words(result),
        }
        for result in results
    ]
    pressed = Level(int(level)) if level in {"1", "2", "3", "4", "5"} else None
    return {
        "outcomes": tiles,
        "turned": pressed is not None,
        "level": pressed,
        "outcome": tiles[pressed - 1] if pressed else None,
    }
