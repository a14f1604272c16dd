"""Saying something about a card, changing it, taking it back, calling it done."""

import datetime as dt
import uuid

from decks.accounts.models import User
from decks.talk.comment_access import Thread
from decks.talk.comment_news import announce_comment
from decks.talk.models import Comment


def add_comment(
    user: User, thread: Thread, text: str, *, form_id: uuid.UUID, now: dt.datetime
) -> Comment:
    """Write it and tell those who are in it; the same form again writes nothing.

    A form out of the browser's history with something else in it writes another.
    """
    key = uuid.uuid5(form_id, repr((user.pk, thread.about, text)))
    comment, is_new = Comment.objects.get_or_create(
        form_id=key,
        defaults={
            "card": None if thread.suggestion else thread.card,
            "suggestion": thread.suggestion,
            "author": user,
            "text": text,
            "created_at": now,
        },
    )
    if is_new:
        announce_comment(comment, thread, now=now)
    return comment


def change_comment(comment: Comment, text: str, *, now: dt.datetime) -> None:
    """Give it another text; the same text leaves it as it was."""
    others = Comment.objects.filter(pk=comment.pk).exclude(text=text)
    others.update(text=text, edited_at=now)


def set_resolved(
    comment: Comment, *, is_resolved: bool, by: User, now: dt.datetime
) -> None:
    """Call it done, or open it again; who did it first stays."""
    rows = Comment.objects.filter(pk=comment.pk)
    if is_resolved:
        rows.filter(resolved_at=None).update(resolved_at=now, resolved_by=by)
    else:
        rows.update(resolved_at=None, resolved_by=None)
