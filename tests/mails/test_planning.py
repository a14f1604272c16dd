"""Who is planned for: once for each local date, whoever plans and how often."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.jobs.models import Job
from decks.jobs.progress import Running
from decks.mails.planning import BATCH_SIZE, SEND, plan_mail
from decks.models import MailChoice
from tests.factories import NOW, make_user
from tests.mails.people import make_many, want_mail, want_mail_all

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def plan(now=NOW) -> list[tuple[str, bool]]:
    """Plan at that time; all jobs there are by now, and whether they hold a digest."""
    plan_mail(Running(Job(kind="plan_mail"), now=now))
    jobs = Job.objects.filter(kind=SEND).order_by("pk")
    return [(job.key, job.payload["has_digest"]) for job in jobs]


def keys(now=NOW) -> list[str]:
    return [key for key, _ in plan(now)]


def test_it_is_planned_once_a_day(learner) -> None:
    want_mail(learner)
    assert keys() == keys() == [f"{learner.pk} 2026-03-02"]
    assert Job.objects.get(kind=SEND).user == learner
    assert keys(NOW + DAY)[1:] == [f"{learner.pk} 2026-03-03"]


def test_not_before_the_morning_and_not_yesterdays_at_night(learner) -> None:
    want_mail(learner)
    assert keys(NOW.replace(hour=6, minute=59)) == []
    assert keys(NOW.replace(hour=7)) == [f"{learner.pk} 2026-03-02"]
    make_user()
    other = want_mail(make_user(time_zone="Asia/Kathmandu"))
    assert keys(NOW.replace(hour=17))[1:] == []
    assert keys(NOW.replace(day=3, hour=1, minute=14))[1:] == []
    assert keys(NOW.replace(day=3, hour=1, minute=15))[1:] == [f"{other.pk} 2026-03-03"]


def test_after_a_morning_without_a_site_it_is_planned_later_that_day(learner) -> None:
    want_mail(learner)
    assert keys(NOW.replace(hour=19)) == [f"{learner.pk} 2026-03-02"]


@pytest.mark.parametrize("why", ["off", "no row", "unconfirmed", "inactive", "second"])
def test_who_is_not_planned_for(learner, why: str) -> None:
    if why != "no row":
        want_mail(
            learner,
            digest="off" if why == "off" else "daily",
            verified=why != "unconfirmed",
        )
    if why == "inactive":
        learner.is_active = False
        learner.save()
    if why == "second":
        learner.emailaddress_set.update(primary=False)
    assert keys() == []


def test_a_weekly_digest_is_mondays(learner) -> None:
    want_mail(learner, digest="weekly")
    assert [bool(keys(NOW + n * DAY)) for n in range(-1, 1)] == [False, True]
    assert len(keys(NOW + DAY)) == len(keys(NOW + 6 * DAY)) == 1
    assert keys(NOW + 7 * DAY)[1:] == [f"{learner.pk} 2026-03-09"]


def test_where_monday_was_missed_it_is_the_next_days(learner) -> None:
    want_mail(learner, digest="weekly")
    assert keys(NOW + DAY) == [f"{learner.pk} 2026-03-03"]
    assert len(keys(NOW + 2 * DAY)) == 1
    assert keys(NOW + 7 * DAY)[1:] == [f"{learner.pk} 2026-03-09"]


def test_reminders_are_daily_and_the_weekly_digest_comes_with_one(learner) -> None:
    want_mail(learner, digest="weekly", reminds=True)
    for n in range(-1, 8):
        found = plan(NOW + n * DAY)
    assert [has_digest for _, has_digest in found] == [
        *(False, True, False, False, False, False, False, False, True)
    ]


def test_who_moves_gets_no_date_twice(learner) -> None:
    want_mail(learner)
    learner.time_zone = "Pacific/Kiritimati"
    learner.save()
    assert keys(NOW.replace(day=1, hour=17)) == [f"{learner.pk} 2026-03-02"]
    learner.time_zone = "Pacific/Honolulu"
    learner.save()
    assert len(keys(NOW.replace(day=2, hour=17))) == 1
    assert keys(NOW.replace(day=3, hour=17))[1:] == [f"{learner.pk} 2026-03-03"]


def test_a_zone_that_nobody_knows_stops_nobody(learner) -> None:
    want_mail(learner)
    lost = want_mail(make_user(time_zone="Mars/Phobos"))
    assert set(keys()) == {f"{user.pk} 2026-03-02" for user in (learner, lost)}


def statements() -> int:
    with CaptureQueriesContext(connection) as asked:
        plan_mail(Running(Job(kind="plan_mail"), now=NOW))
    return len([q for q in asked if "SAVEPOINT" not in q["sql"]])


def test_planning_costs_two_statements_for_each_thousand() -> None:
    want_mail_all(make_many(20))
    assert statements() == 3
    want_mail_all(make_many(BATCH_SIZE + 5, time_zone="Asia/Kolkata"))
    MailChoice.objects.update(planned_on=NOW.date() - DAY)
    Job.objects.all().delete()
    assert statements() == 5
    assert Job.objects.filter(kind=SEND).count() == BATCH_SIZE + 25


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_plan_everybody_once() -> None:
    users = make_many(300)
    want_mail_all(users)

    def plan_and_close() -> None:
        plan()
        connection.close()

    threads = [threading.Thread(target=plan_and_close) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = sorted(f"{user.pk} 2026-03-02" for user in users)
    assert sorted(keys()) == wanted
