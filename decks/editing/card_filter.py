"""Which of a deck's cards a list shows: by where they stand, by tag, by weak spot."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from decks.accounts.models import User
from decks.cards.models import Card, Deck
from decks.cards.querysets import CardQuerySet
from decks.cards.searching import matching, wanted_words
from decks.groups.sharing import is_shared
from decks.scheduling.levels import Level
from decks.study.counters import STUCK_LAPSES
from decks.study.models import ReviewState

LONG_CHARACTERS = 1500
"""A side longer than this fills several phone screens: better several cards."""

WORDS_MAX_CHARACTERS = 200
"""So much of what is looked for counts."""

ALL = "all"
LEVELS = tuple(str(level.value) for level in Level)
LEARNERS = (ALL, "due", "new", "flagged", "aside", "stuck", *LEVELS)
"""What a learner of the deck may ask for: about their own states."""

WEAK_WORDS = {
    "hard": "Stuck for somebody",
    "long": "Over-long",
    "blank": "Without answer",
    "unseen": "Never studied",
}
WEAK = tuple(WEAK_WORDS)
"""What an editor may."""

OF_LEARNERS = ("hard", "unseen")
"""Weak spots that say something of whoever studies the deck: not told of a deck that a
group has, whose members decide themselves what is seen of them (`groups.figures`)."""


@dataclasses.dataclass(frozen=True, slots=True)
class CardFilter:
    """What is asked for: `show` of LEARNERS or WEAK; a tag, and words to look for."""

    show: str = ALL
    tag: str = ""
    words: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.show == ALL and not self.tag and not self.words

    @property
    def query(self) -> str:
        """The filter in an address, empty where nothing is left out."""
        show = "" if self.show == ALL else self.show
        parts = {"show": show, "tag": self.tag, "q": self.words}
        return urlencode({name: value for name, value in parts.items() if value})

    def cards(self, user: User, deck: Deck, *, now: dt.datetime) -> CardQuerySet:
        """The deck's cards that it leaves. No statement yet, for words up to two."""
        cards = _shown(Card.objects.filter(deck=deck), user, self.show, now)
        if self.words:
            cards = matching(cards, wanted_words(self.words))
        return cards.filter(tags__contains=[self.tag]) if self.tag else cards


def filter_from(given: Mapping[str, str], *, may_edit: bool) -> CardFilter:
    """The filter that an address or a form names; what is none shows all."""
    show, tag = given.get("show", ALL), given.get("tag", "")
    known = LEARNERS + WEAK if may_edit else LEARNERS
    words = " ".join(given.get("q", "").replace("\x00", " ").split())
    return CardFilter(
        show if show in known else ALL,
        "" if "\x00" in tag else tag,
        words[:WORDS_MAX_CHARACTERS],
    )


def editors_filter(given: Mapping[str, str], deck: Deck) -> CardFilter:
    """The same for an editor of the deck. One statement where it asks of learners."""
    chosen = filter_from(given, may_edit=True)
    if chosen.show in OF_LEARNERS and is_shared(deck.pk):
        return dataclasses.replace(chosen, show=ALL)
    return chosen


def _states(user: User) -> "QuerySet[ReviewState]":
    return ReviewState.objects.filter(user=user, prompt=0, card=OuterRef("pk"))


def anyones_states() -> "QuerySet[ReviewState]":
    """The states of a card that somebody has rated, of whoever it is."""
    return ReviewState.objects.filter(card=OuterRef("pk"), phase__isnull=False)


def _shown(
    cards: CardQuerySet, user: User, show: str, now: dt.datetime
) -> CardQuerySet:
    if show in WEAK:
        return weak_cards(cards, show)
    states = _states(user)
    seen = states.filter(phase__isnull=False)
    if show == ALL:
        return cards
    if show == "new":
        return cards.filter(~Exists(seen))
    mine = {
        "due": states.filter(due_at__lte=now),
        "flagged": states.filter(flagged_at__isnull=False),
        "aside": states.filter(put_aside_at__isnull=False),
        "stuck": seen.filter(lapse_count__gte=STUCK_LAPSES),
    }
    if show in mine:
        return cards.filter(Exists(mine[show]))
    return cards.filter(Exists(seen.filter(last_level=int(show))))


def weak_cards(cards: CardQuerySet, show: str) -> CardQuerySet:
    """The cards with this weak spot (WEAK)."""
    if show == "hard":
        stuck = anyones_states().filter(lapse_count__gte=STUCK_LAPSES)
        return cards.filter(Exists(stuck))
    if show == "unseen":
        return cards.filter(~Exists(anyones_states()))
    if show == "blank":
        return cards.filter(answer__regex=r"\A\s*\Z")
    asked = GreaterThan(Length("question"), LONG_CHARACTERS)
    answered = GreaterThan(Length("answer"), LONG_CHARACTERS)
    return cards.filter(Q(asked) | Q(answered))
