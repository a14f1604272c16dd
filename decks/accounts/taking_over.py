"""An account whose address somebody else had given comes to the address's owner."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from decks.accounts.models import User


@transaction.atomic
def take_over(user: User) -> None:
    """What was set before the address was confirmed opens the account no more.

    The password goes, and with it every session (they are bound to it), second steps
    and passkeys. Three statements.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
