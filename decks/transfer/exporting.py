"""A deck as a file that other programs read, and that comes back as it was."""

import dataclasses
from collections.abc import Callable

from django.utils.text import slugify

from decks.cards.models import Card, Deck
from decks.transfer.card_keys import keys_of
from decks.transfer.formats import (
    written_anki,
    written_csv,
    written_json,
    written_quizlet,
)
from decks.transfer.formats.written import WrittenCard, WrittenDeck

_NAME_CHARACTERS = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """One kind of file: how it is called, who reads it, how it is written.

    `write` gives None where the format cannot hold the deck.
    """

    label: str
    about: str
    extension: str
    content_type: str
    write: Callable[[WrittenDeck], bytes | None]


EXPORTS: dict[str, Export] = {
    "json": Export(
        "JSON",
        "Everything: title, languages, cards, tags. To keep, or for another site.",
        "json",
        "application/json",
        written_json.write,
    ),
    "csv": Export(
        "CSV",
        "Question, answer and tags for a spreadsheet. A cell that would count as a "
        "formula there begins with an apostrophe.",
        "csv",
        "text/csv; charset=utf-8",
        written_csv.write,
    ),
    "anki": Export(
        "Anki notes",
        "Plain text for Anki's File, Import. A later import updates the same notes.",
        "txt",
        "text/plain; charset=utf-8",
        written_anki.write,
    ),
    "quizlet": Export(
        "Quizlet",
        "A line for each card, question and answer apart by a tab. Only for cards "
        "without line breaks.",
        "tsv",
        "text/tab-separated-values; charset=utf-8",
        written_quizlet.write,
    ),
}
"""By the name in the address."""


def written_deck(deck: Deck) -> WrittenDeck:
    """The deck with all its cards, in its order. One statement."""
    columns = "pk", "source_key", "question", "answer", "tags"
    rows = list(Card.objects.filter(deck=deck).in_deck_order().values_list(*columns))
    keys = keys_of([row[:2] for row in rows])
    return WrittenDeck(
        title=deck.title,
        description=deck.description,
        question_lang=deck.question_lang,
        answer_lang=deck.answer_lang,
        cards=tuple(
            WrittenCard(question, answer, tuple(tags), key)
            for key, (_, _, question, answer, tags) in zip(keys, rows, strict=True)
        ),
    )


def file_name(deck: Deck, export: Export) -> str:
    """`aws-lambda.csv`: letters of any script, nothing that a path could mean."""
    name = slugify(deck.title, allow_unicode=True)[:_NAME_CHARACTERS].strip("-_")
    return f"{name or 'deck'}.{export.extension}"
