"""The end of an account: what is shared goes to others, the rest goes."""

import datetime as dt
from collections.abc import Sequence

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from decks.accounts.administrators import keep_an_administrator
from decks.accounts.models import User
from decks.accounts.sessions import end_sessions_of
from decks.cards.ownership import release_decks
from decks.groups.leaving import release_groups

ENDING = 4_670_129
"""The advisory lock of accounts that end; any number that nothing else takes."""

TRIES = 3


@transaction.atomic
def release_belongings(user_ids: Sequence[int], *, now: dt.datetime) -> None:
    """What these people own goes to others; groups first, their owners get decks.

    In the transaction in which they are deleted: it holds them and their groups to the
    end.
    """
    people = User.objects.filter(pk__in=user_ids).order_by("pk")
    list(people.select_for_update().values_list("pk"))
    release_groups(user_ids, now=now)
    release_decks(user_ids)


def end_accounts(user_ids: Sequence[int], *, now: dt.datetime) -> None:
    """Everything of these people goes but what `release_belongings` leaves to others.

    A number of statements that does not grow with what they studied; the time does:
    1.5 s of a million ratings in 50 decks, on two free cores. Done twice is done once.
    OnlyAdministrator where nobody would be left to look after the site. Whoever changes
    a deck of theirs at that moment holds it and wants to tell them, who are held: of
    such a knot the database ends one side. Where it is this one, it begins anew.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            _end(user_ids, now=now)
            break
        except OperationalError as error:
            if not tries_left or not isinstance(error.__cause__, DeadlockDetected):
                raise


@transaction.atomic
def _end(user_ids: Sequence[int], *, now: dt.datetime) -> None:
    """One ends after the other: else what one leaves could go to another who goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ENDING])
    keep_an_administrator(user_ids)
    release_belongings(user_ids, now=now)
    end_sessions_of(user_ids)
    User.objects.filter(pk__in=user_ids).delete()
