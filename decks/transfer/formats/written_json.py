"""Writes our own JSON; `own_json` says what stands in it."""

import json
from typing import Any

from decks.transfer.formats.own_json import FORMAT, VERSION
from decks.transfer.formats.written import WrittenCard, WrittenDeck


def write(deck: WrittenDeck) -> bytes:
    """The deck as UTF-8, a card a line. Everything comes back as it is."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "title": deck.title,
        "description": deck.description,
        "question_lang": deck.question_lang,
        "answer_lang": deck.answer_lang,
    }
    lines = [f"  {_json(name)}: {_json(value)}," for name, value in head.items()]
    cards = ",\n".join(f"    {_json(_card(card))}" for card in deck.cards)
    body = f"[\n{cards}\n  ]" if cards else "[]"
    text = "\n".join(["{", *lines, f'  "cards": {body}', "}", ""])
    return text.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _card(card: WrittenCard) -> dict[str, Any]:
    given = {"id": card.key} if card.key else {}
    return given | {
        "question": card.question,
        "answer": card.answer,
        "tags": list(card.tags),
    }
