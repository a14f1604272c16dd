"""What happened in a group, a sentence each: plain text, for mail.

The same as `templates/groups/_event.html`, without links.
"""

from collections.abc import Callable

from django.utils.formats import date_format

from decks.accounts.models import User
from decks.cards.plurals import counted
from decks.groups.activity import Happening
from decks.groups.events import EventKind


def sentence(line: Happening) -> str:
    """`Ada shared AWS Lambda`. A deck that the reader may not read is "a deck"."""
    if line.is_heir:
        because = "became an owner, because no other was left"
        return f"{_name(line.event.person, 'Somebody')} {because}"
    say = _SAID.get(EventKind(line.event.kind))
    done = say(line) if say is not None else "did something"
    is_theirs = line.event.kind == EventKind.TAKEN_DOWN
    nobody = "Whoever runs this site" if is_theirs else "Somebody"
    return f"{_name(line.event.actor, nobody)} {done}"


def _name(person: User | None, nobody: str) -> str:
    return nobody if person is None else person.display_name


def _person(line: Happening) -> str:
    return _name(line.event.person, "somebody")


def _deck(line: Happening) -> str:
    if line.deck is not None:
        return line.deck.title
    return line.deck_words or "a deck"


def _counted(line: Happening, noun: str) -> str:
    return counted(line.event.count, noun)


def _accepted(line: Happening) -> str:
    what = _counted(line, "suggestion") if line.event.count > 1 else "a suggestion"
    return f"accepted {what} for {_deck(line)}"


def _exam(line: Happening) -> str:
    if line.day is None:
        return "took the exam date away"
    return f"set the exam date to {date_format(line.day, 'l j F Y')}"


_SAID: dict[EventKind, Callable[[Happening], str]] = {
    EventKind.CREATED: lambda line: "created the group",
    EventKind.RENAMED: lambda line: (
        f"renamed the group; it was “{line.event.words}” before"
    ),
    EventKind.JOINED: lambda line: "joined",
    EventKind.LEFT: lambda line: "left",
    EventKind.REMOVED: lambda line: f"removed {_person(line)}",
    EventKind.ROLE: lambda line: f"made {_person(line)} {line.role}",
    EventKind.SHARED: lambda line: f"shared {_deck(line)}",
    EventKind.UNSHARED: lambda line: f"stopped sharing {_deck(line)}",
    EventKind.TAKEN_DOWN: lambda line: f"took down {_deck(line)}",
    EventKind.CHANGED: lambda line: f"changed cards in {_deck(line)}",
    EventKind.SUGGESTED: lambda line: (
        f"made {_counted(line, 'suggestion')} for {_deck(line)}"
    ),
    EventKind.ACCEPTED: _accepted,
    EventKind.COMMENTED: lambda line: (
        f"wrote {_counted(line, 'comment')} on cards in {_deck(line)}"
    ),
    EventKind.EXAM: _exam,
}
