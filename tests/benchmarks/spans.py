"""Where the time of one rating goes: `python -m tests.benchmarks --profile`.

The WSGI application runs in this process; chosen functions take their own time (what
they call and is also chosen, or waits for the database, is taken off). The timers cost
about 0.5 µs each; cProfile, whose ranking stands below, triples most figures.
"""

import cProfile
import functools
import io
import pstats
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from psycopg import Connection

from tests.benchmarks import plans
from tests.benchmarks.inside import Inside
from tests.benchmarks.rating import RATINGS_A_SITTING, Ground
from tests.benchmarks.report import Cell, Table

_WRAPPER = "django.db.backends.postgresql.base.DatabaseWrapper."
SPANS = {
    "load session": "django.contrib.sessions.backends.db.SessionStore.load",
    "load user": "django.contrib.auth.get_user",
    "find the view": "django.core.handlers.base.BaseHandler.resolve_request",
    "take a connection": _WRAPPER + "connect",
    "give it back": _WRAPPER + "_close",
    "commit": _WRAPPER + "_commit",
    "make request": "django.core.handlers.wsgi.WSGIRequest.__init__",
    "read the body": "django.core.handlers.wsgi.WSGIRequest._load_post_and_files",
    "check the form": "decks.study.forms.RatingForm.is_valid",
    "read the card": "decks.study.recording._read",
    "write the rating": "decks.study.recording._write",
    "record, the rest": "decks.study.views.record_rating",
    "next card": "decks.study.replies.advance",
    "work out the screen": "decks.study.screens.study_context",
    "template": "decks.study.replies.render",
    "the view itself": "django.core.handlers.base.BaseHandler._get_response",
}
HOOKS = ("__call__", "process_view", "process_request", "process_response")


class Clock:
    """Own time by name: seconds, calls, seconds in the database, round trips."""

    def __init__(self) -> None:
        self.own: dict[str, float] = defaultdict(float)
        self.database: dict[str, float] = defaultdict(float)
        self.round_trips: dict[str, int] = defaultdict(int)
        self._open: list[tuple[str, list[float]]] = []
        self._is_on = False

    def enable(self) -> None:
        """Begin to count, as a profile does."""
        self._is_on = True

    def disable(self) -> None:
        """Count no more."""
        self._is_on = False

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call`, its own time put under `name`."""

        @functools.wraps(call)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if not self._is_on:
                return call(*args, **kwargs)
            inner = [0.0]
            self._open.append((name, inner))
            started = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                taken = time.perf_counter() - started
                self._open.pop()
                self.own[name] += taken - inner[0]
                self._take_off(taken)

        return wrapper

    def _take_off(self, seconds: float) -> None:
        if self._open:
            self._open[-1][1][0] += seconds

    def waiting(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call`, whose time is the caller's wait for the database."""

        @functools.wraps(call)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if not self._open:
                return call(*args, **kwargs)
            name = self._open[-1][0]
            started = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                taken = time.perf_counter() - started
                self.database[name] += taken
                self.round_trips[name] += 1
                self._take_off(taken)

        return wrapper


@contextmanager
def watched(clock: Clock) -> Iterator[list[str]]:
    """Put timers around SPANS and all middleware; gives what is not there."""
    undo: list[tuple[Any, str, Any]] = []
    missing = []
    for name, dotted in SPANS.items():
        try:
            _replace(*_owner(dotted), functools.partial(clock.timed, name), undo)
        except (ImportError, AttributeError):
            missing.append(dotted)
    for dotted in settings.MIDDLEWARE:
        owner = import_string(dotted)
        for hook in HOOKS:
            if hasattr(owner, hook):
                timed = functools.partial(clock.timed, f"  {owner.__name__}")
                _replace(owner, hook, timed, undo)
    _replace(Connection, "wait", clock.waiting, undo)
    try:
        yield missing
    finally:
        for owner, attribute, before in reversed(undo):
            setattr(owner, attribute, before)


def _owner(dotted: str) -> tuple[Any, str]:
    path, _, attribute = dotted.rpartition(".")
    try:
        return __import__(path, fromlist=[attribute]), attribute
    except ImportError:
        return import_string(path), attribute


def _replace(
    owner: Any,
    attribute: str,
    change: Callable[[Callable[..., Any]], Callable[..., Any]],
    undo: list[tuple[Any, str, Any]],
) -> None:
    before = getattr(owner, attribute)
    undo.append((owner, attribute, before))
    setattr(owner, attribute, change(before))


def tables(ratings: int) -> list[Table]:
    """Own times by part, and cProfile's two rankings, for one rating each.

    `ratings` is rounded down to whole sittings.
    """
    ground, clock, profile = Ground(), Clock(), cProfile.Profile()
    _rated(ground, Inside(), RATINGS_A_SITTING)
    plain = _rated(ground, Inside(), ratings)
    with watched(clock) as missing:
        inside = Inside()
        inside.application = clock.timed("Django's handler", inside.application)
        _rated(ground, inside, ratings, clock)
    _rated(ground, Inside(), ratings, profile)
    waits = plans.planning(ground.started(Inside()).rating_on(1))
    own = _own_table(clock, len(plain), statistics.median(plain), missing)
    return [
        own,
        waits,
        *(_ranking(profile, by, len(plain)) for by in ("tottime", "cumtime")),
    ]


def _rated(
    ground: Ground, inside: Inside, ratings: int, watcher: Any = None
) -> list[float]:
    """Seconds of each rating; the watcher does not see sittings begin."""
    taken: list[float] = []
    for _ in range(ratings // RATINGS_A_SITTING):
        visitor = ground.started(inside)
        if watcher:
            watcher.enable()
        taken += inside.follow(visitor.rating_on(RATINGS_A_SITTING))
        if watcher:
            watcher.disable()
    return taken


def _own_table(
    clock: Clock, count: int, plain_seconds: float, missing: list[str]
) -> Table:
    names = sorted(
        clock.own, key=lambda name: clock.own[name] + clock.database[name], reverse=True
    )
    rows: list[list[Cell]] = [
        [
            name,
            clock.own[name] / count * 1e6,
            clock.database[name] / count * 1e6,
            clock.round_trips[name] / count,
        ]
        for name in names
    ]
    totals = [sum(float(row[n]) for row in rows) for n in (1, 2, 3)]
    notes = [f"Without timers a rating took {plain_seconds * 1e6:,.0f} µs (median)."]
    notes += [f"Not there any more, so not told apart: {dotted}" for dotted in missing]
    return Table(
        "Where one rating's time goes, in this process (µs)",
        ["", "own Python", "database", "round trips"],
        [*rows, ["all", *totals]],
        notes,
    )


def _ranking(profile: cProfile.Profile, by: str, count: int) -> Table:
    stats: Any = pstats.Stats(profile, stream=io.StringIO())
    column = {"tottime": 2, "cumtime": 3}[by]
    ranked = sorted(stats.stats.items(), key=lambda it: it[1][column], reverse=True)
    rows = [
        [_place(*where), figures[1] / count, figures[column] / count * 1e6]
        for where, figures in ranked[:45]
    ]
    return Table(f"cProfile by {by}, for one rating", ["", "calls", "µs"], rows)


def _place(file: str, line: int, name: str) -> str:
    return f"{'/'.join(file.split('/')[-3:])}:{line} {name}"[-78:]
