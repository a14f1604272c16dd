"""The learners' accounts. One without a password has a history that is not done yet."""

import datetime as dt
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from decks.accounts.models import User
from decks.mails.models import MailChoice
from decks.transfer.demo.people import Person

PASSWORD = "twelve-learners"  # noqa: S105  (printed, and no site in production has it)


def find_or_add_accounts(
    people: Iterable[Person], *, joined_at: dt.datetime
) -> dict[str, User]:
    """The accounts by login; new ones cannot sign in until `finish`."""
    return {person.login: _account(person, joined_at) for person in people}


def _account(person: Person, joined_at: dt.datetime) -> User:
    found = User.objects.filter(email=person.email).first()
    if found is not None:
        return found
    user = User.objects.create_user(
        person.email,
        display_name=person.name,
        time_zone=person.time_zone,
        date_joined=joined_at,
        **person.options,
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    if person.digest:
        begun = {"planned_on": joined_at.date(), "chosen_at": joined_at}
        MailChoice.objects.create(user=user, digest=person.digest, **begun)
    return user


def is_finished(user: User) -> bool:
    """Whether the learner's history was written to its end."""
    return user.has_usable_password()


def finish(user: User) -> None:
    """Let the learner sign in: the last thing that is written of a demo account."""
    user.password = hashed_password()
    user.save(update_fields=["password"])


def hashed_password() -> str:
    """The password's hash with a salt of its own: takes about half a second."""
    return make_password(PASSWORD)
