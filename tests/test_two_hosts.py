"""Two app hosts over one database: what goes to both counts once, and both say alike.

Each host has a folder of its own, as on a machine of its own; what they share is the
database and SECRET_KEY.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client as DjangoClient

from decks.models import Review, User
from flashcards import probe
from tests.architecture_rules import ROOT
from tests.benchmarks.place import free_port
from tests.factories import make_deck, make_enrolment, make_user
from tests.faults.browser import Browser, Form, Reply
from tests.faults.raters import Client, filled
from tests.faults.repeats import rating_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]

HOST = "127.0.0.1"
LEARNERS = 8
LEVELS = (3, 4, 5)
"""None that brings a card back within minutes: between the two replies its minute might
come, and then the next card rightly is another."""

START_SECONDS_MAX = 300
FRESH = re.compile(r'name="(csrfmiddlewaretoken|rating_id)" value="[^"]*"')
"""What differs in every page: CSRF's mask and the id of the next showing."""


def database_url() -> str:
    """The test's own database, as another machine would name it."""
    given = connection.settings_dict
    who = f"{quote(given['USER'])}:{quote(given.get('PASSWORD') or '')}"
    where = quote(given["HOST"], safe="")
    return (
        f"postgres://{who}@/{given['NAME']}?host={where}&port={given['PORT'] or 5432}"
    )


class AppHost:
    """One of the machines: its folder, its port, its server."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME")}
        self.environment = kept | {
            "FLASHCARDS_VAR": str(var),
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "FLASHCARDS_JOBS": "apart",
            "PORT": str(self.port),
        }
        self.process = self._run("flashcards.collect")

    def _run(self, module: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", module],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def serve(self) -> None:
        """Serve, once the static files are collected."""
        assert self.process.wait(START_SECONDS_MAX) == 0
        self.process = self._run("flashcards.serve")

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not probe.answers(HOST, self.port, "/readyz"):
            assert time.monotonic() < deadline, "the host does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def hosts(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[AppHost]]:
    """Both, serving the tests' database."""
    both = [AppHost(tmp_path_factory.mktemp(name)) for name in ("one", "other")]
    try:
        for host in both:
            host.serve()
        for host in both:
            host.wait()
        yield both
    finally:
        for host in both:
            host.stop()


def cookies_of(user: User) -> dict[str, str]:
    client = DjangoClient()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


class Learner:
    """Somebody whose every rating goes to both hosts at the same moment."""

    def __init__(self, hosts: list[AppHost], cards: int) -> None:
        user = make_user()
        self.deck = make_deck(owner=user, cards=cards)
        make_enrolment(user=user, deck=self.deck, new_cards_per_day=9999)
        self.browsers = [Browser(HOST, h.port, cookies_of(user)) for h in hosts]
        self.browsers[1].cookies = self.browsers[0].cookies
        self.client = Client(self.browsers[0], user.pk)

    def close(self) -> None:
        for browser in self.browsers:
            browser.close()

    def rate(self, times: int) -> list[str]:
        """Rate so many cards, reading the next from one host's reply and the other's
        in turn; where the two replies differ, in words."""
        page, found = self.client.begin(self.deck.pk), []
        with ThreadPoolExecutor(len(self.browsers)) as pool:
            for turn in range(times):
                form = rating_form(page)
                fields = filled(form, LEVELS[turn % len(LEVELS)])
                replies = list(pool.map(_sending(form, fields), self.browsers))
                found += _unlike(replies)
                page = replies[turn % 2]
        return found


Add = Callable[[int], Learner]


@pytest.fixture
def add(hosts: list[AppHost]) -> Iterator[Add]:
    """Adds a learner with a deck of so many new cards."""
    with contextlib.ExitStack() as opened:

        def added(cards: int) -> Learner:
            learner = Learner(hosts, cards)
            opened.callback(learner.close)
            return learner

        yield added


def _sending(form: Form, fields: dict[str, str]):
    return lambda browser: browser.send("POST", form.action, fields, is_swap=True)


def _unlike(replies: list[Reply]) -> list[str]:
    one, other = (FRESH.sub("", reply.text) for reply in replies)
    statuses = [reply.status for reply in replies]
    found = [] if one == other else [f"{replies[0].toast!r}, {replies[1].toast!r}"]
    if statuses != [200, 200] or not replies[0].toast.startswith("Rated"):
        found.append(f"{statuses}: {replies[0].toast!r}")
    return found


@pytest.mark.parametrize(
    "ratings", [5, pytest.param(250, marks=pytest.mark.full)], ids=["40", "2000"]
)
def test_a_rating_that_goes_to_both_counts_once_and_both_say_the_same(add, ratings):
    learners = [add(ratings + 1) for _ in range(LEARNERS)]
    with ThreadPoolExecutor(LEARNERS) as pool:
        unlike = list(pool.map(lambda learner: learner.rate(ratings), learners))
    assert unlike == [[]] * LEARNERS
    assert Review.objects.count() == LEARNERS * ratings
    call_command("check_data")  # SystemExit where it finds something
    call_command("replay")


def test_who_signs_out_at_one_is_signed_out_at_the_other(add):
    one, other = add(1).browsers
    form = one.send("GET", "/accounts/logout/").form("/accounts/logout/")
    assert form is not None
    kept = dict(one.cookies)
    assert other.send("GET", "/").status == 200
    assert one.send("POST", form.action, form.fields).status == 302
    other.cookies = kept
    assert "/accounts/login/" in other.send("GET", "/study/choose/").goes_to


def test_a_host_keeps_nothing_but_its_static_files(hosts, add):
    assert add(3).rate(2) == []
    names = [sorted(each.name for each in host.var.iterdir()) for host in hosts]
    assert names == [["static"], ["static"]]
    first, second = (
        (host.var / "static" / "staticfiles.json").read_text() for host in hosts
    )
    assert first == second
