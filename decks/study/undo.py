"""Taking ratings back: one at a time, to the exact state before."""

import dataclasses
import datetime as dt
import enum
import uuid

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from decks.accounts.models import User
from decks.scheduling.levels import Level
from decks.scheduling.schedule import CardState
from decks.study.counters import (
    START_LEVELS,
    card_changes,
    negated,
    rating_counts,
)
from decks.study.models import DayCounter, Review, ReviewState, StudySession
from decks.study.recording import NoSuchSession
from decks.study.replaying import live_rows, replayed, with_marks
from decks.study.rows import state_values
from decks.study.tallies import add_changes


class Refusal(enum.Enum):
    """Why a rating stands, in words for the page."""

    NOTHING = "There is nothing to undo in this session."
    NOT_THE_LAST = (
        "Another rating of this session came after that one. Nothing was undone."
    )
    RATED_SINCE = (
        "This card has been rated again since, in another tab or on another device. "
        "Nothing was undone."
    )
    STARTED_OVER = "This card has been started over since. Nothing was undone."
    CARD_GONE = "That card is no longer here to be shown. Nothing was undone."


class CannotUndo(Exception):
    """The rating stands; nothing was written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclasses.dataclass(frozen=True, slots=True)
class Undone:
    """The rating that was taken back."""

    card_id: int
    level: Level


def undo_rating(
    *, user: User, session_id: uuid.UUID, rating_id: uuid.UUID, now: dt.datetime
) -> Undone:
    """Take back the session's last rating, which must be this one; once.

    The card's state becomes what the rest of its log gives, the counters of that day
    and of the deck go back, the row stays in the log with `undone_at`. Asked again, it
    answers the same. Raises CannotUndo where something came after it, NoSuchSession.
    """
    if _went_with_its_card(user, session_id, rating_id):
        raise CannotUndo(Refusal.CARD_GONE)
    with transaction.atomic():
        # In the order in which a rating locks them: no two wait for each other. Only an
        # undo of this session changes the row read next.
        session = _locked_session(user, session_id)
        review = _review(user, session_id, rating_id)
        state = _locked_state(user, review)
        undone = Undone(review.card_id, Level(review.level))
        if review.undone_at is not None:
            return undone
        if session.last_rating_id != rating_id:
            raise CannotUndo(Refusal.NOT_THE_LAST)
        if state is None:
            _take_back_practice(user, review)
        else:
            _take_back(user, review, state)
        review.undone_at = now
        review.save(update_fields=["undone_at"])
        _step_back(user, session, review)
    return undone


@transaction.atomic
def _went_with_its_card(
    user: User, session_id: uuid.UUID, rating_id: uuid.UUID
) -> bool:
    """Whether the last rating is gone; then the one before it becomes the last."""
    if Review.objects.filter(user=user, rating_id=rating_id).exists():
        return False
    session = _locked_session(user, session_id)
    if session.last_rating_id != rating_id:
        return False
    live = Review.objects.filter(user=user, session_id=session.id, undone_at=None)
    latest = live.order_by("-session_place").first()
    session.last_rating_id = None if latest is None else latest.rating_id
    session.save(update_fields=["last_rating_id"])
    return True


def _review(user: User, session_id: uuid.UUID, rating_id: uuid.UUID) -> Review:
    """The rating: one's own, whether its card may still be read or not."""
    ratings = Review.objects.filter(user=user, session_id=session_id)
    review = ratings.filter(rating_id=rating_id).first()
    if review is None:
        raise CannotUndo(Refusal.NOTHING)
    return review


def _locked_state(user: User, review: Review) -> ReviewState | None:
    """The state that the rating changed; practice changed none.

    Raises CannotUndo where it is gone (a card that is deleted at this moment).
    """
    if review.kind == Review.Kind.CRAM:
        return None
    locked = ReviewState.objects.select_for_update(no_key=True)
    state = locked.filter(
        user=user, card_id=review.card_id, prompt=review.prompt
    ).first()
    if state is None:
        raise CannotUndo(Refusal.CARD_GONE)
    return state


def _locked_session(user: User, session_id: uuid.UUID) -> StudySession:
    locked = StudySession.objects.select_for_update(no_key=True)
    session = locked.filter(user=user, id=session_id).first()
    if session is None:
        raise NoSuchSession
    return session


def _take_back(user: User, review: Review, state: ReviewState) -> None:
    rows = live_rows(user, review.card_id, review.prompt)
    latest = rows.pop()
    if latest.pk != review.pk:
        is_reset = latest.kind == Review.Kind.RESET
        raise CannotUndo(Refusal.STARTED_OVER if is_reset else Refusal.RATED_SINCE)
    before = replayed(rows)
    after = replayed([*rows, latest])
    write_state(user, state, before)
    counted = rating_counts(
        before,
        after,
        answer_ms=review.answer_ms,
        given_days=rows[-1].interval_days if rows else 0,
    )
    _change_day(user, review, negated(counted))
    changes = card_changes(after, before)
    _change_later_days(review, changes)
    add_changes(user, state.deck_id, changes)


def write_state(user: User, state: ReviewState, replayed: CardState) -> None:
    """Make a locked row what its log gives, under its marks."""
    values = state_values(with_marks(replayed, state))
    ReviewState.objects.filter(
        user=user, card_id=state.card_id, prompt=state.prompt
    ).update(**values)


def _take_back_practice(user: User, review: Review) -> None:
    changes = {"practice_ratings": -1, "practice_ms": -review.answer_ms}
    _change_day(user, review, changes)


def _change_day(user: User, review: Review, changes: dict[str, int]) -> None:
    """Change the day's counters; a day with nothing left was not studied."""
    days = DayCounter.objects.filter(
        user=user, study_day=review.study_day, deck_id=review.deck_id
    )
    days.update(**{name: F(name) + change for name, change in changes.items()})
    days.filter(
        level_1=0,
        level_2=0,
        level_3=0,
        level_4=0,
        level_5=0,
        practice_ratings=0,
    ).delete()


def _change_later_days(review: Review, changes: dict[str, int]) -> None:
    """Of a day that is over: how the deck stood when the days after it began.

    Never below 0: a card may have been moved since, or the learner, to the west.
    """
    later = DayCounter.objects.filter(
        user=review.user_id, study_day__gt=review.study_day, deck_id=review.deck_id
    )
    moved = {
        name: Greatest(F(name) + changes[name.replace("start", "level")], 0)
        for name in START_LEVELS
        if changes[name.replace("start", "level")]
    }
    if not moved:
        return
    held = later.select_for_update(no_key=True).order_by("study_day")
    if list(held.values_list("study_day")):
        later.update(**moved)


def _step_back(user: User, session: StudySession, review: Review) -> None:
    """The session as it was before this rating; one that had ended goes on."""
    earlier = Review.objects.filter(user=user, session_id=session.id, undone_at=None)
    same_card = earlier.filter(card_id=review.card_id).order_by("-session_place")
    level = same_card.values_list("level", flat=True).first() or 0
    previous = earlier.order_by("-session_place").first()
    if review.card_id in session.card_ids:
        place = session.card_ids.index(review.card_id)
        session.levels[place] = level
        if not level:
            session.position = place
    session.answer_ms = max(0, session.answer_ms - review.answer_ms)
    session.rating_count = 0 if previous is None else previous.session_place
    session.last_rating_id = None if previous is None else previous.rating_id
    session.last_rated_at = None if previous is None else previous.reviewed_at
    session.ended_at = None
    session.save()
