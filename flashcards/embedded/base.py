"""Django's Postgres backend, which starts the embedded server when it is needed.

Nothing starts on import: the server is there from the first connection on. When it
has gone away (killed, machine restarted) the next connection brings it back.
"""

from typing import Any

import psycopg
from django.conf import settings

from flashcards import database
from flashcards.postgres import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection to the embedded server under `settings.VAR_DIR`."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        # Put into the settings themselves, so that dbshell and the test database,
        # which start from them, find the socket too.
        settings_dict["HOST"] = str(database.home(settings.VAR_DIR))
        settings_dict["PORT"] = str(database.PORT)
        super().__init__(settings_dict, alias)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; a server that is not there is started, once.

        Raises psycopg.OperationalError when it cannot be started.
        """
        self._ensure_server()
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            database.forget(settings.VAR_DIR)
            self._ensure_server()
            return super().get_new_connection(conn_params)

    def _ensure_server(self) -> None:
        try:
            is_new = database.ensure(settings.VAR_DIR)
        except database.NotStartedError as error:
            raise psycopg.OperationalError(str(error)) from error
        if is_new:
            # A pool finds its dead connections one by one, with a second between.
            self.drop_pool()
