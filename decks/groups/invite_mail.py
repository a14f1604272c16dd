"""Invitations by mail: one for each address, each for one person."""

import datetime as dt
import logging
from collections.abc import Sequence
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Final

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse

from decks.accounts.models import User
from decks.groups.invitations import hold_group, mails_of, working
from decks.groups.models import Block, Invitation, Membership, Role, StudyGroup
from decks.notices.models import NoticeKind
from decks.notices.telling import tell

logger = logging.getLogger(__name__)

MAILS_A_DAY: Final = 50
"""So many mails does one person have sent within 24 hours, in all groups together."""

GOOD_FOR = dt.timedelta(days=14)
KEPT = dt.timedelta(days=90)
"""So long after it was sent an invitation by mail is kept, with the address."""

_JUST_NOW = dt.timedelta(minutes=1)


class TooManyMails(Exception):
    """The sender may have only `left` more mails sent today. Nothing was written."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def invite_by_mail(
    group: StudyGroup,
    addresses: Sequence[str],
    *,
    role: Role,
    by: User,
    now: dt.datetime,
) -> list[Invitation]:
    """An invitation for each address, in place of earlier ones; those to be sent.

    Whoever was invited less than a minute ago is passed over: that form was sent twice.
    Those whose confirmed address it is are told in the page too. Raises TooManyMails.
    """
    invitations = _write(group, addresses, role=role, by=by, now=now)
    # By itself: it writes to people's rows, and the sender's own was held above.
    _tell_those_we_know(invitations, group, by=by, now=now)
    return invitations


@transaction.atomic
def _write(
    group: StudyGroup,
    addresses: Sequence[str],
    *,
    role: Role,
    by: User,
    now: dt.datetime,
) -> list[Invitation]:
    if hold_group(group.pk) is None:
        return []
    # Holding the sender, so that two forms at once do not pass the limit together.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    earlier = working(mails_of(group.pk), now).filter(email__in=addresses)
    latest = earlier.filter(created_at__gt=now - _JUST_NOW, role=role)
    done = set(latest.values_list("email", flat=True))
    new = [address for address in addresses if address not in done]
    left = mails_left(by, now)
    if len(new) > left:
        raise TooManyMails(left)
    # `update` takes no joins: the same rows, plainly.
    in_place = working(Invitation.objects.filter(group=group, email__in=new), now)
    in_place.update(turned_off_at=now)
    return Invitation.objects.bulk_create(
        Invitation(
            group=group,
            email=address,
            role=role,
            max_uses=1,
            expires_at=now + GOOD_FOR,
            invited_by=by,
            created_at=now,
        )
        for address in new
    )


def mails_left(sender: User, now: dt.datetime) -> int:
    """How many more this person may have sent by now."""
    since = now - dt.timedelta(days=1)
    sent = Invitation.objects.filter(invited_by=sender, created_at__gt=since)
    return max(0, MAILS_A_DAY - sent.exclude(email="").count())


def forget_addresses(*, now: dt.datetime) -> int:
    """Delete mails' invitations that ended long ago, addresses and all; how many."""
    old = Invitation.objects.exclude(email="").filter(created_at__lt=now - KEPT)
    return old.delete()[0]


def _tell_those_we_know(
    invitations: Sequence[Invitation],
    group: StudyGroup,
    *,
    by: User,
    now: dt.datetime,
) -> None:
    """Only confirmed addresses: whoever merely claims one learns of nothing."""
    here = {"group": group, "user": OuterRef("user")}
    known = EmailAddress.objects.filter(
        ~Exists(Membership.objects.filter(**here)),
        ~Exists(Block.objects.filter(**here)),
        email__in=[invitation.email for invitation in invitations],
        verified=True,
    )
    tell(
        known.values_list("user_id", flat=True),
        NoticeKind.INVITED,
        about=f"group {group.pk}",
        words=f"invited you to {group.name}",
        path=reverse("group_list"),
        actor=by,
        now=now,
    )


def send_invitations(
    invitations: Sequence[Invitation], *, group: StudyGroup, by: User, site: str
) -> list[str]:
    """Send each its mail; the addresses to which none could be sent.

    `site` is scheme and host ("https://flashcards.example"). An address that the mail
    server refuses costs only its own mail; a server that fails ends it there.
    """
    unsent: list[str] = []
    connection = get_connection()
    for place, invitation in enumerate(invitations):
        try:
            _mail(invitation, group=group, by=by, site=site, via=connection).send()
        except (SMTPRecipientsRefused, SMTPResponseException):
            logger.exception("An invitation was refused by the mail server")
            unsent.append(invitation.email)
        except (OSError, SMTPException):
            logger.exception("Invitations could not be sent")
            unsent += [late.email for late in invitations[place:]]
            break
    return unsent


def _mail(
    invitation: Invitation,
    *,
    group: StudyGroup,
    by: User,
    site: str,
    via: BaseEmailBackend,
) -> EmailMessage:
    name = " ".join(group.name.split())
    context = {
        "invitation": invitation,
        "group_name": name,
        "sender": by.display_name,
        "link": site + reverse("join", args=[invitation.token]),
        "current_site": {"domain": site.partition("://")[2]},
    }
    return EmailMessage(
        subject=f"Invitation to {name}",
        body=render_to_string("groups/email/invitation_message.txt", context),
        to=[invitation.email],
        connection=via,
    )
