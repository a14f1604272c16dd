"""What is done to many cards of a deck at once, beside moving and deleting."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction

from decks.accounts.models import User
from decks.cards.models import Card
from decks.cards.writing import ROWS_A_STATEMENT, Pen, Sides, add_cards
from decks.editing.bulk_statements import BRING_BACK, PUT_ASIDE, TOUCH


@transaction.atomic
def copy_cards(
    deck_id: int, card_ids: Collection[int], to_deck_id: int, pen: Pen
) -> int:
    """Write copies of cards at the end of another deck, new for everybody; how many.

    They keep text, tags and order, not the name they had in a file.
    """
    cards = Card.objects.filter(deck=deck_id).in_deck_order()
    wanted = set(card_ids)
    texts = [
        Sides(question, answer, tuple(tags))
        for pk, question, answer, tags in cards.values_list(
            "pk", "question", "answer", "tags"
        ).iterator(ROWS_A_STATEMENT)
        if pk in wanted
    ]
    return len(add_cards(to_deck_id, texts, pen)) if texts else 0


@transaction.atomic
def put_aside_cards(
    user: User, deck_id: int, card_ids: Collection[int], *, now: dt.datetime
) -> int:
    """Show this learner these cards no more until they are brought back; how many.

    The same as `marks.put_aside` for each. Two statements.
    """
    given: dict[str, Any] = {
        "user": user.pk,
        "deck": deck_id,
        "cards": sorted(card_ids),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, given)
        cursor.execute(PUT_ASIDE, given)
        return int(cursor.rowcount)


def bring_back_cards(user: User, deck_id: int, put_aside_at: dt.datetime) -> int:
    """Show again what this learner put aside in this deck at that moment; how many.

    They are due when their log says, as by `marks.bring_back`. One statement.
    """
    given: dict[str, Any] = {"user": user.pk, "deck": deck_id, "moment": put_aside_at}
    with connection.cursor() as cursor:
        cursor.execute(BRING_BACK, given)
        return int(cursor.rowcount)
