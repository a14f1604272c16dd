"""What was said of cards that lost their words for good goes with them."""

from django.db.models import Q

from decks.talk.models import Comment, Suggestion

_WORDLESS = Q(card__deck__deleted_at__isnull=False, card__question="", card__answer="")
"""Of cards that were purged: their rows stay where learners' logs name them."""

_CARDLESS = Q(card=None) & (
    ~Q(kind=Suggestion.Kind.NEW)
    | Q(state__in=[Suggestion.State.ACCEPTED, Suggestion.State.CHANGED])
)
"""Those whose card was there once and went altogether."""


def forget_talk() -> None:
    """Delete comments on and suggestions for what was purged. Done twice is done once.

    Run after `deck_purging.purge_deleted`, which takes the words.
    """
    of_purged_deck = Q(deck__deleted_at__isnull=False, deck__title="")
    of_purged_deck &= Q(deck__trash_of=None)
    Suggestion.objects.filter(_WORDLESS | _CARDLESS | of_purged_deck).delete()
    Comment.objects.filter(_WORDLESS).delete()
