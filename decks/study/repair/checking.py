"""Looking for damage and repairing what is safe: `manage.py check_data`."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

from decks.study.repair.comparing import Compared, compared_cards
from decks.study.repair.counts import (
    find_in_counts,
    move_states,
    recount_decks,
    recount_enrolments,
)
from decks.study.repair.days import find_in_days, recount_days
from decks.study.repair.findings import Damage, Found, Tally, told
from decks.study.repair.log import find_in_log
from decks.study.repair.options import find_in_options, open_options
from decks.study.repair.sittings import find_in_sittings, mend_sittings
from decks.study.repair.states import learners, mend_states


def find_in_states() -> list[Found]:
    """STATE, NO_STATE and NO_LOG: every log is played again, a learner at a time.

    Where the log itself is broken (SEQUENCE, LEVEL), it is no measure of a state.
    """
    kinds = (Damage.STATE, Damage.NO_STATE, Damage.NO_LOG)
    tallies = {kind: Tally(kind) for kind in kinds}
    for user in learners():
        for compared in compared_cards(user.pk):
            if compared.can_be_mended:
                tallies[_kind(compared)].add(f"learner {user.pk}, {compared}")
    return [tally.found() for tally in tallies.values()]


def _kind(compared: Compared) -> Damage:
    if compared.kept is None:
        return Damage.NO_STATE
    return Damage.STATE if compared.log_count else Damage.NO_LOG


def mend_logged_states() -> None:
    """Write anew what differs from a log. A state without one is all there is left of
    that card's history, so it stays (`manage.py replay --fix` makes the card new).
    """
    for user in learners():
        keys = [
            (compared.card_id, compared.prompt)
            for compared in compared_cards(user.pk)
            if compared.can_be_mended and compared.log_count
        ]
        if keys:
            mend_states(user, keys)


REPAIRS: dict[Damage, Callable[[], None]] = {
    Damage.MOVED: move_states,
    Damage.STATE: mend_logged_states,
    Damage.NO_STATE: mend_logged_states,
    Damage.ENROLMENT: recount_enrolments,
    Damage.DECK: recount_decks,
    Damage.DAY: recount_days,
    Damage.SITTING: mend_sittings,
    Damage.OPTION: open_options,
}
"""What is safe to repair, in this order: counts come after what they count."""


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """All twelve kinds as found, and as left: the same where nothing was repaired."""

    found: tuple[Found, ...]
    left: tuple[Found, ...]

    @property
    def found_count(self) -> int:
        return sum(one.count for one in self.found)

    @property
    def left_count(self) -> int:
        return sum(one.count for one in self.left)

    def summary(self) -> Iterator[str]:
        """The report, line by line."""
        for found, left in zip(self.found, self.left, strict=True):
            if found.count or left.count:
                repaired = max(0, found.count - left.count)
                yield (
                    f"{found.damage.value}: {found.count:,} found, "
                    f"{repaired:,} repaired, {left.count:,} left"
                )
                yield from told([found])
        yield (
            f"{len(self.found)} kinds of damage looked for: {self.found_count:,} found,"
            f" {max(0, self.found_count - self.left_count):,} repaired,"
            f" {self.left_count:,} left to you."
        )


def check_data(*, fix: bool, now: dt.datetime) -> Checked:
    """Look for all twelve kinds; `fix` repairs what is safe and looks again."""
    found = _find(now)
    kinds = {one.damage for one in found if one.count}
    if not fix or not kinds:
        return Checked(found, found)
    needed = [repair for damage, repair in REPAIRS.items() if damage in kinds]
    for repair in dict.fromkeys(needed):
        repair()
    return Checked(found, _find(now))


def _find(now: dt.datetime) -> tuple[Found, ...]:
    found = [
        *find_in_states(),
        *find_in_log(now),
        *find_in_counts(),
        *find_in_days(),
        *find_in_sittings(),
        *find_in_options(),
    ]
    places = list(Damage)
    return tuple(sorted(found, key=lambda one: places.index(one.damage)))
