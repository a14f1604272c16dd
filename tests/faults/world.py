"""Learners with decks of their own, signed in, and what a promise came to."""

import dataclasses
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client as DjangoClient

from decks.models import User
from tests.factories import make_deck, make_enrolment, make_user
from tests.faults.browser import Browser
from tests.faults.checker import Findings, check, read
from tests.faults.raters import Client
from tests.faults.site import HOST, Site

CARDS, QUICK_CARDS = 3000, 300
NEW_CARDS_A_DAY = 9999
EXAMPLES_SHOWN = 5


@dataclasses.dataclass(frozen=True)
class World:
    """The site under test, and when all must be over (time.monotonic)."""

    site: Site
    is_quick: bool
    deadline: float

    def has_time(self) -> bool:
        return time.monotonic() < self.deadline

    def learner(self, *, cards: int = 0) -> tuple[Client, int]:
        """A new learner's client, and the id of their deck of new cards (0: many)."""
        cards = cards or (QUICK_CARDS if self.is_quick else CARDS)
        user = make_user()
        deck = make_deck(owner=user, cards=cards)
        make_enrolment(user=user, deck=deck, new_cards_per_day=NEW_CARDS_A_DAY)
        browser = Browser(HOST, self.site.port, _signed_in(user))
        leave_database()
        return Client(browser, user.pk), deck.pk


def leave_database() -> None:
    """Keep no connection here: what is hit and what recovers is the site."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # Postgres has one


def _signed_in(user: User) -> dict[str, str]:
    client = DjangoClient()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}


@dataclasses.dataclass
class Outcome:
    """What a promise came to. Waits in seconds; `wait_max` None: none is promised."""

    promise: str
    done: str
    acknowledged: int
    findings: Findings
    longest_wait: float
    wait_max: float | None = None
    faults: list[str] = dataclasses.field(default_factory=list)
    is_tried: bool = True

    @property
    def complaints(self) -> list[str]:
        """All that breaks the promise, each a sentence; empty where it is kept."""
        found = self.findings.all + self.faults
        if self.wait_max is not None and self.longest_wait > self.wait_max:
            found.append(
                f"a client waited {self.longest_wait:.1f} s, at most {self.wait_max} s"
            )
        return found

    @property
    def row(self) -> dict[str, Any]:
        """The table's row; the JSON has these fields and the complaints."""
        return {
            "promise": self.promise,
            "done": self.done,
            "acknowledged": self.acknowledged,
            "lost": len(self.findings.lost),
            "doubled": len(self.findings.doubled),
            "wrong": len(self.findings.wrong),
            "longest_wait_seconds": round(self.longest_wait, 2),
            "result": self._result,
        }

    @property
    def _result(self) -> str:
        if self.complaints:
            return "FAIL"
        return "pass" if self.is_tried else "skip"


def outcome(
    promise: str,
    done: str,
    clients: Sequence[Client],
    *,
    wait_max: float | None = None,
    faults: Sequence[str] = (),
) -> Outcome:
    """Hold what these clients were told against what the database has."""
    kept = read([client.user_id for client in clients])
    leave_database()
    findings = check(
        kept,
        [rating for client in clients for rating in client.sent],
        [rating for client in clients for rating in client.acknowledged],
        [rating for client in clients for rating in client.undone],
    )
    return Outcome(
        promise,
        done,
        sum(len(client.acknowledged) for client in clients),
        findings,
        max(client.longest_wait_seconds for client in clients),
        wait_max,
        [*faults, *_errors(clients)],
    )


def troubles(clients: Sequence[Client]) -> str:
    """`12 no reply, 3 503`: how often a client had to try again, by reason."""
    total: Counter[str] = Counter()
    for client in clients:
        total.update(client.troubles)
    return ", ".join(f"{n} {name}" for name, n in sorted(total.items())) or "none"


def _errors(clients: Sequence[Client]) -> list[str]:
    """A database that is away is a 503 with words of its own; a 500 is a fault."""
    count = sum(client.troubles["500"] for client in clients)
    return [f"{count} replies were a 500"] if count else []
