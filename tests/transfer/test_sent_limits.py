"""How many large imports of one person wait, and how many texts are kept."""

import pytest
from django.utils import timezone

from decks.jobs.models import Job
from decks.jobs.queueing import cancel
from decks.jobs.running import Worker
from decks.models import SentImport
from decks.transfer.sent import TooManyWait, save_after_all
from decks.work import KINDS
from tests.factories import make_user
from tests.study.test_recording import in_threads
from tests.transfer.sent_imports import FEW, anew, send, send_again

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_sent_at_once_three_are_taken():
    user = make_user()

    def send_one() -> bool:
        try:
            send(user, text=FEW)
        except TooManyWait:
            return False
        return True

    assert sorted(in_threads(5, send_one)) == [False, False, True, True, True]
    assert Job.objects.count() == SentImport.objects.count() == 3
    send(make_user(), text=FEW)


def test_with_three_unfinished_the_same_form_is_still_one():
    user = make_user()
    first, *_ = [send(user, text=FEW) for _ in range(3)]
    assert send_again(first, user) == first
    Worker(KINDS).work_off()
    assert send(user, text=FEW).pk != first.pk


def test_one_that_was_cancelled_needs_room_to_be_saved_after_all():
    user = make_user()
    sent = send(user, text=FEW)
    cancel(Job.objects.filter(pk=sent.job_id), now=timezone.now())
    others = [send(user, text=FEW) for _ in range(3)]
    with pytest.raises(TooManyWait):
        save_after_all(anew(sent), now=timezone.now())
    assert anew(sent).job.state == Job.State.CANCELLED
    cancel(Job.objects.filter(pk=others[0].job_id), now=timezone.now())
    save_after_all(anew(sent), now=timezone.now())
    assert anew(sent).job.state == Job.State.WAITING


def test_of_texts_that_were_not_saved_the_latest_three_are_kept():
    user, other = make_user(), make_user()
    cancelled = [send(person, text=FEW) for person in (other, user, user, user)]
    cancel(Job.objects.all(), now=timezone.now())
    cancelled.append(send(user, text=FEW))
    cancel(Job.objects.all(), now=timezone.now())
    waits = send(user, text=FEW)
    send(user, text=FEW)
    kept = [bool(bytes(anew(sent).data)) for sent in (*cancelled, waits)]
    assert kept == [True, False, True, True, True, True]
    save_after_all(anew(cancelled[1]), now=timezone.now())
    assert anew(cancelled[1]).job.state == Job.State.CANCELLED
