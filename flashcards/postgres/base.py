"""Django's Postgres backend, whose pool comes back as soon as the server does."""

import threading
from typing import Any

import psycopg
from django.db.backends.postgresql import base

# Threads that find the server away together must not close each other's new pool.
_dropping = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of the pool."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection. Raises psycopg.OperationalError when there is none in time.

        A pool whose server went away waits longer after each try, up to minutes; the
        next caller gets a new pool, which tries at once. The pool is as large as the
        server has threads, so that running out of time never means a busy pool.
        """
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            with _dropping:
                self.close_pool()
            raise
