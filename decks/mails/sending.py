"""Giving a mail to the server once.

What is sent stands in the table before. A worker that is killed between that and the
server's word has lost one mail: better than one that comes twice. Only where the server
surely did not take it, it is tried again.
"""

import datetime as dt
import logging
from smtplib import (
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.core.mail import get_connection
from django.db import connection as database
from django.db.models import QuerySet

from decks.jobs.progress import Running
from decks.mails.letters import Letter, letter_for, written
from decks.mails.models import SentMail

logger = logging.getLogger(__name__)

REFUSED = (SMTPRecipientsRefused, SMTPResponseException, SMTPNotSupportedError)
"""The server's own word that it did not take it."""

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
    with get_connection() as server:
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
