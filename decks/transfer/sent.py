"""Large imports: what was sent is kept, and a job saves it beside the site."""

import contextlib
import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.editing.copy_pairs import check_copies
from decks.groups.deck_news import deck_changed
from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.jobs.queueing import enqueue, try_again
from decks.notices.models import NoticeKind
from decks.notices.telling import tell
from decks.transfer import formats, sent_wishes
from decks.transfer.formats import NotADeck
from decks.transfer.formats.parsed import Reading
from decks.transfer.models import SentImport
from decks.transfer.preview import Plan
from decks.transfer.preview_words import done_words, into_words
from decks.transfer.saving import Saved, SeenOtherwise, Wish, write_import

KIND = "import"
COPIES = "copies"
AT_ONCE_MAX_BYTES = 2_000_000
AT_ONCE_MAX_CARDS = 2_000
"""More is not saved within a request: that holds one of few workers for seconds."""

KEPT = dt.timedelta(days=7)
"""So long the text of an import that was not saved can be tried again."""

UNFINISHED_MAX = 3
TEXTS_MAX = 3
"""So many imports of one person wait or run; of so many that are over without being
saved the text is kept, the latest."""

_OVER = [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED]
_WHY = {
    SentImport.Outcome.OTHERWISE: "the deck changed after you looked at it",
    SentImport.Outcome.LOST: "the deck is not yours to change any more",
}


class TooManyWait(Exception):
    """So many large imports of theirs are unfinished that no more is taken."""


def is_large(data: bytes, plan: Plan) -> bool:
    """Whether saving this is left to a job."""
    is_long = len(data) > AT_ONCE_MAX_BYTES
    return is_long or plan.written_count > AT_ONCE_MAX_CARDS


@transaction.atomic
def send_import(
    wish: Wish, data: bytes, reading: Reading, *, name: str, now: dt.datetime
) -> SentImport:
    """Have this saved; the same form sent twice is one import, unless the deck that it
    made was deleted in between. Raises TooManyWait.

    Some seven statements.
    """
    own_id = uuid.uuid5(wish.sent_id, str(wish.user.pk))
    _hold(wish.user)
    before = sent_by(wish.user).filter(pk=own_id).first()
    if before is not None and not is_deleted_since(before):
        return before
    if before is not None:
        before.job.delete()
    _find_room(wish.user, own_id)
    _forget_older_texts(wish.user)
    return SentImport.objects.create(
        id=own_id,
        user=wish.user,
        job=enqueue(KIND, key=str(own_id), user=wish.user, now=now),
        name=name,
        deck_id=wish.deck_id,
        wish=sent_wishes.written(wish, reading),
        data=data,
        created_at=now,
    )


@transaction.atomic
def save_after_all(sent: SentImport, *, now: dt.datetime) -> None:
    """Have it saved where it was cancelled or set aside and its text is still kept.

    Raises TooManyWait. Three statements.
    """
    if has_text(sent, now=now):
        _hold(sent.user)
        _find_room(sent.user, sent.pk)
        try_again(Job.objects.filter(pk=sent.job_id), now=now)


def has_text(sent: SentImport, *, now: dt.datetime) -> bool:
    """Whether what was sent can still be saved or looked at. One statement."""
    kept = SentImport.objects.filter(pk=sent.pk).exclude(data=b"")
    return sent.created_at > now - KEPT and kept.exists()


def _hold(user: User) -> None:
    """Of two imports that are sent at once the second waits for the first."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _find_room(user: User, own_id: uuid.UUID) -> None:
    """Raises TooManyWait unless this one may be unfinished beside the others."""
    others = SentImport.objects.filter(user=user).exclude(pk=own_id)
    if others.exclude(job__state__in=_OVER).count() >= UNFINISHED_MAX:
        raise TooManyWait


def _forget_older_texts(user: User) -> None:
    over = SentImport.objects.filter(user=user, job__state__in=_OVER)
    latest = over.exclude(data=b"").order_by("-created_at", "-id")
    older = list(latest.values_list("pk", flat=True)[TEXTS_MAX:])
    SentImport.objects.filter(pk__in=older).update(data=b"")


def sent_by(user: User) -> QuerySet[SentImport]:
    """Somebody's own, the latest first, without the text."""
    mine = SentImport.objects.filter(user=user).select_related("job", "deck")
    return mine.defer("data", "wish").order_by("-created_at", "-id")


def is_deleted_since(sent: SentImport) -> bool:
    """Whether it was saved, to a deck that is no longer there."""
    is_saved = sent.outcome == SentImport.Outcome.SAVED
    return is_saved and (sent.deck is None or sent.deck.deleted_at is not None)


def latest_of(user: User, *, now: dt.datetime) -> QuerySet[SentImport]:
    """What the import page lists: of the last days, at most five."""
    return sent_by(user).filter(created_at__gte=now - KEPT)[:5]


def save_sent(running: Running) -> None:
    """The job: saves what was sent, all or nothing, and says so in its row.

    Looking through the deck for copies is left to a job of its own, which holds nobody
    up and may be run again.
    """
    rows = SentImport.objects.select_related("user")
    sent = rows.filter(job=running.job).first()
    if sent is None or sent.outcome:
        return
    wish, reading = sent_wishes.read(sent.wish, sent.user)
    try:
        parsed = formats.read(bytes(sent.data), reading)
        saved = write_import(parsed, wish, now=running.now, tell=running.tell)
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
    if saved.has_written:
        enqueue(COPIES, payload={"deck": saved.deck_id}, now=now)
        deck_changed(saved.deck_id, by=sent.user, now=now)
    _tell(sent, f"“{sent.name}”: {sent.words}", now=now)


def look_for_copies(running: Running) -> None:
    """The job after it: compares what was saved with the deck's cards."""
    with contextlib.suppress(Deck.DoesNotExist):
        check_copies(running.job.payload["deck"], running.now)


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
    old.filter(job__state__in=_OVER).update(data=b"")
