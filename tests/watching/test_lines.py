"""How records become lines: in production, in local use, for a developer."""

import json
import logging
from types import TracebackType

import pytest

from flashcards.watching.lines import formatter

SECRET = "Sphinx of black quartz"
Fault = tuple[type[BaseException], BaseException, TracebackType | None]


def line(
    words: str,
    *args: object,
    fault: Fault | None = None,
    is_production: bool = False,
    is_debugged: bool = False,
) -> str:
    """The line of a library's record."""
    record = logging.LogRecord("a.library", 30, "x.py", 7, words, args, fault)
    written = formatter(is_production=is_production, is_debugged=is_debugged)
    return written.format(record)


@pytest.fixture
def fault() -> Fault:
    """An exception whose message and whose frame hold what somebody wrote."""
    text = SECRET
    try:
        try:
            int(text)
        except ValueError as wrong:
            raise AttributeError("no attribute x") from wrong
    except AttributeError as error:
        return type(error), error, error.__traceback__
    pytest.fail("nothing went wrong")


def test_production_writes_json_in_utc() -> None:
    told = json.loads(line("went %s\nwrong", "very", is_production=True))
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "level": "warning",
        "logger": "a.library",
        "event": "went very\nwrong",
    }


@pytest.mark.parametrize(
    "words",
    ["to ada@example.com", "<ada@example.com>: refused", "{'ada@example.com': (550,)}"],
)
def test_production_hides_addresses(words: str) -> None:
    told = json.loads(line(words, is_production=True))
    assert "ada" not in told["event"]
    assert "[address]" in told["event"]


def test_local_lines_are_plain_and_keep_the_mail_that_is_read_there() -> None:
    told = line("To: ada@example.com")
    assert "To: ada@example.com" in told
    assert "warning" in told
    assert "\x1b" not in told


@pytest.mark.parametrize("is_production", [True, False])
def test_a_fault_is_told_without_what_it_held(
    fault: Fault, is_production: bool
) -> None:
    told = line("It broke", fault=fault, is_production=is_production)
    assert SECRET not in told
    assert "test_lines.py:" in told
    assert told.index("builtins.ValueError") < told.index("builtins.AttributeError")
    assert "builtins.AttributeError: no attribute x" in told


def test_a_developer_reads_all_of_it(fault: Fault) -> None:
    assert SECRET in line("It broke", fault=fault, is_debugged=True)
