"""Reporting a deck: who may, how often, and what became of it."""

import datetime as dt
from typing import Final

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.cards.querysets import DeckQuerySet
from decks.reports.models import DeckReport

REPORTS_A_DAY: Final = 10
_DAY = dt.timedelta(days=1)


class TooMany(Exception):
    """They reported REPORTS_A_DAY decks within a day; nothing was written."""


def reportable_by(user: User) -> DeckQuerySet:
    """Public decks of others that somebody may read."""
    return (
        Deck.objects.readable_by(user).filter(visibility="public").exclude(owner=user)
    )


def open_report(user: User, deck_id: int) -> DeckReport | None:
    """Theirs about this deck that nobody has looked at yet. One statement."""
    mine = DeckReport.objects.filter(reporter=user, deck=deck_id)
    return mine.filter(state=DeckReport.State.OPEN).first()


@transaction.atomic
def report_deck(
    user: User, deck_id: int, *, reason: str, words: str, now: dt.datetime
) -> bool:
    """Report it; False where their report of it is open already. Four statements.

    The reporter's row is held, so that two forms at once do not pass the limit
    together. Raises TooMany.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if open_report(user, deck_id) is not None:
        return False
    recent = DeckReport.objects.filter(reporter=user, reported_at__gt=now - _DAY)
    if recent.count() >= REPORTS_A_DAY:
        raise TooMany
    DeckReport.objects.create(
        deck_id=deck_id, reporter=user, reason=reason, words=words, reported_at=now
    )
    return True
