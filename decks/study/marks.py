"""What a learner marks on a card: flag, hide, put aside, start over, a note."""

import datetime as dt
import uuid

from django.db import transaction

from decks.accounts.models import User
from decks.cards.models import Card
from decks.study.counters import card_changes
from decks.study.learners import calendar_of
from decks.study.models import CardNote, Review, ReviewState
from decks.study.replaying import live_rows, replayed
from decks.study.tallies import add_changes
from decks.study.undo import write_state

NOTE_MAX_CHARACTERS = 2_000


def set_flag(user: User, card: Card, *, is_on: bool, now: dt.datetime) -> None:
    """Flag a card, or take the flag off."""
    with transaction.atomic():
        state = _locked_state(user, card)
        if is_on != (state.flagged_at is not None):
            _change(state, flagged_at=now if is_on else None)


def hide_until_tomorrow(user: User, card: Card, *, now: dt.datetime) -> None:
    """Do not show the card before the learner's next study day."""
    calendar = calendar_of(user)
    tomorrow = calendar.start_of(calendar.day_of(now) + dt.timedelta(days=1))
    with transaction.atomic():
        state = _locked_state(user, card)
        _change(state, hidden_until=tomorrow)
        _show_as_marked(user, state)


def put_aside(user: User, card: Card, *, now: dt.datetime) -> None:
    """Do not show the card until it is brought back."""
    with transaction.atomic():
        state = _locked_state(user, card)
        if state.put_aside_at is None:
            _change(state, put_aside_at=now)
            _show_as_marked(user, state)


def bring_back(user: User, card: Card) -> None:
    """Show a hidden or put aside card again when it is due."""
    with transaction.atomic():
        state = _locked_state(user, card)
        _change(state, hidden_until=None, put_aside_at=None)
        _show_as_marked(user, state)


def start_over(user: User, card: Card, *, now: dt.datetime) -> None:
    """Make the card new again. What was rated stays in the log, before a reset row.

    A card that is new already is left alone, so that asking twice is asking once.
    """
    with transaction.atomic():
        state = _locked_state(user, card)
        rows = live_rows(user, card.pk)
        before = replayed(rows)
        if before.phase is None:
            return
        reset = reset_row(user, card, sequence=before.review_count + 1, now=now)
        reset.save(force_insert=True)
        after = replayed([*rows, reset])
        write_state(user, state, after)
        add_changes(user, state.deck_id, card_changes(before, after))


def reset_row(
    user: User, card: Card, *, sequence: int, now: dt.datetime, prompt: int = 0
) -> Review:
    """What the log says of a card that becomes new again, as its `sequence`th row."""
    return Review(
        user=user,
        rating_id=uuid.uuid4(),
        card=card,
        prompt=prompt,
        deck_id=card.deck_id,
        kind=Review.Kind.RESET,
        sequence=sequence,
        level=0,
        reviewed_at=now,
        study_day=calendar_of(user).day_of(now),
        answer_ms=0,
        due_at=None,
        interval_days=0,
    )


def save_note(user: User, card: Card, text: str, *, now: dt.datetime) -> None:
    """Keep the learner's own words on a card; blank text takes the note away."""
    notes = CardNote.objects.filter(user=user, card=card)
    if not text.strip():
        notes.delete()
        return
    CardNote.objects.update_or_create(
        user=user, card=card, defaults={"text": text, "updated_at": now}
    )


def note_of(user: User, card: Card) -> str:
    """The learner's own words on a card, empty where there are none."""
    texts = CardNote.objects.filter(user=user, card=card).values_list("text", flat=True)
    return texts.first() or ""


def _locked_state(user: User, card: Card) -> ReviewState:
    """The card's row, made where there is none (the card stays new), and locked."""
    new = ReviewState(user=user, card=card, prompt=0, deck_id=card.deck_id)
    ReviewState.objects.bulk_create([new], ignore_conflicts=True)
    locked = ReviewState.objects.select_for_update(no_key=True)
    return locked.get(user=user, card=card, prompt=0)


def _change(state: ReviewState, **marks: dt.datetime | None) -> None:
    for name, value in marks.items():
        setattr(state, name, value)
    rows = ReviewState.objects.filter(user_id=state.user_id, card_id=state.card_id)
    rows.filter(prompt=state.prompt).update(**marks)


def _show_as_marked(user: User, state: ReviewState) -> None:
    """Work out when the card may be shown, from its log and its marks."""
    write_state(user, state, replayed(live_rows(user, state.card_id, state.prompt)))
