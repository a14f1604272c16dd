"""Large imports: what was sent is kept, and a job saves it beside the site."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.jobs.queueing import enqueue
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.transfer import formats, sent_wishes
from decks.transfer.formats import NotADeck
from decks.transfer.formats.parsed import Reading
from decks.transfer.models import SentImport
from decks.transfer.preview import Plan
from decks.transfer.preview_words import done_words, into_words
from decks.transfer.saving import Saved, SeenOtherwise, Wish, save_import

KIND = "import"
AT_ONCE_MAX_BYTES = 2_000_000
AT_ONCE_MAX_CARDS = 2_000
"""More is not saved within a request: that holds one of few workers for seconds."""

KEPT = dt.timedelta(days=7)
"""So long the text of an import that was not saved can be tried again."""

_WHY = {
    SentImport.Outcome.OTHERWISE: "the deck changed after you looked at it",
    SentImport.Outcome.LOST: "the deck is not yours to change any more",
}


def is_large(data: bytes, plan: Plan) -> bool:
    """Whether saving this is left to a job."""
    is_long = len(data) > AT_ONCE_MAX_BYTES
    return is_long or plan.written_count > AT_ONCE_MAX_CARDS


@transaction.atomic
def send_import(
    wish: Wish, data: bytes, reading: Reading, *, name: str, now: dt.datetime
) -> SentImport:
    """Have this saved; the same form sent twice is one import. Some four statements."""
    own_id = uuid.uuid5(wish.sent_id, str(wish.user.pk))
    job = enqueue(KIND, key=str(own_id), user=wish.user, now=now)
    sent, _ = SentImport.objects.get_or_create(
        id=own_id,
        defaults={
            "user": wish.user,
            "job": job,
            "name": name,
            "deck_id": wish.deck_id,
            "wish": sent_wishes.written(wish, reading),
            "data": data,
            "created_at": now,
        },
    )
    return sent


def sent_by(user: User) -> QuerySet[SentImport]:
    """Somebody's own, the latest first, without the text."""
    mine = SentImport.objects.filter(user=user).select_related("job", "deck")
    return mine.defer("data", "wish").order_by("-created_at", "-id")


def latest_of(user: User, *, now: dt.datetime) -> QuerySet[SentImport]:
    """What the import page lists: of the last days, at most five."""
    return sent_by(user).filter(created_at__gte=now - KEPT)[:5]


def save_sent(running: Running) -> None:
    """The job: saves what was sent, all or nothing, and says so in its row.

    While it looks through a deck for copies, that deck's other editors wait.
    """
    rows = SentImport.objects.select_related("user")
    sent = rows.filter(job=running.job).first()
    if sent is None or sent.outcome:
        return
    wish, reading = sent_wishes.read(sent.wish, sent.user)
    try:
        parsed = formats.read(bytes(sent.data), reading)
        saved = save_import(parsed, wish, now=running.now, tell=running.tell)
    except (SeenOtherwise, NotADeck):
        _refuse(sent, SentImport.Outcome.OTHERWISE, now=running.now)
    except Deck.DoesNotExist:
        _refuse(sent, SentImport.Outcome.LOST, now=running.now)
    else:
        _close(sent, saved, now=running.now)


def _close(sent: SentImport, saved: Saved, *, now: dt.datetime) -> None:
    sent.outcome = SentImport.Outcome.SAVED
    sent.deck_id = saved.deck_id
    sent.words = _done_words(saved)
    sent.data = b""
    sent.save(update_fields=["outcome", "deck", "words", "data"])
    _tell(sent, f"“{sent.name}”: {sent.words}", now=now)


def _done_words(saved: Saved) -> str:
    if saved.plan is None:
        return "These cards were saved already, once."
    words = done_words(saved.plan)
    return f"{words} {into_words(saved.plan)}." if saved.plan.is_into_deck else words


def _refuse(sent: SentImport, why: SentImport.Outcome, *, now: dt.datetime) -> None:
    sent.outcome = why
    sent.save(update_fields=["outcome"])
    _tell(sent, f"“{sent.name}” was not saved: {_WHY[why]}.", now=now)


def tell_of_failure(job: Job) -> None:
    """What is left to do where the job was set aside."""
    sent = SentImport.objects.select_related("user").filter(job=job).first()
    if sent is not None and job.started_at is not None:
        words = f"“{sent.name}” could not be saved. You can try again."
        _tell(sent, words, now=job.started_at)


def _tell(sent: SentImport, words: str, *, now: dt.datetime) -> None:
    tell(
        [sent.user_id],
        NoticeKind.IMPORTED,
        about=about(sent),
        words=words,
        path=reverse("import_sent", args=[sent.pk]),
        actor=None,
        now=now,
    )


def about(sent: SentImport) -> str:
    """What its notice is about."""
    return f"import {sent.pk}"


def forget_texts(*, now: dt.datetime) -> None:
    """Drop the texts of what was sent long ago; the rows go with their jobs.

    One statement.
    """
    old = SentImport.objects.filter(created_at__lt=now - KEPT).exclude(data=b"")
    over = [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED]
    old.filter(job__state__in=over).update(data=b"")
