"""A learner's own options in one deck, and what its owner proposes."""

from collections.abc import Sequence
from typing import Any

from decks.accounts.option_fields import Fallback, StudyOptionsForm, option_words
from decks.accounts.study_options import (
    NO_LIMIT,
    OPTION_NAMES,
    option_values,
    resolved,
)
from decks.cards.models import Deck
from decks.study.learners import proposed_options
from decks.study.models import Enrolment


class EnrolmentOptionsForm(StudyOptionsForm):
    """The learner's own; the row must carry its deck and its user."""

    class Meta(StudyOptionsForm.Meta):
        model = Enrolment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposed = proposed_options(self.instance)
        holds = resolved(*proposed, option_values(self.instance.user))
        sources = [*_PROPOSERS[-len(proposed) :], ""]
        self.explain(
            {
                name: _fallback(name, getattr(holds, name), sources[_first(column)])
                for name, *column in zip(OPTION_NAMES, *proposed, strict=True)
            }
        )


_PROPOSERS = ("your group proposes", "the deck proposes")


def _first(proposed: Sequence[Any]) -> int:
    """Which of the proposals holds; their number where none does."""
    made = (place for place, value in enumerate(proposed) if value is not None)
    return next(made, len(proposed))


def _fallback(name: str, value: Any, source: str) -> Fallback:
    words = option_words(name, value)
    if name == "new_card_order":
        return Fallback("", f"As {source or 'in your settings'}: {words}")
    where = f"as {source}" if source else "from your settings"
    hint = f"Empty: {words}, {where}."
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
