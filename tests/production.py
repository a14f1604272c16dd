"""The settings of production mode, read the way production reads them."""

import functools
import json
import os
import subprocess
import sys
from typing import Any

from tests.architecture_rules import ROOT

ENVIRONMENT = {
    "FLASHCARDS_MODE": "production",
    "SECRET_KEY": "a long one for the tests, of no worth anywhere else, 0123456789",
    "ALLOWED_HOSTS": "cards.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "Flashcards <cards@example.org>",
    "DATABASE_URL": "postgres://nobody@db.example.org/cards",
}
HOST = ENVIRONMENT["ALLOWED_HOSTS"]
FROM_PROXY = {
    "host": HOST,
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.7",
}
"""What Caddy adds when it passes a request on by plain http."""

_DUMP = """
import json
from flashcards import settings
beginnings = ("SECURE_", "SESSION_", "CSRF_", "CONTENT_", "X_FRAME", "ACC", "ALL")
chosen = {k: v for k, v in vars(settings).items() if k.startswith(beginnings)}
print(json.dumps(chosen, default=sorted))
"""


@functools.cache
def production_settings() -> dict[str, Any]:
    """What a process in production mode has set, for `override_settings`."""
    asked = subprocess.run(
        [sys.executable, "-c", _DUMP],
        env={"PATH": os.environ["PATH"], **ENVIRONMENT},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    chosen: dict[str, Any] = json.loads(asked.stdout)
    chosen["SECURE_PROXY_SSL_HEADER"] = tuple(chosen["SECURE_PROXY_SSL_HEADER"])
    return chosen
