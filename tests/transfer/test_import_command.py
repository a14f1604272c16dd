"""The command reads each format by the same code, as it is told or by looking."""

import json

import pytest
from django.core.management import CommandError, call_command

from decks.models import Card, Deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys, tmp_path):
    def run_on(data, *arguments):
        file = tmp_path / "deck.txt"
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        call_command("import_deck", str(file), *arguments)
        return capsys.readouterr().out

    return run_on


def shown(run, data, *arguments):
    return json.loads(run(data, "--dry-run", "--json", *arguments))


def test_a_dry_run_shows_the_reading_that_was_found(run):
    found = shown(run, "front;back\nuno;one\n".encode("utf-16"))
    assert found["reading"] == {
        "format": "csv",
        "separator": ";",
        "row_separator": "\n",
        "encoding": "utf-16",
        "has_header": True,
    }
    assert found["cards"][0]["line"] == 2
    assert not Deck.objects.exists()


def test_a_dry_run_for_people_names_it_too(run):
    out = run("uno\tone\ndos\ttwo\n", "--dry-run")
    assert "Read as a table, one card a row, separated by tab, in UTF-8." in out


@pytest.mark.parametrize("words", ["semicolon", ";"])
def test_a_separator_by_word_or_as_it_is(run, words):
    found = shown(run, "a,b;c\nd,e;f\n", "--separator", words)
    assert found["cards"][0]["question"] == "a,b"


def test_format_and_encoding_as_told(run):
    data = "café\tçay\n".encode("latin-1")
    found = shown(run, data, "--format", "quizlet", "--encoding", "latin-1")
    assert found["reading"]["format"] == "quizlet"
    assert found["cards"][0]["question"] == "café"
    assert found["problems"] == []


def test_what_does_not_fit_ends_with_its_line_and_writes_nothing(run):
    data = "a\tb\ncafé\tc\n".encode("latin-1")
    with pytest.raises(CommandError, match="line 2: This is not UTF-8"):
        run(data, "--encoding", "utf-8")
    with pytest.raises(CommandError, match="at most 20 signs"):
        run("a\tb\n", "--separator", "x" * 30)
    assert not Deck.objects.exists()


def test_cards_and_tags_are_written(run):
    run("question,answer,tags\na,b,x; y\n", "--title", "T")
    card = Card.objects.get()
    assert (card.question, card.answer, card.tags) == ("a", "b", ["x", "y"])
