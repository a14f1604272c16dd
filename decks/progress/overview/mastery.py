"""How the cards came to be known: how many stood at each level at the end of a day."""

import datetime as dt
from collections.abc import Iterable, Sequence

from decks.progress.overview import day_statements
from decks.progress.overview.counting import TagCards, TagDay
from decks.progress.overview.figures import DAILY_UP_TO_WEEKS, MasteryPoint
from decks.progress.overview.scope import Scope
from decks.study.learners import calendar_of
from decks.study.models import Enrolment
from decks.study.rows import fetch_all
from decks.study.standing import standing_of

Counts = tuple[int, int, int, int, int, int]


def step_days(scope: Scope) -> int:
    """From a day of which the standing is shown to the next."""
    return 1 if scope.weeks <= DAILY_UP_TO_WEEKS else 7


def sample_days(scope: Scope) -> list[dt.date]:
    """The days of which the standing is shown, the last is today."""
    step = step_days(scope)
    count = (scope.today - scope.first_day).days // step + 1
    return [scope.today - dt.timedelta(days=step * n) for n in range(count - 1, -1, -1)]


def mastery_points(scope: Scope) -> list[MasteryPoint]:
    """The standing of the decks that are studied now. One statement.

    At the end of a day a deck stood as the next day with ratings found it, or as it
    stands now; a deck counts from the day on which the learner took it up.
    """
    given = {
        "user": scope.user.pk,
        "decks": scope.deck_ids,
        "first": scope.first_day,
        "today": scope.today,
        "step_days": step_days(scope),
    }
    rows = fetch_all(day_statements.STARTS, given)
    calendar = calendar_of(scope.user)
    since = {row.deck_id: calendar.day_of(row.created_at) for row in scope.chosen}
    standing = {row.deck_id: _counts(_now(row)) for row in scope.chosen}
    points, at = [], 0
    for step, day in enumerate(reversed(sample_days(scope))):
        while at < len(rows) and rows[at][0] < step:
            _, deck_id, *start = rows[at]
            standing[deck_id] = _counts(start)
            at += 1
        known = [standing[deck_id] for deck_id in since if since[deck_id] <= day]
        if known:
            points.append(MasteryPoint(day, _added(known)))
    return points[::-1]


def tag_mastery_points(
    scope: Scope, cards: TagCards, days: Sequence[TagDay]
) -> list[MasteryPoint]:
    """The same of a tag's cards, from what their log says. No statement.

    There from the first day on which one of them was rated.
    """
    levels = list(cards.levels)
    points, at = [], len(days)
    for day in reversed(sample_days(scope)):
        while at and days[at - 1].figures.day > day:
            at -= 1
            moves = days[at].moves
            levels = [n - moved for n, moved in zip(levels, moves, strict=True)]
        if not at:
            break
        points.append(MasteryPoint(day, _counts([cards.card_count, *levels])))
    return points[::-1]


def _now(enrolment: Enrolment) -> tuple[int, ...]:
    """As a row of STARTS has it."""
    return (enrolment.deck.card_count, *standing_of(enrolment).counts[1:])


def _counts(start: Sequence[int]) -> Counts:
    """From how many cards there are and how many at levels 1 to 5; none below 0."""
    # PERFORMANCE: written out, as a year of 50 decks has thousands.
    if min(start) < 0:
        start = [max(0, count) for count in start]
    cards, one, two, three, four, five = start
    new = max(0, cards - one - two - three - four - five)
    return (new, one, two, three, four, five)


def _added(standings: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*standings, strict=True)))  # type: ignore[return-value]
