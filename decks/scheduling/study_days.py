"""Study days: the learner's own dates, which begin at their day start, not midnight."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTES_A_DAY = 24 * 60
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """A learner's calendar: IANA time zone, and minutes from midnight to the day start.

    A study day begins at the first instant at which the wall clock shows its day start
    or anything later. So every instant lies in exactly one study day, whatever a zone
    does: where the clock goes back over the day start, the day that has begun goes on;
    where it jumps over it, the day begins with the jump. A date that a zone left out
    (Pacific/Apia, 30 December 2011) may be empty: it then begins where the next does.
    ValueError for an unknown zone or a day start outside the day.
    """

    time_zone: str
    day_start_minutes: int = 4 * 60

    def __post_init__(self) -> None:
        if not 0 <= self.day_start_minutes < _MINUTES_A_DAY:
            message = f"The day cannot start at minute {self.day_start_minutes}"
            raise ValueError(message)
        try:
            ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError) as error:
            message = f"There is no time zone named {self.time_zone!r}"
            raise ValueError(message) from error

    def day_of(self, moment: datetime) -> date:
        """The study day of an aware moment; ValueError for a naive one."""
        if moment.tzinfo is None:
            message = "A study day needs a moment with a time zone"
            raise ValueError(message)
        wall = _wall(moment.astimezone(UTC), ZoneInfo(self.time_zone))
        day = (wall - self._day_start).date()
        # After the clock went back, the wall may show a day that is already over.
        while self.start_of(day + _DAY) <= moment:
            day += _DAY
        return day

    def start_of(self, day: date) -> datetime:
        """The instant, in UTC, at which this study day begins."""
        zone = ZoneInfo(self.time_zone)
        wall = datetime.combine(day, time.min) + self._day_start
        # Of a wall time that comes twice, fold 0 is the first.
        start = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        return start if _wall(start, zone) == wall else _end_of_gap(wall, zone)

    @property
    def _day_start(self) -> timedelta:
        return timedelta(minutes=self.day_start_minutes)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows; moments compare only without their zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, after the jump that left this wall time out.

    Fold 1 and fold 0 read the wall time with the offsets after and before the jump,
    which gives an instant before and one after it (PEP 495). Offsets are whole seconds.
    """
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if _wall(middle, zone) < wall:
            before = middle
        else:
            after = middle
    return after
