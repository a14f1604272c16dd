"""Django in a process of its own, which knows nothing before this has run.

Apart from the work itself, whose modules need Django when they are imported.
"""

import django


def begin(database_name: str) -> None:
    """Set Django up, on the database that the parent uses."""
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database_name
