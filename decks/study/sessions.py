"""Starting, resuming and ending a sitting."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.study.learners import calendar_of, enrolments_of
from decks.study.models import Enrolment, StudySession
from decks.study.queue import (
    BATCH_SIZE,
    SessionRow,
    due_counts,
    new_limits,
    next_showing,
    plan_due,
    plan_new,
    waiting_soon,
)
from decks.study.recording import read_session
from decks.study.showings import Showing
from decks.study.standing import mastery_percents


def enrol(user: User, deck: Deck, *, now: dt.datetime) -> Enrolment:
    """Make the deck one of the learner's; an archived one comes back as it was."""
    enrolment, _ = Enrolment.objects.get_or_create(
        user=user, deck=deck, defaults={"created_at": now}
    )
    if enrolment.archived_at is not None:
        set_archived(user, deck, archived_at=None)
    return enrolment


def set_archived(user: User, deck: Deck, *, archived_at: dt.datetime | None) -> None:
    """Take the deck out of the learner's decks, or back in. Progress is kept."""
    Enrolment.objects.filter(user=user, deck=deck).update(archived_at=archived_at)


def start_session(
    user: User, deck: Deck | None, *, now: dt.datetime
) -> StudySession | None:
    """Go on with today's sitting of this selection, or plan a new one.

    `deck` None is every deck of the learner. None comes back where nothing is due and
    no new card is left for today.
    """
    selection: dict[str, Any] = (
        {"kind": "due"} if deck is None else {"kind": "deck", "deck": deck.pk}
    )
    study_day = calendar_of(user).day_of(now)
    with transaction.atomic():
        # Two presses at once start one session: the second finds the first one's.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        unended = _unended(user, selection, study_day=study_day)
        if unended is not None and _has_turn(user, unended, now=now):
            return unended
        planned = _plan(user, deck, study_day=study_day, now=now)
        if unended is not None:
            end_session(user, unended.id, now=now)
        if planned is None:
            return None
        return StudySession.objects.create(
            user=user,
            id=uuid.uuid4(),
            selection=selection,
            title="All due cards" if deck is None else deck.title,
            study_day=study_day,
            started_at=now,
            **planned,
        )


def _unended(
    user: User, selection: dict[str, Any], *, study_day: dt.date
) -> StudySession | None:
    return (
        StudySession.objects.filter(
            user=user, selection=selection, study_day=study_day, ended_at=None
        )
        .order_by("-started_at")
        .first()
    )


def _has_turn(user: User, session: StudySession, *, now: dt.datetime) -> bool:
    row = read_session(user, session.id)
    current = current_showing(user, session.id, row, now=now)
    return current.showing is not None and not current.is_early


def _plan(
    user: User, deck: Deck | None, *, study_day: dt.date, now: dt.datetime
) -> dict[str, Any] | None:
    """The plan's fields of a new StudySession; None where there is nothing to show."""
    enrolments = [
        row for row in enrolments_of(user) if deck is None or row.deck_id == deck.pk
    ]
    deck_ids = [row.deck_id for row in enrolments]
    due_ids = plan_due(user, deck_ids, taken=[], now=now, study_day=study_day)
    new_ids = plan_new(
        user, new_limits(user, enrolments, study_day=study_day), taken=due_ids
    )
    due_count = sum(due_counts(user, deck_ids, now=now).values())
    # While due cards are left over, new ones wait: they are planned after the last.
    all_due = len(due_ids) < BATCH_SIZE
    card_ids = due_ids + new_ids if all_due else due_ids
    card_ids = card_ids or waiting_soon(user, deck_ids, now=now)
    if not card_ids:
        return None
    return {
        "deck_ids": deck_ids,
        "card_ids": card_ids,
        "levels": [0] * len(card_ids),
        "planned_count": max(due_count + len(new_ids), len(card_ids)),
        "mastery_at_start": mastery_percents(user, [row.deck for row in enrolments]),
    }


@dataclasses.dataclass(frozen=True, slots=True)
class Current:
    """Where a session stands: the card to show (None: nothing left) and the row."""

    session: SessionRow
    showing: Showing | None
    is_early: bool


def current_showing(
    user: User, session_id: uuid.UUID, session: SessionRow, *, now: dt.datetime
) -> Current:
    """The card to show now; changes nothing. One or two statements."""
    showing, is_turn = next_showing(user, session_id, session, now=now)
    return Current(session, showing, is_early=not is_turn)


def advance(
    user: User, session_id: uuid.UUID, session: SessionRow, *, now: dt.datetime
) -> Current:
    """The card after a rating; takes more due cards, and ends a session with none.

    One statement as a rule. When the planned cards are through, the next batch of due
    cards is planned (three more).
    """
    current = current_showing(user, session_id, session, now=now)
    if current.is_early and session.planned_count > len(session.card_ids):
        session = _extended(user, session_id, session, now=now)
        current = current_showing(user, session_id, session, now=now)
    if current.showing is None and session.ended_at is None:
        end_session(user, session_id, now=now)
    return current


def _extended(
    user: User, session_id: uuid.UUID, session: SessionRow, *, now: dt.datetime
) -> SessionRow:
    more = _next_batch(user, session, now=now)
    card_ids = [*session.card_ids, *more]
    levels = [*session.levels, *[0] * len(more)]
    # With nothing more to take, the count says what there was.
    planned_count = max(session.planned_count if more else 0, len(card_ids))
    StudySession.objects.filter(user=user, id=session_id).update(
        card_ids=card_ids, levels=levels, planned_count=planned_count
    )
    return dataclasses.replace(
        session, card_ids=card_ids, levels=levels, planned_count=planned_count
    )


def _next_batch(user: User, session: SessionRow, *, now: dt.datetime) -> list[int]:
    """More due cards, and after the last of them the day's new cards."""
    study_day = calendar_of(user).day_of(now)
    taken = session.card_ids
    due_ids = plan_due(
        user, session.deck_ids, taken=taken, now=now, study_day=study_day
    )
    if len(due_ids) == BATCH_SIZE:
        return due_ids
    enrolments = [row for row in enrolments_of(user) if row.deck_id in session.deck_ids]
    limits = new_limits(user, enrolments, study_day=study_day)
    return due_ids + plan_new(user, limits, taken=[*taken, *due_ids])


def end_session(user: User, session_id: uuid.UUID, *, now: dt.datetime) -> bool:
    """Close the sitting at its last card; False where it is not the learner's."""
    sessions = StudySession.objects.filter(user=user, id=session_id)
    sessions.filter(ended_at=None).update(ended_at=now)
    return sessions.exists()
