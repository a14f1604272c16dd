"""Learners who want mail, groups in which something happened, a mail server."""

import datetime as dt
import socketserver
import threading
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.utils import timezone

from decks.groups.events import EventKind, note_event
from decks.models import GroupEvent, MailChoice, StudyGroup, User
from tests.factories import NOW, make_group, make_member, make_user

YESTERDAY = NOW - dt.timedelta(days=1)


def want_mail(
    user: User, *, digest: str = "daily", reminds: bool = False, verified: bool = True
) -> User:
    """Asked for it two days before NOW, from a confirmed address."""
    then = NOW - dt.timedelta(days=2)
    EmailAddress.objects.create(
        user=user, email=user.email, primary=True, verified=verified
    )
    MailChoice.objects.create(
        user=user,
        digest=digest,
        reminds=reminds,
        planned_on=then.date(),
        chosen_at=then,
    )
    return user


def want_mail_all(users: Iterable[User], **fields) -> None:
    """The same of many, in a few statements."""
    users = list(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True)
        for user in users
    )
    given = {"digest": "daily", "planned_on": YESTERDAY.date(), "chosen_at": YESTERDAY}
    MailChoice.objects.bulk_create(
        MailChoice(user=user, **(given | fields)) for user in users
    )


def make_many(count: int, **fields) -> list[User]:
    """So many accounts, in one statement."""
    first = User.objects.count()
    return User.objects.bulk_create(
        User(email=f"many{first + n}@example.com", display_name="Many", **fields)
        for n in range(count)
    )


def group_with_news(
    *readers: User, name: str = "Cloud Certs", at: dt.datetime = YESTERDAY
) -> StudyGroup:
    """A group of theirs that somebody else renamed at that time."""
    owner = make_user(display_name="Ada")
    group = make_group(owner=owner, name=name)
    for reader in readers:
        make_member(group, user=reader, joined_at=at - dt.timedelta(days=9))
    note_event(group.pk, EventKind.RENAMED, actor=owner, now=at, words="Clouds")
    return group


def forget_news() -> None:
    GroupEvent.objects.all().delete()


def zone_of_morning() -> str:
    """A zone in which it is between nine and ten now."""
    hours = (9 - timezone.now().hour + 12) % 24 - 12
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it takes; answers `to_address` and `to_mail` with these lines, and
    where that is empty hangs up."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[bytes] = []
        self.to_address = self.to_mail = b"250 well"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        answers = {
            b"EHLO": lambda: b"250 here",
            b"MAIL": lambda: b"250 well",
            b"RCPT": lambda: self.server.to_address,
            b"DATA": self.take,
            b"RSET": lambda: b"250 well",
            b"QUIT": lambda: b"",
        }
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            answer = answers[line[:4].upper()]()
            if not answer:
                return
            self.wfile.write(answer + b"\r\n")

    def take(self) -> bytes:
        self.wfile.write(b"354 go on\r\n")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if not self.server.to_mail.startswith(b"5"):
            self.server.mails.append(b"".join(lines))
        return self.server.to_mail
