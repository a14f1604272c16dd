"""What the import commands print, for people and as JSON."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from decks.cards.copies import find_copies
from decks.cards.plurals import counted
from decks.transfer.formats import ENCODING_WORDS, FORMAT_WORDS
from decks.transfer.formats.parsed import ParsedDeck, Reading
from decks.transfer.formats.separators import in_words
from decks.transfer.matching import KnownCard
from decks.transfer.run import ImportSummary


def copies_of(parsed: ParsedDeck) -> list[list[int]]:
    """Pairs of card numbers that say the same, the later one first."""
    cards = parsed.cards
    pairs = find_copies([(card.question, card.answer) for card in cards])
    return [[cards[later].number, cards[earlier].number] for later, earlier in pairs]


def parsed_json(parsed: ParsedDeck) -> dict[str, Any]:
    """The whole deck as read: title, reading, cards, copies, problems."""
    return {
        "title": parsed.title,
        "format": parsed.format,
        "reading": dataclasses.asdict(parsed.reading),
        "description": parsed.description,
        "question_lang": parsed.question_lang,
        "answer_lang": parsed.answer_lang,
        "cards": [
            {
                "number": card.number,
                "line": card.line,
                "key": card.key,
                "question": card.question,
                "answer": card.answer,
                "tags": list(card.tags),
            }
            for card in parsed.cards
        ],
        "copies": copies_of(parsed),
        "problems": _problems_json(parsed),
    }


def summary_json(parsed: ParsedDeck, summary: ImportSummary) -> dict[str, Any]:
    """What was done, with copies and problems."""
    return {
        "deck": summary.deck_id,
        "title": summary.title,
        "created": summary.created,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "missing": [_known_json(card) for card in summary.missing],
        "copies": copies_of(parsed),
        "problems": _problems_json(parsed),
    }


def parsed_lines(parsed: ParsedDeck) -> Iterator[str]:
    """The same for a person, without the cards' texts."""
    cards = counted(len(parsed.cards), "card")
    yield f"{parsed.title or 'No title'}: {cards} ({parsed.format})"
    yield f"  Read as {_reading_words(parsed.reading)}."
    for later, earlier in copies_of(parsed):
        yield f"  Card {later} looks like a copy of card {earlier}."
    for problem in parsed.problems:
        yield f"  {problem.where}: {problem.what}"


def _reading_words(reading: Reading) -> str:
    """How the text was read, for a person."""
    words = [FORMAT_WORDS[reading.format]]
    if reading.separator:
        words.append(f"separated by {in_words(reading.separator)}")
    if reading.row_separator not in ("", "\n"):
        words.append(f"cards by {in_words(reading.row_separator)}")
    return ", ".join([*words, f"in {ENCODING_WORDS[reading.encoding]}"])


def summary_lines(parsed: ParsedDeck, summary: ImportSummary) -> Iterator[str]:
    """What was done, then copies and problems."""
    yield from parsed_lines(parsed)
    yield (
        f"Deck {summary.deck_id}, {summary.title}: {summary.created} created, "
        f"{summary.updated} updated, {summary.unchanged} unchanged."
    )
    for card in summary.missing:
        title = card.question.strip().partition("\n")[0][:60]
        yield f"  Card {card.number} is not in the text and was kept: {title}"


def _known_json(card: KnownCard) -> dict[str, Any]:
    return {"card": card.card_id, "number": card.number, "question": card.question}


def _problems_json(parsed: ParsedDeck) -> list[dict[str, str]]:
    return [{"where": p.where, "what": p.what} for p in parsed.problems]
