"""A learner's reviews as the CSV that FSRS's optimisers read.

The columns are those of fsrs-optimizer (open-spaced-repetition, README, "Review Logs
Schema"): `review_time` is UTC in Unix milliseconds, `review_rating` FSRS's grade,
`review_duration` milliseconds, and `review_state` what the card was before the review:
0 new, 1 learning, 2 review, 3 relearning. It sorts by card and time itself; so does
this file.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from decks.accounts.models import User
from decks.scheduling.levels import Level
from decks.scheduling.schedule import Phase, phase_after
from decks.study.models import Review
from decks.study.rows import fetch_all

HEADER = "card_id,review_time,review_rating,review_state,review_duration\n"
PAGE_ROWS = 5_000
"""So many rows of the log are in memory at once."""

_PAGE = """
    SELECT card_id, prompt, sequence, kind, level,
        floor(extract(epoch FROM reviewed_at) * 1000)::bigint, answer_ms,
        memory_stability_days + memory_difficulty IS NOT NULL
    FROM decks_review
    WHERE user_id = %(user)s AND undone_at IS NULL AND kind <> 'cram'
        AND (card_id, prompt, sequence) > (%(card)s, %(prompt)s, %(sequence)s)
    ORDER BY card_id, prompt, sequence
    LIMIT %(rows)s
"""
"""A card's live rows stand together: the index `review_once_per_showing`, whose
condition stands here word for word, gives them in this order."""

_COUNT = """
    SELECT count(*) FROM decks_review
    WHERE user_id = %(user)s AND undone_at IS NULL AND level BETWEEN 1 AND 5 AND (
        kind = 'review' OR kind = 'import'
            AND memory_stability_days + memory_difficulty IS NULL
    )
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """A live row of the log; an import may carry a memory state instead of a review."""

    card_id: int
    prompt: int
    sequence: int
    kind: str
    level: int
    reviewed_at_ms: int
    answer_ms: int
    has_memory: bool

    @property
    def is_review(self) -> bool:
        """Whether it says how well somebody knew the card."""
        is_rated = self.kind in (Review.Kind.REVIEW, Review.Kind.IMPORT)
        # A level that is none is damage (`manage.py check_data` tells of it).
        return is_rated and not self.has_memory and 1 <= self.level <= len(Level)

    def line(self, phase: Phase | None) -> str:
        """The line of a review of a card that stood there before it."""
        grade, state = Level(self.level).grade, phase or 0
        return (
            f"{self.card_id},{self.reviewed_at_ms},{grade},{state},{self.answer_ms}\n"
        )

    def phase_after(self, phase: Phase | None) -> Phase | None:
        """Where it leaves the card, as `scheduling.replay` has it."""
        if self.kind == Review.Kind.RESET:
            return None
        if self.has_memory:
            return Phase.REVIEW
        return phase_after(phase, Level(self.level)) if self.is_review else phase


def count_reviews(user: User) -> int:
    """How many lines the file has below its header. One statement."""
    return int(fetch_all(_COUNT, {"user": user.pk})[0][0])


def reviews_csv(user: User) -> Iterator[bytes]:
    """The file in pieces: one for each PAGE_ROWS rows, and a statement for each.

    Each live rating is a line, whoever may read the card today: the history is the
    learner's, and numbers say nothing of its words. Left out are practice, what was
    undone, and rows that are no review: a card that was started over (new again from
    there on) and a memory state that an import brought along (in review from there on;
    an import without one was rated elsewhere and counts). A row that is written
    meanwhile comes along if its card's turn is still to come.
    """
    yield HEADER.encode()
    card, phase = (0, 0), None
    for page in _pages(user):
        lines = []
        for row in page:
            if (row.card_id, row.prompt) != card:
                card, phase = (row.card_id, row.prompt), None
            if row.is_review:
                lines.append(row.line(phase))
            phase = row.phase_after(phase)
        yield "".join(lines).encode()


def _pages(user: User) -> Iterator[list[_Row]]:
    after = {"card": 0, "prompt": 0, "sequence": 0}
    rows: dict[str, Any] = {"user": user.pk, "rows": PAGE_ROWS}
    while page := [_Row(*row) for row in fetch_all(_PAGE, rows | after)]:
        yield page
        last = page[-1]
        after = {
            "card": last.card_id,
            "prompt": last.prompt,
            "sequence": last.sequence,
        }
