"""Reads our own JSON, version 1:

    {
      "format": "flashcards",
      "version": 1,
      "title": "Capitals",
      "description": "",
      "question_lang": "en",
      "answer_lang": "fr",
      "cards": [
        {"id": "7", "question": "France", "answer": "Paris", "tags": ["europe"]}
      ]
    }

`format`, `version` and `cards` must be there, and in each card `question`. Texts are
kept to the letter but for CRLF, which becomes LF; `id` is a text or a whole number,
unique in the file. Languages are BCP 47. What else stands there is left out and told.
A later version may add names, and is told by a higher number if they change meaning.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from decks.transfer.formats.collecting import Collector, quoted
from decks.transfer.formats.parsed import (
    CARDS_MAX,
    TITLE_MAX_CHARACTERS,
    NotADeck,
    ParsedDeck,
    Reading,
    place,
)
from decks.transfer.formats.text import with_plain_line_ends

FORMAT = "flashcards"
VERSION = 1
_STARTS = re.compile(r"\s*\{\s*(?:\"|\}|$)")
_LANG_MAX_CHARACTERS = 35
_DESCRIPTION_MAX_CHARACTERS = 20_000
_NAMES = {
    "format", "version", "title", "description", "question_lang", "answer_lang",
    "cards",
}  # fmt: skip
_CARD_NAMES = {"id", "question", "answer", "tags"}


def looks_like(text: str) -> bool:
    """Whether this is JSON and no table or note that begins with a brace."""
    return _STARTS.match(text) is not None


def read(text: str, reading: Reading) -> ParsedDeck:
    """The deck in the JSON. Raises NotADeck at the line where it is none."""
    found = _loaded(text)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotADeck("line 1", f'This is JSON without "format": "{FORMAT}".')
    _check_version(found.get("version"))
    cards = found.get("cards")
    if not isinstance(cards, list):
        raise NotADeck("line 1", 'There is no list "cards".')
    if len(cards) > CARDS_MAX:
        what = f"The deck has {len(cards):,} cards; at most {CARDS_MAX:,} can be read."
        raise NotADeck("the whole file", what)
    return _Deck(text, found, reading).read(cards)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=str, parse_int=_whole)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            what = "The file is cut off here, or a bracket is missing at its end."
        else:
            what = f"This is not JSON any more: {error.msg}, at sign {error.colno}."
        raise NotADeck(place(error.lineno - 1), what) from error
    except RecursionError as error:
        what = "Brackets stand in brackets too often: this is no deck."
        raise NotADeck("the whole file", what) from error


def _whole(digits: str) -> int | str:
    """A whole number; one too long to be anything stays a text."""
    return int(digits) if len(digits) < 20 else digits


def _check_version(version: Any) -> None:
    if type(version) is not int or version < 1:
        raise NotADeck("line 1", 'There is no "version": 1.')
    if version > VERSION:
        what = f"This file is of version {version}; version {VERSION} can be read here."
        raise NotADeck("line 1", f"{what} A newer Flashcards wrote it.")


class _Deck:
    """The deck's parts, each of the type that it must have, or left out and told."""

    def __init__(self, text: str, found: dict[str, Any], reading: Reading) -> None:
        self.found, self.reading, self.collector = found, reading, Collector()
        self.lines = _lines_of_cards(text)

    def read(self, cards: list[Any]) -> ParsedDeck:
        self._tell_unknown(1, self.found, _NAMES)
        texts = {
            name: self._text(1, self.found, name, most)
            for name, most in (
                ("title", TITLE_MAX_CHARACTERS),
                ("description", _DESCRIPTION_MAX_CHARACTERS),
                ("question_lang", _LANG_MAX_CHARACTERS),
                ("answer_lang", _LANG_MAX_CHARACTERS),
            )
        }
        for place_, card in enumerate(cards):
            self._add(self.lines[place_] if place_ < len(self.lines) else 1, card)
        return self.collector.deck(self.reading, **texts)

    def _add(self, line: int, card: Any) -> None:
        if not isinstance(card, dict):
            self.collector.number += 1
            self.collector.tell(line, "This is no card and was left out.")
            return
        if not card.keys() <= _CARD_NAMES:
            self._tell_unknown(line, card, _CARD_NAMES)
        self.collector.add(
            line,
            self._text(line, card, "question"),
            self._text(line, card, "answer"),
            self._tags(line, card.get("tags")),
            self._key(line, card.get("id")),
        )

    def _text(
        self, line: int, found: Mapping[str, Any], name: str, most: int | None = None
    ) -> str:
        text = found.get(name, "")
        if not isinstance(text, str):
            self._tell_odd(line, name)
            return ""
        if most is not None and len(text) > most:
            what = f"“{name}” has more than {most:,} characters and was left out."
            self.collector.tell_line(line, what)
            return ""
        return self._storable(line, name, text)

    def _storable(self, line: int, name: str, text: str) -> str:
        """The text, or nothing where it holds what no database stores."""
        if "\0" in text or not _is_unicode(text):
            self._tell_odd(line, name)
            return ""
        return with_plain_line_ends(text) if "\r" in text else text

    def _tags(self, line: int, tags: Any) -> list[str]:
        if tags is None:
            return []
        if not isinstance(tags, list):
            self._tell_odd(line, "tags")
            return []
        return [self._text(line, {"tags": tag}, "tags").strip() for tag in tags]

    def _key(self, line: int, key: Any) -> str:
        if key is None or type(key) is int:
            return "" if key is None else str(key)
        return self._text(line, {"id": key}, "id")

    def _tell_odd(self, line: int, name: str) -> None:
        what = f"“{name}” is not a text that can be stored: left out."
        self.collector.tell_next(line, what)

    def _tell_unknown(
        self, line: int, found: Mapping[str, Any], known: set[str]
    ) -> None:
        for name in found.keys() - known:
            shown = quoted(name).replace("{", "(").replace("}", ")")
            self.collector.count(line, f"“{shown}” was left out {{times}}.")


def _is_unicode(text: str) -> bool:
    """Whether there is no half of a letter (a lone surrogate) in the text."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _lines_of_cards(text: str) -> list[int]:
    """The lines, from 1, where a card's question stands: near enough to find it."""
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        lines += [number] * line.count('"question"')
    return lines
