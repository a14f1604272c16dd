"""A learner's reviews as the CSV that FSRS's optimisers read.

The columns are those of fsrs-optimizer (open-spaced-repetition, README, "Review Logs
Schema"): `review_time` is UTC in Unix milliseconds, `review_rating` FSRS's grade,
`review_duration` milliseconds, and `review_state` what the card was before the review:
0 new, 1 learning, 2 review, 3 relearning. It sorts by card and time itself; so does
this file.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from decks.accounts.models import User
from decks.scheduling.levels import Level
from decks.scheduling.schedule import Phase, phase_after
from decks.study.rows import fetch_all
from decks.transfer.take_out.review_statements import REVIEWS_COUNT, REVIEWS_PAGE

HEADER = "card_id,review_time,review_rating,review_state,review_duration\n"
PAGE_ROWS = 2_000
"""So many rows of the log are in memory at once."""


class _Row(NamedTuple):
    """A live row of the log, as REVIEWS_PAGE selects it."""

    card_id: int
    prompt: int
    sequence: int
    level: int
    reviewed_at_ms: int
    answer_ms: int
    is_review: bool
    is_reset: bool
    has_memory: bool


def count_reviews(user: User) -> int:
    """How many lines the file has below its header. One statement."""
    return int(fetch_all(REVIEWS_COUNT, {"user": user.pk})[0][0])


def reviews_csv(user: User) -> Iterator[bytes]:
    """The file in pieces: one for each PAGE_ROWS rows, and a statement for each.

    Each live rating is a line, whoever may read the card today: the history is the
    learner's, and numbers say nothing of its words. Left out are practice, what was
    undone, and rows that are no review: a card that was started over (new again from
    there on) and a memory state that an import brought along (in review from there on).
    A row that is written meanwhile comes along if its card's turn is still to come.
    """
    yield HEADER.encode()
    card: tuple[int, int] | None = None
    phase: Phase | None = None
    for page in _pages(user):
        lines = []
        for row in page:
            if (row.card_id, row.prompt) != card:
                card, phase = (row.card_id, row.prompt), None
            if row.is_review:
                lines.append(_line(row, phase))
            phase = _phase_after(phase, row)
        yield "".join(lines).encode()


def _pages(user: User) -> Iterator[list[_Row]]:
    given: dict[str, Any] = {"user": user.pk, "rows": PAGE_ROWS}
    given |= {"card": 0, "prompt": 0, "sequence": 0}
    while page := [_Row(*row) for row in fetch_all(REVIEWS_PAGE, given)]:
        yield page
        card_id, prompt, sequence, *_ = page[-1]
        given |= {"card": card_id, "prompt": prompt, "sequence": sequence}


def _line(row: _Row, phase: Phase | None) -> str:
    """A review of a card that stood there before it; None is a new one."""
    rated = f"{row.reviewed_at_ms},{Level(row.level).grade:d}"
    return f"{row.card_id},{rated},{phase or 0:d},{row.answer_ms}\n"


def _phase_after(phase: Phase | None, row: _Row) -> Phase | None:
    """Where the row leaves the card, as `scheduling.replay` has it."""
    if row.is_review:
        return phase_after(phase, Level(row.level))
    if row.is_reset:
        return None
    return Phase.REVIEW if row.has_memory else phase
