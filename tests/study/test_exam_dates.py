"""Which exam date holds for a learner in a deck."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.groups.models import Membership
from decks.models import Deck, Enrolment, User
from decks.study.exams import ExamDate, exam_date_of, exam_dates, set_exam_date
from decks.study.learners import calendar_of
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_user,
    share,
)
from tests.study.sittings import DAY

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def day(ahead: int) -> dt.date:
    return TODAY + ahead * DAY


def in_group(user: User, deck: Deck, *, own: dt.date | None = None, **fields):
    """The deck in a group that the user is in, which has these fields."""
    group = make_group(**fields)
    make_member(group, user=user, exam_date=own)
    share(deck, group)
    return group


def world() -> tuple[User, Deck]:
    user, deck = make_user(), make_public_deck(cards=2)
    enrol(user, deck, now=NOW)
    return user, deck


def found(user: User, deck: Deck) -> ExamDate | None:
    return exam_date_of(user, deck.pk, today=TODAY)


def test_without_any_date_there_is_none():
    user, deck = world()
    in_group(user, deck)
    assert found(user, deck) is None


def test_the_groups_date_in_its_name():
    user, deck = world()
    in_group(user, deck, name="Cloud Certs", exam_date=day(17))
    assert found(user, deck) == ExamDate(day(17), "Cloud Certs’", is_own=False)


def test_a_name_without_an_s_at_its_end():
    user, deck = world()
    in_group(user, deck, name="Spanish B1", exam_date=day(17))
    exam = found(user, deck)
    assert exam is not None
    assert exam.whose == "Spanish B1’s"


def test_a_members_own_date_goes_before_the_groups():
    user, deck = world()
    in_group(user, deck, own=day(20), exam_date=day(17))
    assert found(user, deck) == ExamDate(day(20), "your own", is_own=False)


def test_ones_own_for_the_deck_goes_before_both():
    user, deck = world()
    in_group(user, deck, own=day(20), exam_date=day(17))
    set_exam_date(user, deck.pk, day(30))
    assert found(user, deck) == ExamDate(day(30), "your own", is_own=True)
    set_exam_date(user, deck.pk, None)
    assert found(user, deck) == ExamDate(day(20), "your own", is_own=False)


def test_of_several_groups_the_earliest_that_is_not_past():
    user, deck = world()
    for ahead in (40, -1, 9):
        in_group(user, deck, exam_date=day(ahead))
    exam = found(user, deck)
    assert exam is not None
    assert exam.date == day(9)


@pytest.mark.parametrize(("ahead", "holds"), [(0, True), (-1, False)])
def test_a_groups_date_holds_to_its_last_day(ahead: int, holds: bool):
    user, deck = world()
    in_group(user, deck, exam_date=day(ahead))
    assert (found(user, deck) is not None) is holds


def test_a_members_own_past_date_does_not_bring_the_groups_back():
    user, deck = world()
    in_group(user, deck, own=day(-1), exam_date=day(9))
    assert found(user, deck) is None


def test_ones_own_past_date_stands_until_it_is_taken_away():
    user, deck = world()
    in_group(user, deck, exam_date=day(9))
    set_exam_date(user, deck.pk, day(-1))
    exam = found(user, deck)
    assert exam == ExamDate(day(-1), "your own", is_own=True)
    assert exam.days_from(TODAY) == -1


def test_groups_one_is_not_in_and_decks_that_are_not_shared_say_nothing():
    user, deck = world()
    share(deck, make_group(exam_date=day(9)))
    group = make_group(exam_date=day(9))
    make_member(group, user=user)
    share(make_deck(cards=1), group)
    assert found(user, deck) is None


def test_whoever_left_a_group_has_its_date_no_more():
    user, deck = world()
    group = in_group(user, deck, exam_date=day(9))
    Membership.objects.filter(user=user, group=group).delete()
    assert found(user, deck) is None


def test_another_learners_date_is_theirs():
    user, deck = world()
    other = make_user()
    enrol(other, deck, now=NOW)
    set_exam_date(other, deck.pk, day(9))
    assert found(user, deck) is None


def test_any_number_of_decks_in_one_statement():
    user = make_user()
    decks = [make_public_deck(cards=1) for _ in range(5)]
    for deck in decks[:4]:
        in_group(user, deck, exam_date=day(deck.pk % 3))
    with CaptureQueriesContext(connection) as statements:
        dates = exam_dates(user, [deck.pk for deck in decks], today=TODAY)
    assert sorted(dates) == [deck.pk for deck in decks[:4]]
    assert all(dates[deck.pk].date == day(deck.pk % 3) for deck in decks[:4])
    assert len(statements) == 1
    assert exam_dates(user, [], today=TODAY) == {}


class TestTheForm:
    @pytest.fixture
    def deck(self, learner: User) -> Deck:
        deck = make_public_deck(cards=2)
        enrol(learner, deck, now=NOW)
        return deck

    @pytest.fixture
    def today(self, learner: User, monkeypatch) -> dt.date:
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
        return calendar_of(learner).day_of(NOW)

    def send(self, browser, deck, value):
        return browser.post(reverse("deck_exam", args=[deck.pk]), {"exam_date": value})

    def kept(self) -> dt.date | None:
        return Enrolment.objects.values_list("exam_date", flat=True).get()

    @pytest.mark.parametrize("ahead", [0, 1, 3000])
    def test_a_day_to_come_is_kept(self, browser, deck, today, ahead):
        response = self.send(browser, deck, str(today + ahead * DAY))
        assert response["Location"] == reverse("deck", args=[deck.pk])
        assert self.kept() == today + ahead * DAY
        assert "Exam date saved." in browser.get(response["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("2026-03-01", "Choose a day to come."),
            ("1999-12-31", "Choose a day to come."),
            ("2037-01-01", "Choose a day within 10 years."),
            ("9999-12-31", "Choose a day within 10 years."),
            ("2026-02-30", "Please choose a day, such as 2027-06-12."),
            ("tomorrow", "Please choose a day, such as 2027-06-12."),
        ],
    )
    def test_another_is_refused_in_words_and_stays_as_typed(
        self, browser, deck, today, value, words
    ):
        set_exam_date(User.objects.get(), deck.pk, today)
        response = self.send(browser, deck, value)
        page = response.content.decode()
        assert response.status_code == 422
        assert words in page.split('id="id_exam_date_error"')[1].split("</div>")[0]
        assert f'value="{value}"' in page
        assert self.kept() == today

    def test_empty_takes_ones_own_away(self, browser, learner, deck, today):
        set_exam_date(learner, deck.pk, today - DAY)
        response = self.send(browser, deck, "")
        assert self.kept() is None
        page = browser.get(response["Location"]).content.decode()
        assert "Your own exam date is gone." in page

    def test_it_stands_on_the_options_page_with_the_date(
        self, browser, learner, deck, today
    ):
        set_exam_date(learner, deck.pk, today + DAY)
        page = browser.get(reverse("deck_options", args=[deck.pk])).content.decode()
        assert f'action="{reverse("deck_exam", args=[deck.pk])}"' in page
        assert f'value="{today + DAY}"' in page

    def test_only_that_column_is_written(self, browser, deck, today):
        before = Enrolment.objects.values().get()
        self.send(browser, deck, str(today))
        assert Enrolment.objects.values().get() == before | {"exam_date": today}

    def test_a_deck_that_is_not_ones_own_has_no_such_page(self, browser, today):
        deck = make_public_deck(cards=1)
        assert browser.get(reverse("deck_exam", args=[deck.pk])).status_code == 404
        assert self.send(browser, deck, str(today)).status_code == 404
