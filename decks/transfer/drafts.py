"""Files that somebody looks at before importing them, and forms that were sent.

Both are rows of `ImportDraft`: a file has data, a sent form has none and its deck's
number for a name. All go after a day, whoever comes by next.
"""

import datetime as dt
import uuid

from django.db.models import QuerySet

from decks.accounts.models import User
from decks.transfer.models import ImportDraft

KEPT = dt.timedelta(days=1)
DRAFTS_MAX = 3
"""So many files of one person are kept; an older one makes way."""


def keep_file(user: User, name: str, data: bytes, *, now: dt.datetime) -> ImportDraft:
    """Keep a file for a day, also once it is saved: the form may be sent twice.

    Four statements.
    """
    _forget_old(now)
    draft = ImportDraft.objects.create(
        id=uuid.uuid4(), user=user, name=name[:255], data=data, created_at=now
    )
    newest = _files(user).order_by("-created_at", "-id").values_list("pk", flat=True)
    _files(user).exclude(pk__in=list(newest[:DRAFTS_MAX])).delete()
    return draft


def find_file(user: User, draft_id: uuid.UUID) -> ImportDraft | None:
    """The file that this person left here, None where it is gone."""
    return _files(user).filter(pk=draft_id).first()


def claim(
    user: User, form_id: uuid.UUID, *, now: dt.datetime
) -> tuple[ImportDraft, bool]:
    """The row that says that this form was sent, and whether this is the first time.

    Within a transaction, to whose end the row is held. Two at once: the second waits.
    """
    _forget_old(now)
    own_id = uuid.uuid5(form_id, str(user.pk))
    held = ImportDraft.objects.select_for_update(no_key=True)
    return held.get_or_create(
        id=own_id, defaults={"user": user, "data": b"", "created_at": now}
    )


def _files(user: User) -> QuerySet[ImportDraft]:
    return ImportDraft.objects.filter(user=user).exclude(data=b"")


def _forget_old(now: dt.datetime) -> None:
    ImportDraft.objects.filter(created_at__lt=now - KEPT).delete()
