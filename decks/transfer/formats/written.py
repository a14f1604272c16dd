"""What the writers are given: a deck as it leaves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """One card. `key` is our id of it, "" for none; it comes back as its key."""

    question: str
    answer: str
    tags: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class WrittenDeck:
    """A deck with its cards in order. Languages are BCP 47 or ""."""

    title: str
    cards: tuple[WrittenCard, ...]
    description: str = ""
    question_lang: str = ""
    answer_lang: str = ""
