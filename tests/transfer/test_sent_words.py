"""What the page of a large import says at each stage."""

import datetime as dt

import pytest

from decks.jobs.claiming import LEASE
from decks.jobs.models import Job
from decks.models import SentImport
from decks.transfer.sent_words import standing_of
from tests.factories import NOW

MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


def standing(state="waiting", *, outcome="", words="", **job):
    made = Job(state=state, **{"run_at": NOW, **job})
    sent = SentImport(job=made, outcome=outcome, words=words)
    return standing_of(sent, now=NOW)


def running(**job):
    return standing("running", **{"leased_until": NOW + LEASE, **job})


def test_while_it_waits_then_longer_than_it_should():
    assert standing().words == "Waiting to be saved"
    assert standing(run_at=NOW - MINUTE).stage == "waiting"
    late = standing(run_at=NOW - MINUTE - SECOND)
    assert (late.stage, late.words) == ("late", "Waiting for the site’s worker")


def test_how_much_of_it_is_written():
    assert running().words == "Reading the cards"
    saving = running(done_count=1200, total_count=10000)
    assert saving.words == "Saving 1,200 of 10,000 cards"
    assert (saving.done, saving.total) == (1200, 10000)
    written = running(done_count=2, total_count=2)
    assert written.words == "Saving 2 of 2 cards"


def test_a_worker_that_was_lost_is_waited_for():
    lost = running(leased_until=NOW + LEASE - MINUTE - SECOND, total_count=5)
    assert (lost.stage, lost.total) == ("late", 0)


def test_that_it_is_being_stopped():
    assert running(is_to_stop=True, total_count=5).words == "Stopping"


def test_one_to_be_stopped_is_over_without_its_worker():
    lost = running(is_to_stop=True, leased_until=NOW - SECOND)
    assert (lost.words, lost.is_over) == ("Cancelled. Nothing was saved.", True)


@pytest.mark.parametrize(
    ("state", "outcome", "words"),
    [
        ("cancelled", "", "Cancelled. Nothing was saved."),
        ("failed", "", "This could not be saved. Nothing was written."),
        ("done", "saved", "2 cards saved."),
        ("done", "otherwise", "The deck changed after you looked at it."),
        ("done", "lost", "The deck is not yours to change any more."),
    ],
)
def test_how_it_ended(state, outcome, words):
    ended = standing(state, outcome=outcome, words="2 cards saved.")
    assert ended.is_over
    assert ended.words.startswith(words)
