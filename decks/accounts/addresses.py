"""The address of an account, as an administrator gives it."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from decks.accounts.models import User


def is_anothers(email: str, person: User) -> bool:
    """Whether an account of somebody else has this address, or confirmed it; however
    it is written. Two statements."""
    others = User.objects.exclude(pk=person.pk).filter(email__iexact=email)
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return others.exists() or confirmed.exclude(user=person.pk).exists()


@transaction.atomic
def replace_addresses(person: User) -> EmailAddress:
    """After `person.email` was written by somebody else: no other opens the account.

    Gives it, to be confirmed as after signing up. Whoever was about to change to this
    address, and had not confirmed it, does not get it any more. Three statements.
    """
    waiting = Q(email__iexact=person.email, verified=False)
    EmailAddress.objects.filter(Q(user=person) | waiting).delete()
    return EmailAddress.objects.create(user=person, email=person.email, primary=True)
