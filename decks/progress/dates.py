"""Days in words, and days in addresses. Pure."""

import datetime as dt
import re

_NEAR = ("today", "tomorrow")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def date_words(date: dt.date, *, today: dt.date) -> str:
    """`Friday 12 June`, and of another year `Friday 12 June 2027`."""
    year = "" if date.year == today.year else f" {date.year}"
    return f"{date:%A} {date.day} {date:%B}{year}"


def ahead_words(days_ahead: int) -> str:
    """`today`, `tomorrow`, `in 17 days`."""
    return _NEAR[days_ahead] if days_ahead < len(_NEAR) else f"in {days_ahead} days"


def day_from(text: str) -> dt.date | None:
    """A day as YYYY-MM-DD; None for anything else, 31 February too."""
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
