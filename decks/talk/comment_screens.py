"""What a discussion shows, worked out for `talk/_thread.html`."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from decks.accounts.models import User
from decks.talk.comment_access import Thread
from decks.talk.comment_forms import CommentForm
from decks.talk.models import Comment

COMMENTS_A_PAGE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment and what its reader may do with it."""

    comment: Comment
    is_mine: bool
    may_delete: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """A page of a discussion, oldest first, the resolved ones apart.

    `earlier` is the number before which the page before this one ends, None on the
    first; `count` is of all comments. `keeps_draft` lets the page keep what is being
    typed when this takes the old discussion's place.
    """

    thread: Thread
    open: list[CommentRow]
    resolved: list[CommentRow]
    count: int
    earlier: int | None
    is_latest: bool
    form: CommentForm
    editing_id: int | None
    edit_form: CommentForm | None
    keeps_draft: bool
    session_id: uuid.UUID | None
    said: str


def thread_context(
    user: User,
    thread: Thread,
    *,
    now: dt.datetime,
    before: int | None = None,
    session_id: uuid.UUID | None = None,
    form: CommentForm | None = None,
    editing: tuple[int, CommentForm] | None = None,
    keeps_draft: bool = False,
    said: str = "",
) -> dict[str, Any]:
    """The context of `talk/_thread.html`. Two statements.

    `before` is the number of a comment: shown is what was said before it. `form` is one
    with errors, `editing` a comment's number with its form, `said` what screen readers
    hear once.
    """
    rows = _latest(thread, before)
    shown = [
        _row(comment, user, thread) for comment in reversed(rows[:COMMENTS_A_PAGE])
    ]
    editing_id, edit_form = editing or (None, None)
    talk = Talk(
        thread,
        open=[row for row in shown if row.comment.resolved_at is None],
        resolved=[row for row in shown if row.comment.resolved_at is not None],
        count=thread.comments.count(),
        earlier=shown[0].comment.pk if len(rows) > COMMENTS_A_PAGE else None,
        is_latest=before is None,
        form=form or CommentForm(),
        editing_id=editing_id,
        edit_form=edit_form,
        keeps_draft=keeps_draft,
        session_id=session_id,
        said=said,
    )
    return {"talk": talk, "now": now}


def _latest(thread: Thread, before: int | None) -> list[Comment]:
    """A page and one more, the latest first."""
    said = thread.comments.select_related("author", "resolved_by").order_by("-pk")
    if before is not None:
        said = said.filter(pk__lt=before)
    return list(said[: COMMENTS_A_PAGE + 1])


def _row(comment: Comment, user: User, thread: Thread) -> CommentRow:
    is_mine = comment.author_id == user.pk
    return CommentRow(comment, is_mine, is_mine or bool(thread.deck.may_edit))
