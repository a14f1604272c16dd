"""A card's next text, and what it means for those who learned the last one."""

from django.db import transaction

from decks.cards.models import Card
from decks.cards.writing import Pen, Sides, change_card
from decks.editing.meaning import make_new_for_everyone
from decks.study.models import ReviewState


def is_learned(card: Card) -> bool:
    """Whether anybody has rated the card since it was new. One statement."""
    return ReviewState.objects.filter(card=card, phase__isnull=False).exists()


@transaction.atomic
def change_text(
    card: Card, sides: Sides, pen: Pen, *, seen_version: int, is_new_meaning: bool
) -> Card:
    """The card with this text; where it means something else, new for everyone.

    Raises ChangedMeanwhile and Card.DoesNotExist, as `writing.change_card`.
    """
    changed = change_card(
        card.pk,
        sides,
        pen,
        seen_version=seen_version,
        is_new_meaning=is_new_meaning,
    )
    # A form that is sent again found it written: what was rated since counts.
    if is_new_meaning and changed.updated_at == pen.now:
        make_new_for_everyone(changed, now=pen.now)
    return changed
