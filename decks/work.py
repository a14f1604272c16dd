"""What runs beside the site: the kinds of jobs, and what is done regularly."""

import datetime as dt

from decks.accounts.sessions import forget_sessions
from decks.editing.deck_purging import purge_deleted
from decks.groups.invite_mail import forget_addresses
from decks.jobs.kinds import Kind, Schedule
from decks.jobs.progress import Running
from decks.jobs.queueing import forget_jobs
from decks.mails.planning import SEND, plan_mail
from decks.mails.sending import (
    AWAY_WAITS_SECONDS,
    forget_sent,
    is_away,
    send_mail,
)
from decks.notices.reading import forget_read
from decks.talk.forgetting import forget_talk
from decks.transfer import sent


def clean_up(running: Running) -> None:
    """Remove for good what was deleted or read long ago."""
    forget_jobs(now=running.now)
    forget_read(now=running.now)
    forget_addresses(now=running.now)
    forget_sent(now=running.now)
    sent.forget_texts(now=running.now)
    while not purge_deleted(now=running.now).is_complete:
        running.check()
    forget_talk()
    forget_sessions(now=running.now)


KINDS = {
    sent.KIND: Kind(sent.save_sent, is_long=True, gave_up=sent.tell_of_failure),
    sent.COPIES: Kind(sent.look_for_copies, is_atomic=False, is_long=True),
    "clean_up": Kind(clean_up, is_atomic=False),
    "plan_mail": Kind(plan_mail, is_atomic=False),
    SEND: Kind(
        send_mail,
        is_atomic=False,
        is_away=is_away,
        waits_seconds_away=AWAY_WAITS_SECONDS,
    ),
}
SCHEDULES = (
    Schedule("clean_up", every=dt.timedelta(days=1)),
    Schedule("plan_mail", every=dt.timedelta(minutes=10)),
)
