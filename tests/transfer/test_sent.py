"""Large imports: saved once and whole by a worker, or not at all and said so."""

import contextlib
import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from decks.jobs.claiming import claim
from decks.jobs.models import Job
from decks.jobs.progress import Running, Stopped
from decks.jobs.queueing import cancel, try_again
from decks.jobs.running import Worker
from decks.models import Card, Deck, ImportDraft, Notice, SentImport, User
from decks.transfer import formats, sent_wishes
from decks.transfer.preview import Choices, plan_import
from decks.transfer.saving import write_import
from decks.transfer.sent import (
    forget_texts,
    is_large,
    save_sent,
)
from decks.work import KINDS
from tests.factories import make_deck, make_user
from tests.jobs.test_processes import start_worker, wait_until
from tests.jobs.test_running import let_pass
from tests.transfer.saves import parsed
from tests.transfer.sent_imports import COUNT, FEW, anew, send, send_again

pytestmark = pytest.mark.django_db(transaction=True)

Outcome = SentImport.Outcome


def work_off() -> None:
    Worker(KINDS).work_off()


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("words", flat=True))


def test_it_is_saved_by_a_worker_and_its_sender_is_told():
    user = make_user()
    sent = send(user)
    assert not Deck.objects.exists()
    work_off()
    deck = Deck.objects.get(owner=user)
    sent = anew(sent)
    assert (deck.card_count, deck.title) == (COUNT, "Rivers")
    assert (sent.outcome, sent.deck, bytes(sent.data)) == (Outcome.SAVED, deck, b"")
    assert sent.words == "2,001 cards saved."
    assert sent.job.state == Job.State.DONE
    assert told(user) == ["“Rivers”: 2,001 cards saved."]


def test_how_far_it_is_is_told_after_each_thousand_cards():
    user, heard = make_user(), []
    sent = send(user)
    wish, reading = sent_wishes.read(sent.wish, user)
    text = formats.read(bytes(sent.data), reading)
    tell = lambda done, total: heard.append((done, total))  # noqa: E731
    write_import(text, wish, now=timezone.now(), tell=tell)
    assert heard == [(done, COUNT) for done in (0, 1000, 2000, COUNT)]


@pytest.mark.full
def test_a_killed_workers_import_is_saved_once_by_the_next():
    user = make_user()
    sent = send(user, text=FEW)
    # The last that it does is to tell its sender, whose row is held until it is killed.
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        with worker_that_is_killed():
            wait_until(somebody_waits_for_us)
    assert not Deck.objects.exists()
    let_pass(minutes=1)
    with worker_that_is_killed():
        wait_until(lambda: anew(sent).job.is_over)
    sent = anew(sent)
    assert (sent.job.tries, sent.outcome) == (2, Outcome.SAVED)
    assert Deck.objects.get().card_count == Card.objects.count() == 2
    assert len(told(user)) == 1


@contextlib.contextmanager
def worker_that_is_killed() -> Iterator[None]:
    with start_worker("decks.work") as worker:
        try:
            yield
        finally:
            worker.kill()


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def test_into_a_deck_it_says_what_was_new_and_what_not():
    user = make_user()
    deck = make_deck(owner=user)
    Card.objects.create(deck=deck, question="France", answer="Lyon", position=1)
    sent = send(user, deck, FEW)
    work_off()
    assert anew(sent).words == "2 cards saved. 1 new, 1 changed."


def test_one_form_sent_twice_is_one_import_and_one_deck():
    user = make_user()
    first = send(user, text=FEW)
    for _ in range(2):
        assert send_again(first, user) == first
        work_off()
    assert (Job.objects.filter(kind="import").count(), Deck.objects.count()) == (1, 1)


@pytest.mark.parametrize("is_purged", [False, True])
def test_a_deck_that_was_deleted_since_is_made_anew(is_purged: bool):
    user = make_user()
    first = send(user, text=FEW)
    work_off()
    if is_purged:
        Deck.objects.all().delete()
    Deck.objects.update(deleted_at=timezone.now())
    send_again(first, user)
    work_off()
    assert Deck.objects.filter(deleted_at=None).get().card_count == 2


def test_another_person_with_the_same_form_has_their_own():
    first = send(make_user(), text=FEW)
    other = make_user()
    sent = send_again(first, other)
    work_off()
    assert sent.pk != first.pk
    assert Deck.objects.filter(owner=other).count() == 1


def test_a_deck_that_changed_meanwhile_is_left_alone_and_the_text_kept():
    user = make_user()
    deck = make_deck(owner=user)
    sent = send(user, deck, FEW)
    Card.objects.create(deck=deck, question="Italy", answer="Rome", position=1)
    work_off()
    sent = anew(sent)
    assert (sent.outcome, bytes(sent.data)) == (Outcome.OTHERWISE, FEW.encode())
    assert Card.objects.count() == 1
    assert told(user) == [
        "“Rivers” was not saved: the deck changed after you looked at it."
    ]


@pytest.mark.parametrize(
    "change", [{"deleted_at": timezone.now()}, {"owner": None}], ids=["gone", "lost"]
)
def test_a_deck_that_is_not_theirs_any_more_is_left_alone(change):
    user = make_user()
    deck = make_deck(owner=user)
    sent = send(user, deck, FEW)
    Deck.objects.update(**change)
    work_off()
    assert anew(sent).outcome == Outcome.LOST
    assert not Card.objects.exists()
    assert "not yours to change any more" in told(user)[0]


def test_cancelled_while_it_runs_nothing_is_half_written():
    sent = send(make_user())
    job = claim(now=timezone.now())
    assert job is not None
    cancel(Job.objects.all(), now=timezone.now())
    with Running(job, now=timezone.now()) as running:
        wait_until(lambda: has_heard(running))
        with pytest.raises(Stopped), transaction.atomic():
            save_sent(running)
    assert not Deck.objects.exists()
    assert not Card.objects.exists()
    assert not ImportDraft.objects.exists()
    assert anew(sent).outcome == ""


def has_heard(running: Running) -> bool:
    """Whether the thread that renews the claim was told to stop."""
    try:
        running.check()
    except Stopped:
        return True
    return False


def test_cancelled_before_it_can_be_saved_after_all():
    user = make_user()
    sent = send(user, text=FEW)
    cancel(Job.objects.all(), now=timezone.now())
    work_off()
    assert not Deck.objects.exists()
    try_again(Job.objects.filter(pk=sent.job_id), now=timezone.now())
    work_off()
    assert Deck.objects.get().card_count == 2


def test_what_cannot_be_saved_in_three_tries_is_told_and_kept():
    user = make_user()
    sent = send(user, text=FEW)
    SentImport.objects.update(wish={})
    for _ in range(3):
        work_off()
        let_pass(minutes=5)
    now = anew(sent)
    assert (now.job.state, bytes(now.data)) == (Job.State.FAILED, FEW.encode())
    assert told(user) == ["“Rivers” could not be saved. You can try again."]
    SentImport.objects.update(wish=sent.wish)
    try_again(Job.objects.filter(pk=sent.job_id), now=timezone.now())
    work_off()
    assert Deck.objects.get().card_count == 2


@pytest.mark.parametrize(("days", "is_left"), [(6, True), (8, False)])
def test_texts_that_were_not_saved_are_kept_for_a_week(days, is_left):
    sent = send(make_user(), text=FEW)
    cancel(Job.objects.all(), now=timezone.now())
    forget_texts(now=timezone.now() + dt.timedelta(days=days))
    assert bool(bytes(anew(sent).data)) == is_left


def test_what_still_waits_keeps_its_text():
    sent = send(make_user(), text=FEW)
    forget_texts(now=timezone.now() + dt.timedelta(days=100))
    assert anew(sent).data


@pytest.mark.parametrize(
    ("cards", "size_bytes", "is_so"),
    [(2000, 2_000_000, False), (2001, 1, True), (1, 2_000_001, True)],
)
def test_what_is_large(cards, size_bytes, is_so):
    text = parsed(*[(f"Q{number}", "A") for number in range(cards)])
    plan = plan_import(text.cards, None, Choices(), finds_copies=False)
    assert is_large(b"x" * size_bytes, plan) == is_so
