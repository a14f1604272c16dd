"""A small world that is really in the database, and databases to carry it into."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from decks.transfer.demo.making import make_demo
from decks.transfer.demo.people import PEOPLE
from decks.transfer.demo.timetable import Span
from flashcards.backups.saving import Saved, save
from tests.backups.places import empty_database
from tests.factories import NOW


def make_small_world() -> None:
    """Six decks, three learners of the demo and what two days have brought them."""
    few = [person for person in PEOPLE if person.login in {"rosa", "bikash", "kiri"}]
    make_demo(Span(NOW, 2, "small"), people=few, process_count=1)


@pytest.fixture
def small_world(transactional_db: None) -> None:
    """The small world, for tests that look at it."""
    make_small_world()


@pytest.fixture(scope="package")
def kept(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Saved:
    """A backup of the small world, for tests that only look at the file; made once."""
    with django_db_blocker.unblock():
        make_small_world()
        saved = save(connection, tmp_path_factory.mktemp("kept"), now=NOW)
        call_command("flush", interactive=False, verbosity=0)
    return saved


@pytest.fixture
def saved(small_world: None, tmp_path: Path) -> Saved:
    """A backup of the small world, in a folder whose name is not plain."""
    return save(connection, tmp_path / "it's a shelf", now=NOW)


@pytest.fixture
def empty(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A database without a table."""
    with empty_database() as place:
        yield place
