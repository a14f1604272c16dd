"""Plans in tests: cards of a text and of a deck, and what becomes of them."""

from decks.transfer.formats import ParsedCard
from decks.transfer.matching import KnownCard
from decks.transfer.preview import Choices, Plan, plan_import


def texts(*cards: tuple[str, str]) -> list[ParsedCard]:
    """Cards of a text, numbered from 1, each on a line of its own."""
    return [ParsedCard(n, q, a, line=n) for n, (q, a) in enumerate(cards, start=1)]


def deck_of(*cards: tuple[str, str]) -> list[KnownCard]:
    """Cards of a deck, numbered from 1, with the ids 101, 102 and so on."""
    return [KnownCard(100 + n, n, q, a) for n, (q, a) in enumerate(cards, start=1)]


def plan(cards, known=None, choices=None) -> Plan:
    return plan_import(cards, known, choices or Choices())


def kinds(made: Plan) -> list[tuple[str, str, str]]:
    """(name, kind, way) of each row."""
    return [(row.name, row.kind.value, row.way) for row in made.rows]


RIVERS = [
    ("What is the longest river?", "The Nile, by most counts, is the longest of all."),
    (
        "What is the widest river?",
        "The Amazon, some eleven kilometres in the dry time.",
    ),
    ("Which river flows through Vienna?", "The Danube, and with it the small Wien."),
    ("Where does the Rhine end?", "In the North Sea, by way of the Netherlands."),
]
