"""One mail each: whatever the server says, and whenever a worker is killed."""

import datetime as dt
import email
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.jobs.running import Worker
from decks.mails.planning import SEND, plan_mail
from decks.mails.sending import forget_sent, is_away
from decks.models import MailChoice, SentMail, User
from decks.work import KINDS
from tests.architecture_rules import ROOT
from tests.factories import NOW, make_user
from tests.jobs.test_processes import wait_until
from tests.jobs.test_running import let_pass
from tests.mails.people import (
    MailServer,
    group_with_news,
    make_many,
    want_mail_all,
    zone_of_morning,
)

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = dt.timedelta(hours=1)


def news_for(count: int) -> list[User]:
    """So many learners in whose group something happened, this morning of theirs."""
    users = make_many(count, time_zone=zone_of_morning())
    now = timezone.now()
    group_with_news(*users, at=now - HOUR)
    begun = {
        "planned_on": now.date() - dt.timedelta(days=3),
        "chosen_at": now - 2 * HOUR,
    }
    want_mail_all(users, **begun)
    return users


def plan() -> None:
    plan_mail(Running(Job(kind="plan_mail"), now=timezone.now()))


def states() -> Counter[str]:
    return Counter(Job.objects.filter(kind=SEND).values_list("state", flat=True))


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = False
    yield server
    server.shutdown()
    server.server_close()


def test_planned_and_run_twice_it_is_one_mail_each() -> None:
    users = news_for(3)
    for _ in range(2):
        plan()
        Worker(KINDS).work_off()
    MailChoice.objects.update(planned_on=NOW.date())
    Job.objects.all().delete()
    plan()
    Worker(KINDS).work_off()
    assert states() == {"done": 3}
    assert sorted(to for one in mail.outbox for to in one.to) == sorted(
        user.email for user in users
    )


def test_three_workers_at_once_send_one_mail_each(server) -> None:
    news_for(12)

    def plan_and_work() -> None:
        plan()
        Worker(KINDS).work_off()
        connection.close()

    threads = [threading.Thread(target=plan_and_work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states() == {"done": 12}
    assert len({address_in(one) for one in server.mails}) == len(server.mails) == 12


def address_in(raw: bytes) -> str:
    return str(message_of(raw)["To"])


def message_of(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def test_the_server_gets_both_parts_and_the_way_out(server) -> None:
    (user,) = news_for(1)
    plan()
    Worker(KINDS).work_off()
    (raw,) = server.mails
    message = message_of(raw)
    assert message["To"] == user.email
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        message["List-Unsubscribe"]
        .strip()
        .startswith("<http://localhost:8000/mail/off/")
    )
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    for part in list(message.walk())[1:]:
        assert "Ada renamed the group" in part.get_content()


def test_what_the_server_refuses_is_tried_again_as_the_same_mail(server) -> None:
    news_for(1)
    plan()
    server.to_address = b"450 later"
    Worker(KINDS).work_off()
    assert (states(), SentMail.objects.count()) == ({"waiting": 1}, 0)
    server.to_address, server.to_mail = b"250 well", b"554 no"
    let_pass(minutes=1)
    Worker(KINDS).work_off()
    assert (states(), SentMail.objects.count(), server.mails) == ({"waiting": 1}, 0, [])
    server.to_mail = b"250 well"
    let_pass(minutes=1)
    Worker(KINDS).work_off()
    assert (states(), SentMail.objects.count()) == ({"done": 1}, 1)
    assert len(server.mails) == 1


def test_after_three_refusals_it_is_set_aside_without_an_address(server) -> None:
    (user,) = news_for(1)
    plan()
    server.to_address = b"550 nobody here"
    for _ in range(4):
        Worker(KINDS).work_off()
        let_pass(minutes=1)
    job = Job.objects.get(kind=SEND)
    assert (job.state, job.tries) == ("failed", 3)
    assert job.error.startswith("SMTPRecipientsRefused in decks/mails/sending.py")
    assert user.email not in job.error
    assert not SentMail.objects.exists()


def test_what_breaks_off_after_the_mail_was_given_is_not_sent_again(server) -> None:
    news_for(1)
    plan()
    server.to_mail = b""
    for _ in range(3):
        Worker(KINDS).work_off()
        let_pass(minutes=1)
    assert states() == {"done": 1}
    assert len(server.mails) == SentMail.objects.count() == 1


def test_while_the_server_is_away_mail_waits(server, settings) -> None:
    news_for(1)
    plan()
    settings.EMAIL_PORT = 1
    Worker(KINDS).work_off()
    assert (states(), SentMail.objects.count()) == ({"waiting": 1}, 0)
    settings.EMAIL_PORT = server.port
    let_pass(minutes=1)
    Worker(KINDS).work_off()
    assert len(server.mails) == 1


def test_a_server_that_is_away_for_hours_loses_no_mail(server, settings) -> None:
    news_for(1)
    plan()
    settings.EMAIL_PORT = 1
    for _ in range(8):
        Worker(KINDS).work_off()
        let_pass(minutes=31)
    assert states() == {"waiting": 1}
    settings.EMAIL_PORT = server.port
    Worker(KINDS).work_off()
    assert (states(), len(server.mails)) == ({"done": 1}, 1)


def test_while_it_is_away_one_mail_at_a_time_finds_so(server, settings) -> None:
    news_for(3)
    plan()
    settings.EMAIL_PORT = 1
    Worker(KINDS).work_off()
    tried = Job.objects.filter(kind=SEND).values_list("tries", flat=True)
    assert sorted(tried) == [0, 0, 1]
    settings.EMAIL_PORT = server.port
    let_pass(minutes=2)
    Worker(KINDS).work_off()
    assert (states(), len(server.mails)) == ({"done": 3}, 3)


@pytest.mark.parametrize(
    ("error", "is_so"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (SMTPServerDisconnected(), True),
        (SMTPAuthenticationError(535, b"who are you"), True),
        (SMTPConnectError(554, b"not now"), True),
        (SMTPRecipientsRefused({"a@example.com": (450, b"later")}), True),
        (SMTPDataError(451, b"later"), True),
        (SMTPRecipientsRefused({"a@example.com": (550, b"nobody")}), False),
        (SMTPSenderRefused(553, b"no", "b@example.com"), False),
        (SMTPDataError(554, b"no"), False),
        (SMTPNotSupportedError(), False),
        (KeyError("day"), False),
    ],
    ids=repr,
)
def test_what_is_tried_for_hours(error: Exception, is_so: bool) -> None:
    assert is_away(error) == is_so


def test_who_was_taken_for_lost_sends_no_second_one(server) -> None:
    (user,) = news_for(1)
    plan()
    today = dt.date.fromisoformat(Job.objects.get(kind=SEND).payload["day"])
    until = timezone.now()
    SentMail.objects.create(
        user=user, local_date=today, has_digest=False, tells_until=until
    )
    Worker(KINDS).work_off()
    assert (states(), server.mails) == ({"done": 1}, [])


COUNT = 60


def start_worker(folder: Path) -> subprocess.Popen:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.mails.worker_process", name, str(folder)]
    return subprocess.Popen(command, cwd=ROOT)


def test_workers_that_are_killed_while_sending_send_one_mail_each(tmp_path) -> None:
    users = news_for(COUNT)
    plan()
    count = lambda: len(list(tmp_path.glob("*.eml")))  # noqa: E731
    for least in (5, 25):
        with start_worker(tmp_path) as worker:
            wait_until(lambda least=least: count() >= least)
            worker.send_signal(signal.SIGKILL)
        let_pass(minutes=1)
    assert count() < COUNT
    with start_worker(tmp_path) as worker:
        wait_until(lambda: states() == {"done": COUNT})
        worker.terminate()
    sent = Counter(address_in(path.read_bytes()) for path in tmp_path.glob("*.eml"))
    del sent["None"]  # one that was being written
    assert set(sent.values()) == {1}
    assert set(sent) <= {user.email for user in users}
    assert len(sent) >= COUNT - 2
    assert SentMail.objects.count() == COUNT


def test_what_was_sent_is_forgotten_after_three_months() -> None:
    user = make_user()
    for days in (89, 91):
        SentMail.objects.create(
            user=user,
            local_date=NOW.date() - dt.timedelta(days=days),
            has_digest=True,
            tells_until=NOW,
        )
    assert forget_sent(now=NOW) == 1
