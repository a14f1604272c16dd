"""A card's log as a table for a spreadsheet: what its page shows, all of it."""

import csv
import io
import zoneinfo
from collections.abc import Iterable

from decks.progress.card_log import CardEvent
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
    """UTF-8 with a byte order mark, CRLF rows; times in the learner's zone (ISO 8601).

    All cells are our own words and numbers: none begins like a formula.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADER)
    zone = zoneinfo.ZoneInfo(calendar.time_zone)
    table.writerows(_row(event, zone) for event in events)
    return text.getvalue().encode("utf-8-sig")


def _row(event: CardEvent, zone: zoneinfo.ZoneInfo) -> tuple[object, ...]:
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
