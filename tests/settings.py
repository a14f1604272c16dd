"""Settings for the tests: the real ones, with a server and files of their own.

A running `make run` of the same folder is not touched: the embedded server, the secret
key and the mail of the tests lie in `var/test`. With DATABASE_URL set the tests use
that server, in a database named test_….
"""

import os
from pathlib import Path

os.environ["FLASHCARDS_MODE"] = "local"
os.environ.setdefault(
    "FLASHCARDS_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test")
)

from flashcards.settings import *  # noqa: F403

# A test may ask from many threads at once: 50 of them, and the test's own.
DATABASES["default"]["OPTIONS"]["pool"] = {  # noqa: F405
    "min_size": 0,
    "max_size": 60,
    "timeout": 10,
}

# Static files under their own names, so that no test needs collectstatic.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
