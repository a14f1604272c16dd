"""Somebody must be left to look after the site."""

from collections.abc import Collection

from django.db import connection

from decks.accounts.models import User

NOBODY_LEFT = (
    "Make somebody else an administrator first: nobody could look after this site."
)
ADMINISTERS = {"is_superuser": True, "is_staff": True, "is_active": True}
"""What makes an administrator."""

LEAVING = 4_670_128
"""The advisory lock of administrators who go; any number that nothing else takes."""


class OnlyAdministrator(Exception):
    """The site would be left without anybody who may run it."""


def keep_an_administrator(leaving: Collection[int]) -> None:
    """OnlyAdministrator where none would be left without these people.

    In the transaction in which they go or lose a right, and before it holds any row: of
    two who do so at the same moment the second waits here until the first has, and then
    counts anew. Rows of administrators would do that too, but who holds those first
    stands in the way of whoever tells them something last (`notices.telling`). One
    statement; three for an administrator.
    """
    administrators = User.objects.filter(**ADMINISTERS)
    if not administrators.filter(pk__in=leaving).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEAVING])
    if not administrators.exclude(pk__in=leaving).exists():
        raise OnlyAdministrator
