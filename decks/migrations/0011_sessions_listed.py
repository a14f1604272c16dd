"""Who is signed in when this comes finds that browser in the list of their sessions."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import migrations

UNKNOWN_PLACE = "0.0.0.0"  # noqa: S104  # nosec B104  (nothing listens there)


def list_sessions(apps: Any, schema_editor: Any) -> None:
    """A row for each session of somebody, as signing in makes it from now on."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    listed = apps.get_model("usersessions", "UserSession")
    known = set(apps.get_model("decks", "User").objects.values_list("pk", flat=True))
    rows = []
    for session in apps.get_model("sessions", "Session").objects.iterator():
        user_id = store.decode(session.session_data).get(SESSION_KEY)
        if user_id and int(user_id) in known:
            rows.append(
                listed(
                    user_id=int(user_id),
                    session_key=session.session_key,
                    ip=UNKNOWN_PLACE,
                    user_agent="",
                )
            )
    listed.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("decks", "0010_deck_reports"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(list_sessions, migrations.RunPython.noop)]
