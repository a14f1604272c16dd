"""A mail as somebody gets it."""

from django.core.mail import EmailMultiAlternatives

from decks.mails.letters import Letter, letter_for, written
from decks.models import User
from tests.factories import (
    NOW,
)

DAY = NOW.date()


def letter(user: User, *, with_digest: bool = True, now=NOW) -> Letter | None:
    return letter_for(user, now.date(), with_digest=with_digest, now=now)


def mail(user: User, **given) -> EmailMultiAlternatives:
    found = letter(user, **given)
    assert found is not None
    return written(found)


def html_of(message: EmailMultiAlternatives) -> str:
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return str(html)
