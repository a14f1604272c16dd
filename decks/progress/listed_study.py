"""Studying the cards of a list: those that are due count, else all are practised."""

import dataclasses
import datetime as dt

from django.contrib import messages
from django.http import HttpRequest

from decks.accounts.models import User
from decks.study.models import StudySession
from decks.study.selections import Selection
from decks.study.sessions import start_session

PRACTICE = (
    "None of these cards is due, so this is practice: it leaves your schedule alone."
)


def begun(user: User, selection: Selection, *, now: dt.datetime) -> StudySession | None:
    """A sitting that counts, else a practice; None where there is nothing to show."""
    practice = dataclasses.replace(selection, kind=StudySession.Kind.CRAM.value)
    counts = start_session(user, selection, now=now)
    return counts or start_session(user, practice, now=now)


def say_how(request: HttpRequest, session: StudySession, *, listed: int) -> None:
    """Say where the sitting is practice, or holds fewer cards than were listed."""
    if session.kind == StudySession.Kind.CRAM:
        messages.info(request, PRACTICE)
    elif session.planned_count < listed:
        messages.info(request, _some_are_due(session.planned_count, listed))


def _some_are_due(due: int, listed: int) -> str:
    return (
        f"{due} of these {listed} cards {'is' if due == 1 else 'are'} due or new now."
    )
