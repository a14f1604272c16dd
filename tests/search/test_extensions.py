"""Whoever may not install what search needs is told so before the migration."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from flashcards.preflight import EXTENSIONS, missing_extensions

BARE, PLAIN = "flashcards_bare", "flashcards_plain"


def connect(**given: str) -> psycopg.Connection:
    database = settings.DATABASES["default"]
    where = {"host": database["HOST"], "port": database["PORT"]}
    return psycopg.connect(**(where | given), autocommit=True)


@pytest.fixture
def bare(db: None) -> Iterator[psycopg.Connection]:
    """The owner's connection to an empty database with a role that may do nothing."""
    owner = settings.DATABASES["default"]["USER"]
    name = connection.settings_dict["NAME"]
    with connect(dbname=name, user=owner) as server:
        server.execute(f"CREATE ROLE {PLAIN} LOGIN")
        server.execute(f"CREATE DATABASE {BARE}")
        with connect(dbname=BARE, user=owner) as database:
            yield database
        server.execute(f"DROP DATABASE {BARE} WITH (FORCE)")
        server.execute(f"DROP ROLE {PLAIN}")


def test_a_role_without_the_right_lacks_them(bare: psycopg.Connection) -> None:
    with connect(dbname=BARE, user=PLAIN) as plain:
        assert missing_extensions(plain) == list(EXTENSIONS)


def test_a_role_that_may_create_in_the_database_installs_them(
    bare: psycopg.Connection,
) -> None:
    bare.execute(f"GRANT CREATE ON DATABASE {BARE} TO {PLAIN}")
    with connect(dbname=BARE, user=PLAIN) as plain:
        assert missing_extensions(plain) == []
        for name in EXTENSIONS:
            plain.execute(f"CREATE EXTENSION {name}")


def test_what_somebody_else_installed_is_enough(bare: psycopg.Connection) -> None:
    for name in EXTENSIONS:
        bare.execute(f"CREATE EXTENSION {name}")
    with connect(dbname=BARE, user=PLAIN) as plain:
        assert missing_extensions(plain) == []
