"""How far a sent import is, in the words of its page."""

import dataclasses
import datetime as dt

from decks.cards.plurals import counted
from decks.jobs.claiming import LEASE
from decks.jobs.models import Job
from decks.transfer.models import SentImport

LATE = dt.timedelta(seconds=60)
"""After so long without a worker the page says what it waits for."""

TOO_MANY_WORDS = (
    "Three large imports of yours are not finished. Wait for one of them, or cancel "
    "one; then save this."
)
_WORDS = {
    "waiting": "Waiting to be saved",
    "late": "Waiting for the site’s worker",
    "reading": "Reading the cards",
    "stopping": "Stopping",
    "cancelled": "Cancelled. Nothing was saved.",
    "failed": "This could not be saved. Nothing was written.",
    "otherwise": "The deck changed after you looked at it. Nothing was saved.",
    "lost": "The deck is not yours to change any more. Nothing was saved.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """`stage` is a key of _WORDS, "saving" or "saved"; `total` is 0 where nobody knows
    it yet."""

    stage: str
    words: str
    is_over: bool
    done: int = 0
    total: int = 0


def standing_of(sent: SentImport, *, now: dt.datetime) -> Standing:
    """What its page says now. `sent.job` should be there already."""
    job = sent.job
    stage = _stage(sent, job, now)
    return Standing(
        stage,
        _words(stage, sent, job),
        job.is_over or stage == "cancelled",
        job.done_count,
        job.total_count if stage == "saving" else 0,
    )


def _stage(sent: SentImport, job: Job, now: dt.datetime) -> str:
    states = Job.State
    if job.state == states.DONE:
        return sent.outcome
    if job.is_over:
        return str(job.state)
    if job.is_to_stop:
        # Without its worker nothing can come of it any more.
        return "cancelled" if job.is_lost(now) else "stopping"
    if now - _last_sign(job) > LATE:
        return "late"
    if job.state == states.WAITING:
        return "waiting"
    return "saving" if job.total_count else "reading"


def _last_sign(job: Job) -> dt.datetime:
    """When a worker last had it, or should have taken it."""
    return job.run_at if job.leased_until is None else job.leased_until - LEASE


def _words(stage: str, sent: SentImport, job: Job) -> str:
    if stage == "saved":
        return sent.words
    if stage == "saving":
        return f"Saving {job.done_count:,} of {counted(job.total_count, 'card')}"
    return _WORDS[stage]
