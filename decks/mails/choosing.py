"""What somebody wants to have mailed, and where it may go."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction

from decks.accounts.models import User
from decks.mails.models import MailChoice
from decks.mails.mornings import last_morning


def choice_of(user: User) -> MailChoice | None:
    """What they asked for. One statement."""
    return MailChoice.objects.filter(user=user).first()


def address_of(user: User) -> str | None:
    """Where mail may go: their first address, once they confirmed it. One statement."""
    first = EmailAddress.objects.filter(user=user, primary=True, verified=True)
    address: str | None = first.values_list("email", flat=True).first()
    return address


@transaction.atomic
def choose(user: User, *, digest: str, reminds: bool, now: dt.datetime) -> None:
    """Keep the choice. Mail that begins begins with the next morning: of today they
    see here what there is. At most four statements."""
    today = last_morning(user, now=now)
    begun = {"planned_on": today, "chosen_at": now}
    MailChoice.objects.get_or_create(user=user, defaults=begun)
    row = MailChoice.objects.select_for_update().get(user=user)
    if not row.has_digest:
        row.chosen_at = now
        if not row.reminds:
            row.planned_on = max(row.planned_on, today)
    row.digest, row.reminds = digest, reminds
    row.save()


def turn_off(user_id: int) -> None:
    """No digest and no reminder for this account, if there is one. One statement."""
    rows = MailChoice.objects.filter(user=user_id)
    rows.update(digest=MailChoice.Digest.OFF, reminds=False)
