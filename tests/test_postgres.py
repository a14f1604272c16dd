"""The backend's pool over a real server, and over none."""

import socket
from collections.abc import Iterator

import psycopg_pool
import pytest
from django.db import OperationalError, connection

from flashcards.postgres.base import DatabaseWrapper
from flashcards.settings.data import DATABASE_OPTIONS

ALIAS = "beside"


def wrapper(**where: str) -> DatabaseWrapper:
    """As settings make it, with a pool of its own."""
    own = {"OPTIONS": DATABASE_OPTIONS, "CONN_MAX_AGE": 0} | where
    return DatabaseWrapper(connection.settings_dict | own, alias=ALIAS)


@pytest.fixture
def refusing_port() -> Iterator[int]:
    """Taken, so that nobody else gets it meanwhile, and not listened on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.django_db
def test_a_server_that_refuses_says_so_before_a_pool_waits_for_it(
    refusing_port: int,
) -> None:
    away = wrapper(HOST="127.0.0.1", PORT=str(refusing_port))
    for _ in range(2):
        with pytest.raises(OperationalError, match="refused") as refused:
            away.cursor()
        assert not isinstance(refused.value.__cause__, psycopg_pool.PoolTimeout)
        away.close()


@pytest.mark.django_db
def test_a_server_that_is_there_is_asked_through_one_pool() -> None:
    there = wrapper()
    try:
        for _ in range(2):
            got = there.get_new_connection(there.get_connection_params())
            assert got.execute("SELECT 1").fetchone() == (1,)
            there.pool.putconn(got)
        assert there.pool.get_stats()["requests_num"] == 2
    finally:
        there.close_pool()
