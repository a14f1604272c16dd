"""Giving a mail to the server once.

What is sent stands in the table before. A worker that is killed between that and the
server's word has lost one mail: better than one that comes twice. Only where the server
surely did not take it, it is tried again: where it is away or says "later", until the
date's hours are over.
"""

import datetime as dt
import logging
from smtplib import (
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db.models import QuerySet

from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.jobs.queueing import put_off
from decks.mails.letters import Letter, letter_for, written
from decks.mails.models import SentMail
from decks.mails.planning import SEND

logger = logging.getLogger(__name__)

REFUSED = (SMTPRecipientsRefused, SMTPResponseException, SMTPNotSupportedError)
"""The server's own word that it did not take it."""

AWAY_WAITS_SECONDS = (10, 60, 300, *[1800] * 28)
"""Together as long as a date's hours."""

OTHERS_WAIT = dt.timedelta(minutes=1)
"""So long no other mail is tried where the server could not be reached: each try may
take its time, and other jobs wait behind them."""

KEPT = dt.timedelta(days=90)

_TAKE = """
    INSERT INTO decks_sentmail (user_id, local_date, has_digest, tells_until)
    VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def send_mail(running: Running) -> None:
    """The mail of the job's learner and date, unless there is nothing to tell."""
    job = running.job
    if job.user is None:
        return
    day = dt.date.fromisoformat(job.payload["day"])
    with_digest = job.payload["has_digest"]
    letter = letter_for(job.user, day, with_digest=with_digest, now=running.now)
    if letter is not None:
        running.check()
        send(letter, now=running.now)


def send(letter: Letter, *, now: dt.datetime) -> None:
    """Send it, unless the date's mail was sent. Raises OSError or SMTPException where
    the server is away or refuses it: then it may be tried again."""
    message = written(letter)
    server = get_connection()
    _reach(server, now=now)
    with server:
        if not _take(letter, now=now):
            return
        message.connection = server
        try:
            message.send()
        except REFUSED:
            _sent(letter).delete()
            raise
        except OSError:
            # It may have come to the server before this broke off: no second one.
            logger.warning("A mail broke off while it was sent; it is not sent again")


def _reach(server: BaseEmailBackend, *, now: dt.datetime) -> None:
    try:
        server.open()
    except OSError:
        server.close()
        put_off(Job.objects.filter(kind=SEND), until=now + OTHERS_WAIT)
        raise


def is_away(error: Exception) -> bool:
    """Whether the server could not be reached or would take the mail later (4xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code < 500 for code, _ in error.recipients.values())
    if isinstance(error, SMTPSenderRefused | SMTPDataError):
        return error.smtp_code < 500
    return isinstance(error, OSError) and not isinstance(error, SMTPNotSupportedError)


def _take(letter: Letter, *, now: dt.datetime) -> bool:
    """Whether this date's mail was nobody's yet. Committed with this statement."""
    with database.cursor() as cursor:
        has_digest = letter.news is not None
        cursor.execute(_TAKE, [letter.user.pk, letter.day, has_digest, now])
        return bool(cursor.rowcount)


def _sent(letter: Letter) -> QuerySet[SentMail]:
    return SentMail.objects.filter(user=letter.user, local_date=letter.day)


def forget_sent(*, now: dt.datetime) -> int:
    """Forget which mail was sent long ago; how many. One statement."""
    return SentMail.objects.filter(local_date__lt=(now - KEPT).date()).delete()[0]
