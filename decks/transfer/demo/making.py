"""Making the demo: accounts and decks, then one history after the other.

May be broken off at any point and called again: an account gets its password last, so
one without it is begun anew. Each history is written under a lock of its own: of two
calls at once, or where a killed one left a process behind, the second waits for it and
finds it done.
"""

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from decks.accounts.models import User
from decks.study.models import (
    CardNote,
    DayCounter,
    Enrolment,
    LearnerRow,
    Review,
    ReviewState,
    StudySession,
)
from decks.transfer.demo.accounts import find_or_add_accounts, finish, is_finished
from decks.transfer.demo.groups import found_groups
from decks.transfer.demo.history import live_through
from decks.transfer.demo.people import PEOPLE, USUAL_DAYS, Person
from decks.transfer.demo.processes import write_in_processes
from decks.transfer.demo.shelf import fill_shelf, find_decks
from decks.transfer.demo.timetable import Span

DAYS = USUAL_DAYS
SEED = "flashcards"
PREPARING = 4_670_127
"""The advisory lock while accounts and decks are added."""
LIVING = 4_671
"""The first half of the lock on one learner's history; the second is the account."""


WRITTEN: tuple[type[LearnerRow], ...] = (
    CardNote,
    DayCounter,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
)
"""All that a history consists of."""


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """What a call did: histories written now, those found done, ratings in all."""

    written: int
    found: int
    rating_count: int


def make_demo(
    span: Span, *, people: Sequence[Person] = PEOPLE, process_count: int = 2
) -> Made:
    """Have the demo there; a history that is done is not touched.

    All accounts and decks are made, and the histories of `people`. With one process
    all is done in this one, else in so many new ones. Raises OutOfStep.
    """
    accounts = _prepare(span)
    waiting = [person for person in people if not is_finished(accounts[person.login])]
    # The long histories first: the last process then has little left to do alone.
    waiting.sort(key=lambda person: person.habits.minutes_a_day, reverse=True)
    if waiting and process_count > 1:
        write_in_processes(
            waiting,
            span,
            database_name=str(connection.settings_dict["NAME"]),
            process_count=process_count,
        )
    # What is left: all of it, or what a process could not do, or nothing.
    for person in waiting:
        write_history(person, span)
    found_groups(accounts, find_decks(), now=span.now)
    users = [accounts[person.login] for person in people]
    ratings = Review.objects.filter(user__in=users).count()
    return Made(len(waiting), len(people) - len(waiting), ratings)


@transaction.atomic
def _prepare(span: Span) -> dict[str, User]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PREPARING])
    accounts = find_or_add_accounts(PEOPLE, joined_at=span.begins_at)
    fill_shelf(accounts, made_at=span.begins_at)
    return accounts


def write_history(person: Person, span: Span, *, may_wait: bool = True) -> None:
    """Write one learner's history from its beginning, unless it is done.

    What an earlier call left half done goes first, so no row comes twice. Where
    another process is writing it, wait for that, or (`may_wait` False) leave it.
    """
    user = User.objects.get(email=person.email)
    with _alone_with(user, may_wait=may_wait) as is_ours:
        user.refresh_from_db()
        if not is_ours or is_finished(user):
            return
        _forget(user)
        live_through(user, person, find_decks(), span)
        finish(user)


@contextlib.contextmanager
def _alone_with(user: User, *, may_wait: bool) -> Iterator[bool]:
    """Whether we are; held by the connection, so a process that is killed frees it."""
    keys = [LIVING, user.pk]
    with connection.cursor() as cursor:
        if may_wait:
            cursor.execute("SELECT pg_advisory_lock(%s::int, %s::int)", keys)
            is_ours = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", keys)
            is_ours = bool(cursor.fetchone()[0])
        yield is_ours
        if is_ours:
            cursor.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", keys)


@transaction.atomic
def _forget(user: User) -> None:
    for model in WRITTEN:
        model._default_manager.filter(user=user).delete()
