"""What a learner has of two cards that become one: states, marks, notes."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from operator import attrgetter

from django.apps import apps
from django.db import connection

from decks.cards.models import Card
from decks.cards.writing import ROWS_A_STATEMENT
from decks.study.columns import STATE_COLUMNS
from decks.study.models import CardNote, Review, ReviewState
from decks.study.replaying import replayed, with_marks
from decks.study.rows import state_values

_MARKS = ("flagged_at", "hidden_until", "put_aside_at")
_Key = tuple[int, int]
"""Learner and prompt."""


def join_talk(kept: Card, dropped: Card) -> None:
    """Let what was said of the dropped card be said of the kept one.

    Comments lie in a room above this one: their model is named as a string.
    """
    said = apps.get_model("decks", "Comment").objects
    said.filter(card=dropped.pk).update(card=kept.pk)


_JOIN_FIGURES = """
    INSERT INTO decks_groupcard AS g
        (group_id, card_id, deck_id, raters, low, level_sum, published_at)
    SELECT group_id, %s, deck_id, raters, low, level_sum, published_at
    FROM decks_groupcard WHERE card_id = %s
    ON CONFLICT (group_id, card_id) DO UPDATE
    SET published_at = greatest(g.published_at, EXCLUDED.published_at)
"""


def join_figures(kept: Card, dropped: Card) -> None:
    """What groups made known of the dropped card holds for the kept one: its ratings
    are not made known a second time as if they were another's (`groups.figures`)."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN_FIGURES, [kept.pk, dropped.pk])


def join_states(users: Sequence[int], kept: Card, dropped: Card) -> None:
    """Write what the joined log gives, under the marks of both; the dropped card's rows
    stay, as those of a new card: a rating on its way must find that it moved on."""
    of_learners = ReviewState.objects.filter(user__in=users)
    of_kept = {_key(row): row for row in of_learners.filter(card=kept)}
    of_dropped = {_key(row): row for row in of_learners.filter(card=dropped)}
    logs = _logs(users, kept)
    _write_states(
        _state(
            key,
            kept,
            joined_marks(of_kept.get(key), of_dropped.get(key)),
            logs.get(key, []),
        )
        for key in sorted(of_kept.keys() | of_dropped.keys() | logs.keys())
    )
    empty = ReviewState(card=dropped)
    names = (*STATE_COLUMNS, *_MARKS)
    of_learners.filter(card=dropped).update(
        **{name: getattr(empty, name) for name in names}
    )


def _logs(users: Sequence[int], kept: Card) -> dict[_Key, list[Review]]:
    """The live rows of each learner, oldest first."""
    rows = Review.objects.filter(card=kept, user__in=users, undone_at=None)
    rows = rows.exclude(kind=Review.Kind.CRAM)
    in_order = rows.order_by("user_id", "prompt", "sequence")
    return {key: list(log) for key, log in itertools.groupby(in_order, _key)}


_key = attrgetter("user_id", "prompt")


def _state(
    key: _Key, kept: Card, marks: dict[str, dt.datetime | None], log: Iterable[Review]
) -> ReviewState:
    user_id, prompt = key
    state = ReviewState(
        user_id=user_id, card=kept, prompt=prompt, deck_id=kept.deck_id, **marks
    )
    for name, value in state_values(with_marks(replayed(log), state)).items():
        setattr(state, name, value)
    return state


def _write_states(states: Iterable[ReviewState]) -> None:
    ReviewState.objects.bulk_create(
        list(states),
        batch_size=ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=["user", "card", "prompt"],
        update_fields=["deck", *STATE_COLUMNS, *_MARKS],
    )


def joined_marks(
    kept: ReviewState | None, dropped: ReviewState | None
) -> dict[str, dt.datetime | None]:
    """What a learner marked on two cards, as marks of the one.

    Flagged since the earlier flag, hidden until the later day. Put aside if both were,
    or if one was and the other was not being learned: whoever put away a copy and went
    on with the other goes on.
    """
    rows = [row for row in (kept, dropped) if row is not None]
    aside = [row.put_aside_at for row in rows if row.put_aside_at]
    goes_on = any(row.phase and not row.put_aside_at for row in rows)
    return {
        "flagged_at": min((r.flagged_at for r in rows if r.flagged_at), default=None),
        "hidden_until": max(
            (r.hidden_until for r in rows if r.hidden_until), default=None
        ),
        "put_aside_at": None if goes_on else min(aside, default=None),
    }


def join_notes(users: Sequence[int], kept: Card, dropped: Card) -> None:
    """Each learner's own words on both, the kept card's first."""
    notes = CardNote.objects.filter(user__in=users)
    there = {note.user_id: note for note in notes.filter(card=kept)}
    moved = list(notes.filter(card=dropped))
    new = []
    for note in moved:
        mine = there.get(note.user_id, note)
        text = joined_words(mine.text, note.text)
        at = max(mine.updated_at, note.updated_at)
        row = CardNote(user_id=note.user_id, card=kept, text=text, updated_at=at)
        new.append(row)
    CardNote.objects.bulk_create(
        new,
        batch_size=ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=["user", "card"],
        update_fields=["text", "updated_at"],
    )
    notes.filter(card=dropped).delete()


def joined_words(one: str, other: str) -> str:
    """Both notes, a blank line between them; what says no more is left out.

    Nothing is cut off, even where it is longer than a note may be: the learner is told
    when they change it.
    """
    if other.strip() in one:
        return one
    return other if one.strip() in other else f"{one}\n\n{other}"
