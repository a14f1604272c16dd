"""A learner's own options in one deck, and what its owner proposes."""

from typing import Any

from decks.accounts.option_fields import Fallback, StudyOptionsForm, option_words
from decks.accounts.study_options import (
    NO_LIMIT,
    OPTION_NAMES,
    option_values,
    resolved,
)
from decks.cards.models import Deck
from decks.study.models import Enrolment


class EnrolmentOptionsForm(StudyOptionsForm):
    """The learner's own; the row must carry its deck and its user."""

    class Meta(StudyOptionsForm.Meta):
        model = Enrolment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposed = option_values(self.instance.deck)
        holds = resolved(proposed, option_values(self.instance.user))
        self.explain(
            {
                name: _fallback(name, getattr(holds, name), own is not None)
                for name, own in zip(OPTION_NAMES, proposed, strict=True)
            }
        )


def _fallback(name: str, value: Any, is_proposed: bool) -> Fallback:
    words = option_words(name, value)
    if name == "new_card_order":
        choice = "As the deck proposes" if is_proposed else "As in your settings"
        return Fallback("", f"{choice}: {words}")
    source = "as the deck proposes" if is_proposed else "from your settings"
    hint = f"Empty: {words}, {source}."
    return Fallback(hint if value == NO_LIMIT else _with_no_limit(name, hint))


def _with_no_limit(name: str, hint: str) -> str:
    """Empty is decided elsewhere here, so that "no limit" needs a number."""
    return f"{hint} {NO_LIMIT}: no limit." if name == "reviews_per_day" else hint


class DeckDefaultsForm(StudyOptionsForm):
    """What a deck proposes to everyone who studies it."""

    class Meta(StudyOptionsForm.Meta):
        model = Deck

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = "Empty: what each learner has in their settings."
        self.explain(
            {
                name: Fallback(_with_no_limit(name, empty))
                for name in OPTION_NAMES
                if name != "new_card_order"
            }
            | {"new_card_order": Fallback("", "As each learner has in their settings")}
        )
