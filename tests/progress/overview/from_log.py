"""The figures of the Progress page worked out again, from nothing but the raw log.

Slow and plain on purpose: rows in, numbers out, by other means than the site's.
"""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from decks.models import Card, Enrolment, Review, User

DAY = dt.timedelta(days=1)


def local_day(moment: dt.datetime, user: User) -> dt.date:
    """The learner's study day, by their wall clock."""
    wall = moment.astimezone(ZoneInfo(user.time_zone)).replace(tzinfo=None)
    return (wall - dt.timedelta(minutes=user.day_start_minutes)).date()


class RawLog:
    """All that a learner said and did not take back, in the order of its time."""

    def __init__(
        self,
        user: User,
        *,
        decks: set[int] | None = None,
        cards: Iterable[Card] | None = None,
    ) -> None:
        rows = Review.objects.filter(user=user, undone_at=None)
        rows = rows.order_by("reviewed_at", "sequence")
        self.user = user
        self.decks = decks
        self.cards = None if cards is None else {card.pk for card in cards}
        self.rows: list[dict[str, Any]] = [dict(row) for row in rows.values()]

    def of(self, day: dt.date) -> list[dict[str, Any]]:
        """The ratings of a study day in these decks, practice with them."""
        return [
            row
            for row in self.rows
            if row["study_day"] == day
            and row["kind"] in ("review", "cram")
            and (self.decks is None or row["deck_id"] in self.decks)
            and (self.cards is None or row["card_id"] in self.cards)
        ]

    def levels(self, day: dt.date) -> tuple[int, ...]:
        counts = Counter(row["level"] for row in self.of(day) if row["kind"] != "cram")
        return tuple(counts[level] for level in range(1, 6))

    def practice(self, day: dt.date) -> int:
        return sum(1 for row in self.of(day) if row["kind"] == "cram")

    def answer_ms(self, day: dt.date, *, practice: bool = True) -> int:
        return sum(
            row["answer_ms"]
            for row in self.of(day)
            if practice or row["kind"] != "cram"
        )

    def days(self, *, practice: bool = True) -> list[dt.date]:
        """The days on which something was rated."""
        days = sorted({row["study_day"] for row in self.rows})
        return [
            day
            for day in days
            if any(practice or row["kind"] != "cram" for row in self.of(day))
        ]

    def new_cards(self, day: dt.date) -> int:
        """How many ratings of the day were of a card that was new."""
        befores = [self._before(row) for row in self.of(day) if row["kind"] != "cram"]
        return sum(1 for row in befores if row is None or row["kind"] == "reset")

    def recall(self, day: dt.date, *, mature: bool) -> tuple[int, int]:
        """Of cards last rated on an earlier day: how many, and how many were known."""
        count = known = 0
        for row in self.of(day):
            before = self._before(row)
            if row["kind"] == "cram" or before is None or before["kind"] == "reset":
                continue
            is_mature = before["interval_days"] >= 21
            if before["study_day"] < day and is_mature is mature:
                count += 1
                known += row["level"] in (3, 4, 5)
        return count, known

    def _before(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The row of the same card before this one, practice left out."""
        earlier = [
            other
            for other in self._of_card()[row["card_id"]]
            if other["sequence"] < row["sequence"]
        ]
        return earlier[-1] if earlier else None

    def _of_card(self) -> dict[int, list[dict[str, Any]]]:
        if not hasattr(self, "_by_card"):
            by_card = defaultdict(list)
            for row in sorted(self.rows, key=lambda row: row["sequence"]):
                if row["kind"] != "cram":
                    by_card[row["card_id"]].append(row)
            self._by_card = by_card
        return self._by_card

    def standing(self, day: dt.date, decks: Iterable[int]) -> tuple[int, ...]:
        """Cards of these decks, if taken up by then, by level at the day's end.

        Where no card came, went or moved.
        """
        taken_up = {
            row.deck_id
            for row in Enrolment.objects.filter(user=self.user, deck__in=decks)
            if local_day(row.created_at, self.user) <= day
        }
        counts = [0] * 6
        for card in Card.objects.filter(deck__in=taken_up):
            if self.cards is not None and card.pk not in self.cards:
                continue
            said = [row for row in self._of_card()[card.pk] if row["study_day"] <= day]
            is_new = not said or said[-1]["kind"] == "reset"
            counts[0 if is_new else said[-1]["level"]] += 1
        return tuple(counts)

    def best_streak(self) -> int:
        """The longest row of days, by trying each."""
        days = set(self.days())
        rows = [
            sum(1 for _ in itertools.takewhile(days.__contains__, _from(day)))
            for day in days
        ]
        return max(rows, default=0)

    def streak(self, today: dt.date) -> int:
        days = set(self.days())
        last = today if today in days else today - DAY
        return sum(1 for _ in itertools.takewhile(days.__contains__, _back(last)))


def _from(day: dt.date) -> Iterator[dt.date]:
    return (day + n * DAY for n in itertools.count())


def _back(day: dt.date) -> Iterator[dt.date]:
    return (day - n * DAY for n in itertools.count())
