"""Where the load runs: a production site and a database of its own under var/load."""

import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import django

from tests.architecture_rules import ROOT
from tests.faults.site import NotServingError, Site
from tests.load.proxy import NAME

LOCAL = {"FLASHCARDS_MODE": "local"}


def production() -> dict[str, str]:
    """What the compose stack sets, with a key of this run's own."""
    return {
        "FLASHCARDS_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": NAME,
        "EMAIL_HOST": "127.0.0.1",
        "DEFAULT_FROM_EMAIL": f"Flashcards <cards@{NAME}>",
    }


def settle(var: Path) -> dict[str, str]:
    """Have Django look at this run's folder and database; the site's settings."""
    given = production()
    os.environ.pop("DATABASE_URL", None)
    os.environ |= given | {
        "FLASHCARDS_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "flashcards.settings",
    }
    django.setup()
    return given


class ProductionSite(Site):
    """The site as the compose stack runs it, with the demo in its database."""

    def __init__(self, var: Path, log: Path, given: dict[str, str]) -> None:
        super().__init__(var, log)
        self.environment |= given

    def prepare(self) -> None:
        """Start the database and make the schema. Raises NotServingError."""
        self._run(["-m", "flashcards.prepare"], {})

    def make_demo(self) -> None:
        """Twelve learners with 60 days of history. Raises NotServingError.

        Production refuses the demo: it is made in local mode.
        """
        self._run(["manage.py", "make_demo"], LOCAL)

    def look_over(self, command: str) -> str:
        """What `check_data` or `replay` finds, '' for nothing."""
        return self._run(["manage.py", command], {}, may_fail=True)

    def _run(
        self, words: Sequence[str], given: dict[str, str], *, may_fail: bool = False
    ) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment | given,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and not may_fail:
            raise NotServingError(f"{words[-1]}: {done.stderr.strip()}")
        return done.stdout.strip() if done.returncode else ""

    @property
    def server_pid(self) -> int:
        """Of the process that started the workers."""
        assert self._server is not None
        return self._server.pid
