"""What learners do beside rating, now and then: take back, flag, hide, write a note."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable
from random import Random

from decks.accounts.models import User
from decks.cards.models import Card
from decks.scheduling.levels import Level
from decks.study.marks import (
    bring_back,
    hide_until_tomorrow,
    put_aside,
    save_note,
    set_flag,
    start_over,
)

MISPRESS_CHANCE = 0.01
NOTES = (
    "I keep mixing this one up with the one before.",
    "Say it aloud.",
    "Seen this at work last week.",
    "The first letter helps.",
    "Ask in class.",
)

Aside = Callable[[User, Card, dt.datetime, Random], None]


def _flag(user: User, card: Card, now: dt.datetime, chance: Random) -> None:
    set_flag(user, card, is_on=True, now=now)


def _unflag(user: User, card: Card, now: dt.datetime, chance: Random) -> None:
    set_flag(user, card, is_on=False, now=now)


def _hide(user: User, card: Card, now: dt.datetime, chance: Random) -> None:
    hide_until_tomorrow(user, card, now=now)


def _put_aside(user: User, card: Card, now: dt.datetime, chance: Random) -> None:
    put_aside(user, card, now=now)


def _hide_and_bring_back(
    user: User, card: Card, now: dt.datetime, chance: Random
) -> None:
    hide_until_tomorrow(user, card, now=now)
    bring_back(user, card)


def _write_note(user: User, card: Card, now: dt.datetime, chance: Random) -> None:
    save_note(user, card, chance.choice(NOTES), now=now)


def _start_over(user: User, card: Card, now: dt.datetime, chance: Random) -> None:
    start_over(user, card, now=now)


_ASIDES: tuple[tuple[float, Aside], ...] = (
    (0.010, _flag),
    (0.004, _unflag),
    (0.003, _hide),
    (0.001, _put_aside),
    (0.001, _hide_and_bring_back),
    (0.004, _write_note),
    (0.0005, _start_over),
)
"""How likely each is after a rating."""


def drawn_aside(chance: Random) -> Aside | None:
    """What the learner does with the card just rated, mostly nothing."""
    draw = chance.random()
    for share, aside in _ASIDES:
        if draw < share:
            return aside
        draw -= share
    return None


@dataclasses.dataclass(frozen=True, slots=True)
class Mispress:
    """A wrong level pressed, and taken back a few seconds later."""

    level: Level
    seconds: float


def drawn_mispress(chance: Random) -> Mispress | None:
    """A wrong key, mostly none."""
    if chance.random() >= MISPRESS_CHANCE:
        return None
    return Mispress(Level(chance.randint(1, 5)), chance.uniform(1, 6))


def drawn_id(chance: Random) -> uuid.UUID:
    """A rating's id, as a browser's showing would carry one."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)
