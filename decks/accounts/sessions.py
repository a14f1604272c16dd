"""Sessions that nobody needs any more: they hold whose they were, address and all."""

import datetime as dt
from collections.abc import Collection

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef


def end_sessions_of(user_ids: Collection[int]) -> None:
    """Delete the sessions of these people. Before the people: then none is known.

    One statement.
    """
    theirs = UserSession.objects.filter(user__in=user_ids).values("session_key")
    Session.objects.filter(pk__in=theirs).delete()


def forget_sessions(*, now: dt.datetime) -> None:
    """Delete sessions that have run out, and what was noted of browsers by then.

    Two statements.
    """
    Session.objects.filter(expire_date__lt=now).delete()
    long_ago = now - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    old = UserSession.objects.filter(last_seen_at__lt=long_ago)
    lives = Session.objects.filter(pk=OuterRef("session_key"))
    old.filter(~Exists(lives)).delete()
