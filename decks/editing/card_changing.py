"""A card's next text, and what it means for those who learned the last one."""

from django.db import transaction
from django.db.models import Exists

from decks.cards.models import Card
from decks.cards.writing import Pen, Sides, change_card
from decks.editing.meaning import make_new_for_everyone
from decks.groups.sharing import ever_shared
from decks.study.models import ReviewState


def may_be_learned(card: Card) -> bool:
    """Whether anybody has rated the card since it was new. One statement.

    Of a deck that a group has or had it may always be so: who studied is not told.
    """
    learned = ReviewState.objects.filter(card=card, phase__isnull=False)
    shares = ever_shared().filter(pk=card.deck_id)
    asked = Card.objects.filter(pk=card.pk)
    return asked.filter(Exists(learned) | Exists(shares)).exists()


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
