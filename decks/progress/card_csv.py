"""A card's log as a table for a spreadsheet: what its page shows, all of it."""

import zoneinfo
from collections.abc import Iterable

from decks.progress.card_log import CardEvent
from decks.progress.csv_file import Row, as_csv
from decks.scheduling.levels import Level
from decks.scheduling.study_days import StudyCalendar

HEADER = (
    "time",
    "study_day",
    "what",
    "level",
    "word",
    "days_since_last",
    "predicted_recall_before_percent",
    "interval_given",
    "days_until_predicted_recall_is_90_percent",
    "seconds",
)


def ratings_csv(events: Iterable[CardEvent], calendar: StudyCalendar) -> bytes:
    """The file, with times in the learner's zone (ISO 8601)."""
    zone = zoneinfo.ZoneInfo(calendar.time_zone)
    return as_csv([HEADER, *(_row(event, zone) for event in events)])


def _row(event: CardEvent, zone: zoneinfo.ZoneInfo) -> Row:
    lasts = event.stability_days
    return (
        event.at.astimezone(zone).isoformat(timespec="seconds"),
        event.study_day.isoformat(),
        event.what.value,
        event.level or "",
        Level(event.level).word if event.level else "",
        "" if event.days_since is None else event.days_since,
        "" if event.percent_before is None else event.percent_before,
        event.given,
        "" if lasts is None else f"{lasts:.1f}",
        f"{event.answer_ms / 1000:.1f}" if event.answer_ms else "",
    )
