"""What every test can count on: hypothesis profiles and the browser's path.

`make test` runs the profile "quick" (seeded, so that it fails the same way twice),
`make test-full` the profile "full".
"""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import settings

from decks.models import User
from tests.access_making import make_world
from tests.access_world import World
from tests.emptying import empty_by_deleting
from tests.factories import make_user
from tests.sampling import IS_FULL, mark_what_is_left
from tests.upside_down import reverse_unordered_rows

settings.register_profile(
    "quick", max_examples=50, derandomize=True, deadline=None, database=None
)
settings.register_profile(
    "full", max_examples=1000, deadline=None, database=None, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
empty_by_deleting()
if IS_FULL:
    reverse_unordered_rows()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What `make test` leaves to `make test-full` is marked `full`."""
    if not IS_FULL:
        mark_what_is_left(items)


def pytest_collection_finish() -> None:
    """Thousands of tests and their modules stay: no need to look at them for ever."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed Chromium. A missing one fails the test, it never skips it."""
    for name in CHROMIUMS:
        if path := shutil.which(name):
            return path
    pytest.fail("no Chromium found; run: apt-get update && apt-get install -y chromium")


@pytest.fixture
def learner(db: None) -> User:
    """Somebody with an account."""
    return make_user()


@pytest.fixture
def browser(client: Client, learner: User) -> Client:
    """The learner's browser: a client that is signed in."""
    client.force_login(learner)
    return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Whom and what the access tests ask about. Made once a module, which takes a
    second: each test's writes are taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
