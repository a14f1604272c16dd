"""What a learner knew of a card that was written anew since."""

import dataclasses

from decks.cards.models import CardVersion
from decks.study.showings import Showing


@dataclasses.dataclass(frozen=True, slots=True)
class Earlier:
    """The sides as the learner rated them last."""

    question: str
    answer: str


def earlier_text(showing: Showing) -> Earlier | None:
    """What the card said when it was rated last, where that was another text.

    Nothing is kept of who saw which text: the next rating is later than the change, so
    that it is told once, and an undo tells it again. One statement, and none for a card
    that did not change.
    """
    rated_at = showing.state.last_reviewed_at
    if not showing.is_changed or rated_at is None:
        return None
    kept = CardVersion.objects.filter(card_id=showing.card_id).order_by("-version")
    then = kept.filter(written_at__lte=rated_at).first() or kept.last()
    if then is None or _sides(then) == _sides(showing):
        return None
    return Earlier(*_sides(then))


def _sides(text: CardVersion | Showing) -> tuple[str, str]:
    return text.question, text.answer
