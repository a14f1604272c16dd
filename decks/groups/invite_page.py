"""What the page of a group's invitations shows, in a fixed number of statements."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from decks.groups.asking import asked_to_join
from decks.groups.invitations import State, links_of, mails_of, state_of, working
from decks.groups.invite_forms import LinkForm, MailForm
from decks.groups.invite_mail import MAILS_A_DAY
from decks.groups.models import Invitation, Role, StudyGroup

ROWS: Final = 100
"""So many mails and so many people who wait are listed, the others are counted."""

ENDED_ROWS: Final = 20


@dataclasses.dataclass(frozen=True)
class Row:
    """An invitation with its state."""

    invitation: Invitation
    state: State

    @property
    def other_role(self) -> Role:
        """What a link may be changed to."""
        is_editors = self.invitation.role == Role.EDITOR
        return Role.MEMBER if is_editors else Role.EDITOR


def invites_context(
    group: StudyGroup,
    *,
    link_form: LinkForm | None = None,
    mail_form: MailForm | None = None,
    shown_qr: int | None = None,
    now: dt.datetime,
) -> dict[str, Any]:
    """Seven statements. The QR code is that of the link `shown_qr`, else the newest."""
    links = _rows(working(links_of(group.pk), now), now)
    mails, waiting = working(mails_of(group.pk), now), asked_to_join(group.pk)
    ids = {row.invitation.pk for row in links}
    return {
        "group": group,
        "link_form": link_form or new_link_form(),
        "mail_form": mail_form or new_mail_form(),
        "links": links,
        "qr_id": shown_qr if shown_qr in ids else max(ids, default=None),
        "mails": _rows(mails[:ROWS], now),
        "more_mails": max(0, mails.count() - ROWS),
        "ended": _rows(_ended(group, now), now),
        "asked": list(waiting[:ROWS]),
        "more_asked": max(0, waiting.count() - ROWS),
        "mails_a_day": MAILS_A_DAY,
    }


def new_link_form(data: Any = None) -> LinkForm:
    """The form of a link; its ids differ from those of the other form on the page."""
    return LinkForm(data, auto_id="link_%s")


def new_mail_form(data: Any = None) -> MailForm:
    """The form of mails."""
    return MailForm(data, auto_id="mail_%s")


def _rows(invitations: Iterable[Invitation], now: dt.datetime) -> list[Row]:
    return [Row(one, state_of(one, now)) for one in invitations]


def _ended(group: StudyGroup, now: dt.datetime) -> Iterable[Invitation]:
    """The latest links and mails that let in nobody any more."""
    all_of_them = Invitation.objects.filter(group=group).order_by("-pk")
    ended = all_of_them.exclude(pk__in=working(all_of_them, now).values("pk"))
    return ended.select_related("invited_by")[:ENDED_ROWS]
