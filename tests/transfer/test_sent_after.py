"""After a large import is saved: copies are looked for, groups are told."""

import pytest
from django.utils import timezone

from decks.editing.copy_pairs import waiting_count
from decks.groups.events import EventKind
from decks.jobs.claiming import claim
from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.jobs.running import Worker
from decks.models import Deck, GroupEvent, SentImport, User
from decks.transfer.sent import look_for_copies
from decks.work import KINDS
from tests.factories import make_card, make_deck, make_group, make_user, share
from tests.jobs.test_running import let_pass
from tests.transfer.sent_imports import FEW, anew, send

pytestmark = pytest.mark.django_db(transaction=True)


def deck_with_copies(owner: User) -> Deck:
    """Two cards of it are alike, which nobody has looked for yet."""
    deck = make_deck(owner=owner)
    for _ in range(2):
        make_card(deck=deck, question="Italy", answer="Rome")
    return deck


def test_it_is_saved_before_copies_are_looked_for():
    user = make_user()
    deck = deck_with_copies(user)
    sent = send(user, deck, FEW)
    worker = Worker(KINDS)
    assert worker.run_next()
    assert (anew(sent).outcome, anew(sent).job.state) == (
        SentImport.Outcome.SAVED,
        "done",
    )
    assert waiting_count(deck) == 0
    assert worker.run_next()
    assert waiting_count(deck) == 1
    assert not worker.run_next()


def test_copies_are_looked_for_anew_where_that_worker_was_lost():
    user = make_user()
    deck = deck_with_copies(user)
    send(user, deck, FEW)
    Worker(KINDS).run_next()
    job = claim(now=timezone.now())
    assert job is not None
    look_for_copies(Running(job, now=timezone.now()))
    let_pass(minutes=1)
    Worker(KINDS).work_off()
    assert set(Job.objects.values_list("kind", "state")) == {
        ("import", "done"),
        ("copies", "done"),
    }
    assert waiting_count(deck) == 1


def test_a_deck_that_is_gone_is_not_looked_through():
    send(make_user(), text=FEW)
    worker = Worker(KINDS)
    worker.run_next()
    Job.objects.filter(kind="copies").update(payload={"deck": 0})
    worker.run_next()
    assert Job.objects.get(kind="copies").state == Job.State.DONE


def test_groups_that_have_the_deck_are_told_once():
    user = make_user()
    deck = make_deck(owner=user)
    share(deck, make_group(owner=user))
    send(user, deck, FEW)
    Worker(KINDS).work_off()
    lines = GroupEvent.objects.filter(deck=deck, kind=EventKind.CHANGED)
    assert [(line.actor, line.count) for line in lines] == [(user, 1)]
