"""Rebuilding the states from the log: `manage.py replay`."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Card
from decks.study.models import ReviewState
from decks.study.repair.comparing import Compared, compared_cards
from decks.study.repair.state_statements import LEARNERS
from decks.study.rows import fetch_all, state_from_row
from decks.study.tallies import recount_cards
from decks.study.undo import write_state

SHOWN_MAX = 20
"""So many differences are told one by one."""

_CARDS_AT_ONCE = 1000

Key = tuple[int, int]
"""Card and prompt."""


@dataclasses.dataclass
class Replayed:
    """What a replay found: `lines` are its first SHOWN_MAX differences, in words."""

    learner_count: int = 0
    compared_count: int = 0
    difference_count: int = 0
    mended_count: int = 0
    lines: list[str] = dataclasses.field(default_factory=list)

    @property
    def left_count(self) -> int:
        """Differences that are still there."""
        return self.difference_count - self.mended_count

    def summary(self) -> Iterator[str]:
        """The report, line by line."""
        yield from self.lines
        if self.difference_count > len(self.lines):
            yield f"and {self.difference_count - len(self.lines):,} more"
        yield (
            f"{self.compared_count:,} states of {self.learner_count:,} learners "
            f"compared with the log: {self.difference_count:,} differ, "
            f"{self.mended_count:,} written anew, {self.left_count:,} left."
        )


def learners() -> Iterator[User]:
    """Everybody with a state or a log, in the order of their ids."""
    ids = (row[0] for row in fetch_all(LEARNERS, {}))
    while batch := list(itertools.islice(ids, _CARDS_AT_ONCE)):
        yield from User.objects.filter(pk__in=batch).order_by("pk")


def learner_named(email: str) -> User:
    """The learner with this address. Raises User.DoesNotExist."""
    return User.objects.get_by_natural_key(email)


def replay_states(users: Iterable[User], *, fix: bool) -> Replayed:
    """Compare every state of these learners with their log; `fix` writes those that
    differ, in one transaction for each learner.

    Where a card's log itself is broken, its state is told and left as it is.
    """
    replayed = Replayed()
    for user in users:
        mendable = _note(replayed, user)
        replayed.learner_count += 1
        if fix and mendable:
            replayed.mended_count += mend_states(user, mendable)
    return replayed


def _note(replayed: Replayed, user: User) -> list[Key]:
    """Count a learner's cards; returns those that can be mended."""
    mendable = []
    for compared in compared_cards(user.pk):
        replayed.compared_count += 1
        if not compared.differs:
            continue
        replayed.difference_count += 1
        if len(replayed.lines) < SHOWN_MAX:
            replayed.lines.append(f"{user.email}, {compared}")
        if compared.can_be_mended:
            mendable.append((compared.card_id, compared.prompt))
    return mendable


@transaction.atomic
def mend_states(user: User, keys: Iterable[Key]) -> int:
    """Make these states what the log gives; returns how many are right afterwards.

    Each row is locked before its log is read again: a rating that came in between is
    in it. The learner's counts of the decks concerned are counted anew.
    """
    mended, deck_ids = 0, set[int]()
    ordered = iter(sorted(keys))
    while batch := set(itertools.islice(ordered, _CARDS_AT_ONCE)):
        states = _locked(user, batch)
        deck_ids |= {state.deck_id for state in states.values()}
        for compared in _compared(user, batch):
            if compared.can_be_mended:
                _write(user, states, compared)
        mended += sum(not compared.differs for compared in _compared(user, batch))
    recount_cards(deck_ids, user=user)
    return mended


def _locked(user: User, keys: set[Key]) -> dict[Key, ReviewState]:
    """The rows, made where there are none, and locked as a rating locks them."""
    cards = {card_id for card_id, _ in keys}
    decks = dict(Card.objects.filter(pk__in=cards).values_list("pk", "deck_id"))
    new = [
        ReviewState(user=user, card_id=card_id, prompt=prompt, deck_id=decks[card_id])
        for card_id, prompt in sorted(keys)
        if card_id in decks
    ]
    ReviewState.objects.bulk_create(new, ignore_conflicts=True)
    locked = ReviewState.objects.select_for_update(no_key=True)
    rows = locked.filter(user=user, card_id__in=cards).order_by("card_id", "prompt")
    return {(row.card_id, row.prompt): row for row in rows}


def _compared(user: User, keys: set[Key]) -> Iterator[Compared]:
    for compared in compared_cards(user.pk, sorted({card_id for card_id, _ in keys})):
        if (compared.card_id, compared.prompt) in keys:
            yield compared


def _write(user: User, states: dict[Key, ReviewState], compared: Compared) -> None:
    state = states[compared.card_id, compared.prompt]
    write_state(user, state, state_from_row(compared.expected or ()))
