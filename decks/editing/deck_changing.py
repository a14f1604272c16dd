"""A deck's settings changed, its link replaced, the deck put away and brought back.

Who studies a deck that becomes harder to find goes on: they are let in as those who
came by its link. Only a deck that becomes private is lost to others; what they learned
is kept and is theirs again when the deck opens.
"""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from decks.accounts.models import User
from decks.cards.models import Deck, new_link_key
from decks.cards.writing import lock_deck
from decks.groups.sharing import outside_its_groups
from decks.study.models import Enrolment
from decks.study.sessions import enrol, set_archived

_LET_STAY = """
    INSERT INTO decks_deckreader (user_id, deck_id, came_at)
    SELECT e.user_id, e.deck_id, %(now)s FROM decks_enrolment e
    WHERE e.deck_id = %(deck)s
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def change_deck(deck_id: int, changes: dict[str, Any], *, now: dt.datetime) -> None:
    """Write these settings and leave the others as they are.

    Three statements at most. Raises Deck.DoesNotExist.
    """
    lock_deck(deck_id)
    Deck.objects.filter(pk=deck_id).update(**changes, updated_at=now)
    if changes.get("visibility") == Deck.Visibility.UNLISTED:
        let_learners_stay(deck_id, now=now)


def let_learners_stay(deck_id: int, *, now: dt.datetime) -> None:
    """Whoever has the deck among theirs, or had, may go on reading it."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_STAY, {"deck": deck_id, "now": now})


def learners_beside(deck: Deck, user: User) -> int:
    """How many others would lose this deck by its becoming private. One statement.

    They have it among theirs, and no group has it for them. So it says nothing of those
    whom the keeper knows by name and who may not want to be seen.
    """
    if deck.visibility == Deck.Visibility.PRIVATE:
        return 0
    learners = Enrolment.objects.filter(deck=deck, archived_at=None)
    others = learners.exclude(user=user).exclude(user=deck.owner_id)
    return outside_its_groups(others, deck.pk).count()


def replace_link(deck_id: int, *, now: dt.datetime) -> None:
    """Give the deck another link: the old one leads nowhere, who came by it stays."""
    Deck.objects.filter(pk=deck_id).update(link_key=new_link_key(), updated_at=now)


@transaction.atomic
def archive_deck(deck: Deck, user: User, *, now: dt.datetime) -> None:
    """Put a deck away: nobody new finds it, it is not among the editor's own any more.

    Other learners go on with it. Done twice is done once.
    """
    away = Deck.objects.filter(pk=deck.pk, archived_at=None)
    if away.update(archived_at=now):
        let_learners_stay(deck.pk, now=now)
        set_archived(user, deck, archived_at=now)


@transaction.atomic
def unarchive_deck(deck: Deck, user: User, *, now: dt.datetime) -> None:
    """Bring it back, also among the editor's own. Done twice is done once."""
    away = Deck.objects.filter(pk=deck.pk, archived_at__isnull=False)
    if away.update(archived_at=None):
        enrol(user, deck, now=now)
