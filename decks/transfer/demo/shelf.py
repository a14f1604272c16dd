"""The six decks: five texts beside this file, owned by learners, and Lambda's."""

import dataclasses
import datetime as dt
from pathlib import Path

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.transfer import formats
from decks.transfer.demo import people
from decks.transfer.files import read_file
from decks.transfer.formats import ParsedDeck
from decks.transfer.lambda_deck import TARGET, import_lambda_deck
from decks.transfer.run import Target, import_cards

CONTENT = Path(__file__).parent / "content"
Visibility = Deck.Visibility


@dataclasses.dataclass(frozen=True, slots=True)
class Shelved:
    """A deck of the demo: its text's name, whose it is, who may read it."""

    name: str
    owner_login: str
    visibility: str
    description: str


SHELF = (
    Shelved(
        people.CAPITALS,
        "ada",
        Visibility.PUBLIC,
        "44 countries and their capitals, tagged by region.",
    ),
    Shelved(
        people.SPANISH,
        "mateo",
        Visibility.PUBLIC,
        "Fifty verbs with their present forms and a sentence for the road.",
    ),
    Shelved(
        people.HIRAGANA,
        "sora",
        Visibility.PUBLIC,
        "The 46 basic signs, each with its sound and a word.",
    ),
    Shelved(
        people.FIRST_AID,
        "amara",
        Visibility.UNLISTED,
        "What to do first. It does not replace a course.",
    ),
    Shelved(
        people.SQL,
        "rosa",
        Visibility.PRIVATE,
        "My own notes on queries, joins, NULL and transactions.",
    ),
)


def read_text(name: str) -> ParsedDeck:
    """The parsed text `name`, with the tags of the file beside it, if there is one."""
    parsed = formats.read(read_file(CONTENT / f"{name}.txt"))
    tag_file = CONTENT / f"{name}.tags"
    if not tag_file.exists():
        return parsed
    tags = read_tags(tag_file.read_text())
    cards = [
        dataclasses.replace(card, tags=tuple(tags.get(card.number, ())))
        for card in parsed.cards
    ]
    return dataclasses.replace(parsed, cards=tuple(cards))


def read_tags(text: str) -> dict[int, list[str]]:
    """The tags of each card number, from lines `tag: 1 2 3`."""
    tags: dict[int, list[str]] = {}
    for line in text.splitlines():
        tag, _, numbers = line.partition(":")
        for number in numbers.split():
            tags.setdefault(int(number), []).append(tag)
    return tags


def fill_shelf(owners: dict[str, User], *, made_at: dt.datetime) -> None:
    """Have the decks there, each of its owner; what is there already stays as it is.

    A new one is dated `made_at`, before anybody studies it.
    """
    import_lambda_deck()
    for shelved in SHELF:
        owner = owners[shelved.owner_login]
        key = source_key(shelved.name)
        if not Deck.objects.filter(owner=owner, source_key=key).exists():
            _fill(shelved, owner, made_at)


def find_decks() -> dict[str, Deck]:
    """The decks by the name of their text."""
    names = {source_key(shelved.name): shelved.name for shelved in SHELF}
    names[TARGET.source_key] = people.LAMBDA
    found = Deck.objects.filter(source_key__in=list(names))
    return {names[deck.source_key]: deck for deck in found}


def source_key(name: str) -> str:
    """How a later call finds the deck again."""
    return f"demo:{name}"


def _fill(shelved: Shelved, owner: User, made_at: dt.datetime) -> None:
    parsed = read_text(shelved.name)
    target = Target(
        source_key(shelved.name),
        parsed.title,
        owner,
        shelved.description,
        shelved.visibility,
    )
    done = import_cards(parsed, target, now=made_at)
    Card.objects.filter(deck=done.deck_id).update(created_at=made_at)
    Deck.objects.filter(pk=done.deck_id).update(created_at=made_at)
