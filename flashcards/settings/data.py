"""The database, the given Postgres or the embedded one (flashcards/database.py),
the cache in it, and where it is saved to."""

from pathlib import Path
from typing import Any

from flashcards import environment
from flashcards.settings.place import VAR_DIR

DATABASE_URL = environment.env.str("DATABASE_URL", "").strip()
# As many as a worker may have threads; flashcards/serve.py gives it one, `readyz` one.
# The pool hands its connections out in turn: a second one would only be colder.
DATABASE_POOL = {"min_size": 1, "max_size": 4, "timeout": 2}
DATABASE_OPTIONS = {
    "pool": DATABASE_POOL,
    "server_side_binding": True,
    "prepare_threshold": 5,
}


def _database() -> dict[str, Any]:
    if DATABASE_URL:
        database = environment.database_from_url(DATABASE_URL)
        database["ENGINE"] = "flashcards.postgres"
    else:
        database = {
            "ENGINE": "flashcards.embedded",
            "NAME": "flashcards",
            "USER": "flashcards",
            "OPTIONS": {},
        }
    database["OPTIONS"] |= DATABASE_OPTIONS
    return database | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all workers, so that the limits on signing in hold across them.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Past this the cache drops live entries, limits on signing in among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

BACKUPS_DIR = Path(
    environment.env.str("FLASHCARDS_BACKUPS", "") or VAR_DIR / "backups"
).resolve()
