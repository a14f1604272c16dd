"""What follows a change of cards: the deck's groups hear of it, copies are looked for.

For whoever has changed cards, after the transaction: a learner who is told must not
wait for it, nor it for them.
"""

import datetime as dt

from decks.accounts.models import User
from decks.editing.copy_pairs import after_change
from decks.groups.deck_news import deck_changed


def cards_changed(deck_id: int, *, by: User, now: dt.datetime) -> None:
    """Once for each thing that somebody did. One statement more than `after_change`
    where no group has the deck."""
    deck_changed(deck_id, by=by, now=now)
    after_change(deck_id, now)
