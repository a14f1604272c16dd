"""Starting, resuming and ending a sitting.

Plans are made by `plans`, the next card is found by `queue`.
"""

import dataclasses
import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from decks.accounts.models import User
from decks.cards.models import Deck
from decks.study.group_options import link_groups
from decks.study.learners import calendar_of
from decks.study.models import Enrolment, StudySession
from decks.study.plans import Material, first_plan, material_of, next_batch
from decks.study.queue import next_showing
from decks.study.recording import read_session
from decks.study.rows import SessionRow
from decks.study.selections import Selection, settled
from decks.study.showings import Showing
from decks.study.standing import mastery_percents
from decks.study.tallies import recount_cards


def enrol(user: User, deck: Deck, *, now: dt.datetime) -> Enrolment:
    """Make the deck one of the learner's; an archived one comes back as it was."""
    enrolment, is_made = Enrolment.objects.get_or_create(
        user=user, deck=deck, defaults={"created_at": now}
    )
    if is_made:
        link_groups(user_ids=[user.pk], deck_ids=[deck.pk])
        # Cards that were studied elsewhere may have moved into this deck.
        recount_cards([deck.pk], user=user)
    if enrolment.archived_at is not None:
        set_archived(user, deck, archived_at=None)
    return enrolment


def set_archived(user: User, deck: Deck, *, archived_at: dt.datetime | None) -> None:
    """Take the deck out of the learner's decks, or back in. Progress is kept."""
    Enrolment.objects.filter(user=user, deck=deck).update(archived_at=archived_at)


def start_session(
    user: User, selection: Selection | None = None, *, now: dt.datetime
) -> StudySession | None:
    """Go on with today's sitting of this selection, or plan a new one.

    Without a selection: whatever is due in all of the learner's decks. None comes back
    where nothing of it is to be shown now.
    """
    selection = settled(user, selection or Selection())
    study_day = calendar_of(user).day_of(now)
    with transaction.atomic():
        # Two presses at once start one session: the second finds the first one's.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        unended = _unended(user, selection, study_day=study_day)
        material = material_of(user, selection)
        if unended is not None:
            # Decks may have come or gone since: then the rest is planned anew.
            is_same = unended.deck_ids == material.deck_ids
            if is_same and _has_turn(user, unended, now=now):
                return unended
            end_session(user, unended.id, now=now)
        return _planned(material, study_day, now=now)


def _planned(
    material: Material, study_day: dt.date, *, now: dt.datetime
) -> StudySession | None:
    plan = first_plan(material, now=now)
    if plan is None:
        return None
    selection, decks = material.selection, [row.deck for row in material.enrolments]
    minutes = selection.minutes
    return StudySession.objects.create(
        user=material.user,
        id=uuid.uuid4(),
        kind=selection.kind,
        selection=selection.as_json(),
        is_narrow=selection.is_narrow,
        stop_after_ms=None if minutes is None else minutes * 60_000,
        title=selection.title(decks)[:200],
        deck_ids=material.deck_ids,
        card_ids=plan.card_ids,
        levels=[0] * len(plan.card_ids),
        planned_count=plan.planned_count,
        mastery_at_start=mastery_percents(material.enrolments),
        study_day=study_day,
        started_at=now,
    )


def _unended(
    user: User, selection: Selection, *, study_day: dt.date
) -> StudySession | None:
    return (
        StudySession.objects.filter(
            user=user,
            selection=selection.as_json(),
            study_day=study_day,
            ended_at=None,
        )
        .order_by("-started_at")
        .first()
    )


def _has_turn(user: User, session: StudySession, *, now: dt.datetime) -> bool:
    row = read_session(user, session.id)
    current = current_showing(user, session.id, row, now=now)
    return current.showing is not None and not current.is_early


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
    """The card after a rating; takes more cards, and ends a session with none.

    One statement as a rule. When the planned cards are through, the next batch is
    planned (a few more).
    """
    if session.is_out_of_time:
        end_session(user, session_id, now=now)
        return Current(session, None, is_early=False)
    current = current_showing(user, session_id, session, now=now)
    if current.is_early and session.planned_count > len(session.card_ids):
        session = _extended(user, session_id, len(session.card_ids), now=now)
        current = current_showing(user, session_id, session, now=now)
    if current.showing is None and session.ended_at is None:
        end_session(user, session_id, now=now)
    return current


@transaction.atomic
def _extended(
    user: User, session_id: uuid.UUID, known_count: int, *, now: dt.datetime
) -> SessionRow:
    """Pass what is left of a plan of `known_count` cards, and plan the next batch.

    Locked: another tab may extend at the same time, and then it is done.
    """
    locked = StudySession.objects.select_for_update(no_key=True)
    session = locked.get(user=user, id=session_id)
    if len(session.card_ids) == known_count:
        material = material_of(user, Selection.from_json(session.selection))
        more = next_batch(material, session.card_ids, now=now)
        session.card_ids += more
        session.levels += [0] * len(more)
        # With nothing more to take, the count says what there was.
        planned_count = session.planned_count if more else 0
        session.planned_count = max(planned_count, len(session.card_ids))
        session.position = known_count
        session.save(update_fields=["card_ids", "levels", "planned_count", "position"])
    return read_session(user, session_id)


@transaction.atomic
def leave_out(user: User, session_id: uuid.UUID, card_id: int) -> None:
    """Take a card that is still to come out of the plan, so that "of 34" is right."""
    locked = StudySession.objects.select_for_update(no_key=True)
    session = locked.filter(user=user, id=session_id).first()
    if session is None or card_id not in session.card_ids:
        return
    place = session.card_ids.index(card_id)
    if place >= session.position and not session.levels[place]:
        del session.card_ids[place], session.levels[place]
        session.planned_count -= 1
        session.save(update_fields=["card_ids", "levels", "planned_count"])


@transaction.atomic
def take_in(user: User, session_id: uuid.UUID, card_id: int) -> None:
    """Put a card that came back into the plan as the next one."""
    locked = StudySession.objects.select_for_update(no_key=True)
    session = locked.filter(user=user, id=session_id).first()
    if session is None or card_id in session.card_ids:
        return
    session.card_ids.insert(session.position, card_id)
    session.levels.insert(session.position, 0)
    session.planned_count += 1
    session.save(update_fields=["card_ids", "levels", "planned_count"])


def go_on(user: User, session_id: uuid.UUID, *, now: dt.datetime) -> bool:
    """Open a sitting again that was ended early; False where nothing of it is left.

    One that was to stop after some minutes gets as many again.
    """
    row = read_session(user, session_id)
    if row.is_out_of_time:
        more = F("answer_ms") + F("stop_after_ms")
        sessions = StudySession.objects.filter(user=user, id=session_id)
        sessions.update(stop_after_ms=more)
        row = read_session(user, session_id)
    if advance(user, session_id, row, now=now).showing is None:
        return False
    StudySession.objects.filter(user=user, id=session_id).update(ended_at=None)
    return True


def end_session(user: User, session_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Close the sitting at its last card, once; nobody else's can be closed."""
    open_ones = StudySession.objects.filter(user=user, id=session_id, ended_at=None)
    open_ones.update(ended_at=now)
