"""Django's Postgres backend, whose pool comes back as soon as the server does."""

import threading
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from flashcards.watching.statements import watch

# Threads that find the server away together must not close each other's new pool.
_dropping = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of the pool."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(watch)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection. Raises psycopg.OperationalError when there is none in time."""
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self.drop_pool()
            raise

    def drop_pool(self) -> None:
        """Close the pool; the next caller gets a new one, which connects at once.

        A pool whose server went away waits longer after each try, up to minutes. It is
        as large as there are threads: that it gave nothing never means it was busy.
        """
        with _dropping:
            self.close_pool()
