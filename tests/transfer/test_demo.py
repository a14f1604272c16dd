"""`make_demo`, on a small demo of three learners and ten days."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from decks.models import (
    Card,
    CardNote,
    DayCounter,
    Deck,
    Enrolment,
    Review,
    ReviewState,
    StudySession,
    User,
)
from decks.study.columns import STATE_COLUMNS
from decks.study.learners import calendar_of
from decks.study.replaying import replayed, with_marks
from decks.study.rows import state_values
from decks.transfer.demo.accounts import PASSWORD, find_or_add_accounts, is_finished
from decks.transfer.demo.history import live_through
from decks.transfer.demo.making import make_demo
from decks.transfer.demo.people import PEOPLE
from decks.transfer.demo.shelf import fill_shelf, find_decks
from decks.transfer.demo.timetable import Span

NOW = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)
"""New York's clocks went forward within the ten days before."""
SPAN = Span(NOW, 10, "small")
SMALL = [person for person in PEOPLE if person.login in {"rosa", "bikash", "leila"}]
MODELS = (User, Deck, Card, Enrolment, ReviewState, CardNote, DayCounter)


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    """The small demo, made once: these tests only read, or put back what they do."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_demo(SPAN, people=SMALL, process_count=1)
        transaction.set_rollback(True)


def rows() -> list[list[dict[str, Any]]]:
    """All that the demo wrote, with sessions named by their beginning.

    Sessions and resets draw ids of their own; password hashes have a salt.
    """
    begun: dict[Any, Any] = dict(StudySession.objects.values_list("id", "started_at"))
    reviews = list(Review.objects.order_by("user", "reviewed_at", "card", "sequence"))
    log = [
        {
            field.name: getattr(review, field.attname)
            for field in Review._meta.concrete_fields
        }
        | {"session_id": begun.get(review.session_id)}
        | ({"rating_id": None} if review.kind == Review.Kind.RESET else {})
        for review in reviews
    ]
    sessions = StudySession.objects.order_by("user", "started_at").values()
    plain = [list(model.objects.order_by("pk").values()) for model in MODELS]
    for user in plain[0]:
        user.pop("password")
    return [*plain, log, [session | {"id": None} for session in sessions]]


def begin_again() -> None:
    """As where a call was killed before it had given anybody a password."""
    User.objects.filter(email__endswith="@demo.example").update(password="!")


def test_the_states_are_what_the_log_gives(small):
    states = list(ReviewState.objects.all())
    assert len(states) > 100
    for state in states:
        log = Review.objects.filter(
            user_id=state.user_id, card_id=state.card_id, undone_at=None
        ).exclude(kind=Review.Kind.CRAM)
        expected = with_marks(replayed(log.order_by("sequence")), state)
        kept = {column: getattr(state, column) for column in STATE_COLUMNS}
        assert kept == state_values(expected)


def test_the_history_holds_what_learners_do(small):
    assert small.written == 3
    assert small.rating_count == Review.objects.count() > 500
    assert Review.objects.exclude(undone_at=None).exists()
    assert Review.objects.filter(kind=Review.Kind.CRAM).exists()
    assert ReviewState.objects.exclude(flagged_at=None).exists()
    assert CardNote.objects.exists()


def test_nothing_lies_in_the_future_and_each_day_is_the_learners(small):
    for user in User.objects.filter(email__in=[person.email for person in SMALL]):
        calendar = calendar_of(user)
        log = list(Review.objects.filter(user=user).order_by("reviewed_at"))
        assert log
        assert NOW - dt.timedelta(days=11) < log[0].reviewed_at
        assert log[-1].reviewed_at < NOW
        for review in log:
            assert review.study_day == calendar.day_of(review.reviewed_at)


def test_a_second_call_changes_nothing(small):
    before = rows()
    later = Span(NOW + dt.timedelta(days=3), 10, "another")
    made = make_demo(later, people=SMALL, process_count=1)
    assert (made.written, made.found) == (0, 3)
    assert rows() == before


@pytest.mark.full
def test_the_same_moment_gives_the_same_rows(small):
    before = rows()
    begin_again()
    assert make_demo(SPAN, people=SMALL, process_count=1).written == 3
    assert rows() == before


@pytest.mark.full
def test_a_half_done_history_is_begun_anew(small):
    before = rows()
    begin_again()
    leila = User.objects.get(email="leila@demo.example")
    make_demo(SPAN, people=SMALL[:1], process_count=1)
    for model in (Review, ReviewState, StudySession, DayCounter, Enrolment, CardNote):
        model.objects.filter(user=leila).delete()
    person = next(person for person in SMALL if person.login == "leila")
    live_through(leila, person, find_decks(), Span(NOW, 4, "half"))
    assert Review.objects.filter(user=leila).exists()
    make_demo(SPAN, people=SMALL, process_count=1)
    assert rows() == before


@pytest.mark.full
def test_an_hour_later_there_is_more_of_the_same(small):
    """The rest of the day comes after what was there, and changes none of it."""
    ratings = set(Review.objects.values_list("rating_id", "level", "due_at"))
    resets = Review.objects.filter(kind=Review.Kind.RESET)
    ratings -= set(resets.values_list("rating_id", "level", "due_at"))
    with transaction.atomic():
        begin_again()
        later = Span(NOW + dt.timedelta(hours=2), 10, "small")
        make_demo(later, people=SMALL, process_count=1)
        after = set(Review.objects.values_list("rating_id", "level", "due_at"))
        transaction.set_rollback(True)
    assert ratings < after


@pytest.mark.django_db
def test_the_decks_have_owners_and_the_lambda_deck_none():
    accounts = find_or_add_accounts(PEOPLE, joined_at=NOW)
    fill_shelf(accounts, made_at=NOW)
    fill_shelf(accounts, made_at=NOW)
    decks = find_decks()
    assert len(decks) == Deck.objects.count() == 6
    assert decks["aws-lambda"].owner is None
    assert decks["sql-basics"].owner == accounts["rosa"]
    assert decks["sql-basics"].visibility == Deck.Visibility.PRIVATE
    assert Card.objects.filter(tags__contains=["danube"]).count() == 4
    assert not any(is_finished(user) for user in accounts.values())


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_two_processes_write_what_one_writes():
    few = [person for person in PEOPLE if person.login in {"freya", "kiri", "amara"}]
    span = Span(NOW, 3, "few")
    assert make_demo(span, people=few, process_count=2).written == 3
    in_two = rows()
    begin_again()
    make_demo(span, people=few, process_count=1)
    assert rows() == in_two


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_who_can_sign_in(client, capsys):
    call_command("make_demo", days=1, now=NOW, processes=1)
    printed = capsys.readouterr().out
    assert printed.startswith("The demo is ready: 12 learners written, ")
    assert all(person.email in printed for person in PEOPLE)
    assert PASSWORD in printed
    assert client.login(email="kiri@demo.example", password=PASSWORD)
    call_command("make_demo", days=1, now=NOW, processes=1)
    assert "Nothing was changed." in capsys.readouterr().out


@pytest.mark.django_db
def test_production_is_refused(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("make_demo")
    assert not User.objects.exists()
