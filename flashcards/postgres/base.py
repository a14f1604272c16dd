"""Django's Postgres backend, whose pool comes back as soon as the server does."""

import threading
from typing import Any

import psycopg
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base

from flashcards.watching.statements import watch

CONNECT_SECONDS_MAX = 2
"""A server that does not even refuse is given up after this."""

# Threads that find the server away together must not close each other's new pool.
_dropping = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of the pool."""

    _connection_pools: dict[str, Any]  # Django's, one for all connections of a process

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(watch)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection. Raises psycopg.OperationalError when there is none in time."""
        try:
            self._ask_server(conn_params)
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self.drop_pool()
            raise

    def _ask_server(self, conn_params: dict[str, Any]) -> None:
        """Raise psycopg.OperationalError at once where a new pool would have no server.

        The pool would try again until its time is up, and hold a worker meanwhile.
        """
        # Django makes a pool whenever it looks for one, also to close it.
        pool = self._connection_pools.get(self.alias)
        if self.alias == NO_DB_ALIAS or (pool is not None and not pool.closed):
            return
        limited = {"connect_timeout": CONNECT_SECONDS_MAX} | conn_params
        psycopg.connect(**limited).close()

    def drop_pool(self) -> None:
        """Close the pool; the next caller gets a new one, which connects at once.

        A pool whose server went away waits longer after each try, up to minutes. It is
        as large as there are threads: that it gave nothing never means it was busy.
        """
        with _dropping:
            self.close_pool()
