"""Static files."""

from pathlib import Path

from flashcards import environment
from flashcards.settings.place import BASE_DIR, DEBUG, VAR_DIR

STATIC_URL = "static/"
STATIC_ROOT = Path(environment.env.str("STATIC_ROOT", "") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Served at the root: a service worker minds only what lies below its own address.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites have no use for our files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
