"""What a deck's page says of an exam to come."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.models import Card, Deck, ReviewState, User
from decks.progress.exam_chart import ExamPoint, exam_chart
from decks.progress.exam_panel import curve_days, exam_panel
from decks.study import marks
from decks.study.exams import set_exam_date
from decks.study.learners import enrolments_of
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_group,
    make_member,
    make_public_deck,
    make_review_state,
    share,
)
from tests.study.sittings import DAY, cards_of, make_learner

pytestmark = pytest.mark.django_db

TODAY = NOW.date()  # Monday 2 March 2026


def panel(user: User, *, ahead: int | None = None, now: dt.datetime = NOW):
    (enrolment,) = enrolments_of(user)
    if ahead is not None:
        set_exam_date(user, enrolment.deck_id, TODAY + ahead * DAY)
        (enrolment,) = enrolments_of(user)
    return exam_panel(user, enrolment, now=now)


def seen(user: User, card: Card, *, days_ago: int = 1, **fields) -> ReviewState:
    then = NOW - days_ago * DAY
    moments = {"last_reviewed_at": then, "last_study_day": then.date()}
    return make_review_state(user=user, card=card, **{**moments, **fields})


class TestTheWords:
    @pytest.mark.parametrize(
        ("ahead", "heading"),
        [
            (0, "Exam today"),
            (1, "Exam tomorrow"),
            (17, "Exam in 17 days"),
            (-1, "The exam was on Sunday 1 March"),
        ],
    )
    def test_when_it_is(self, ahead: int, heading: str):
        user, _ = make_learner()
        assert panel(user, ahead=ahead).heading == heading

    def test_without_a_date_there_is_no_panel(self):
        user, _ = make_learner()
        assert panel(user) is None

    def test_an_evening_is_still_the_study_day(self):
        """The day of somebody in Auckland is ahead of the clock's."""
        user, _ = make_learner(time_zone="Pacific/Auckland")
        assert panel(user, ahead=1, now=NOW + dt.timedelta(hours=9)).heading == (
            "Exam today"
        )


class TestThePrediction:
    def test_the_mean_of_all_cards_the_unseen_with_0(self):
        user, deck = make_learner(cards=4)
        # R is .9 after S days: two cards at .9, two new.
        for card in cards_of(deck)[:2]:
            seen(user, card, days_ago=3, stability_days=8.0)
        assert panel(user, ahead=5).percent == 45

    def test_nothing_seen_is_too_little(self):
        user, _ = make_learner()
        found = panel(user, ahead=5)
        assert not found.is_known
        assert found.chart is None

    def test_the_curve_runs_from_tomorrow_to_the_exam(self):
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0], days_ago=0, stability_days=5.0)
        chart = panel(user, ahead=5).chart
        days = [point.day for point in chart.points]
        assert days == [TODAY + n * DAY for n in range(1, 6)]
        assert (chart.first.percent, chart.last.percent) == (97, 90)

    @pytest.mark.parametrize("ahead", [0, 1])
    def test_there_is_no_curve_of_one_day(self, ahead: int):
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0])
        found = panel(user, ahead=ahead)
        assert found.chart is None
        assert found.percent > 0

    def test_of_another_year_the_days_say_so(self, browser, learner):
        deck = make_public_deck(cards=1)
        enrol(learner, deck, now=timezone.now())
        date = timezone.now().date() + 400 * DAY
        set_exam_date(learner, deck.pk, date)
        seen(learner, cards_of(deck)[0])
        page = browser.get(reverse("deck", args=[deck.pk])).content.decode()
        assert f"{date:%A} {date.day} {date:%B} {date.year}</th>" in page
        assert f">{date.day} {date:%B} {date.year}</text>" in page

    def test_states_that_a_moved_card_left_make_no_more_than_all(self):
        user, deck = make_learner(cards=2)
        for card in cards_of(deck):
            seen(user, card, stability_days=1000.0)
        Deck.objects.filter(pk=deck.pk).update(card_count=1)
        assert panel(user, ahead=5).chart.last.exact_percent <= 100

    def test_predicted_is_never_certain(self):
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0], stability_days=1000.0)
        found = panel(user, ahead=5)
        assert (found.percent, found.chart.first.percent) == (99, 99)

    @pytest.mark.parametrize("days", [2, 3, 9, 10, 17, 365, 3650])
    def test_few_points_both_ends_among_them(self, days: int):
        points = curve_days(days)
        assert (points[0], points[-1]) == (1, days)
        assert points == sorted(set(points))
        assert len(points) == min(9, days)


class TestNewCards:
    def test_how_many_a_day_that_makes(self):
        user, deck = make_learner(cards=23)
        marks.put_aside(user, cards_of(deck)[0], now=NOW)
        # 23 cards take 6 minutes: the final pass has 2 days, 10 are left.
        found = panel(user, ahead=12)
        assert (found.new_count, found.new_a_day) == (22, 3)
        assert found.pass_begins_words == "Thursday 12 March"

    def test_none_a_day_once_the_final_pass_has_begun(self):
        user, _ = make_learner(cards=23)
        found = panel(user, ahead=2)
        assert (found.new_count, found.new_a_day) == (23, 0)


class TestTheOffer:
    def test_so_many_cards_in_so_many_minutes(self):
        user, _ = make_learner(cards=3)
        assert panel(user, ahead=2).offer.words == "Final pass: 3 cards, about 1 minute"

    def test_no_more_than_the_minutes_of_a_day_hold(self):
        user, _ = make_learner(cards=200)
        words = panel(user, ahead=2).offer.words
        assert words == "Final pass: 33 cards, about 10 minutes"

    def test_not_before_it_begins(self):
        user, _ = make_learner(cards=3)
        assert panel(user, ahead=3).offer is None

    def test_not_where_all_was_seen_today(self):
        user, deck = make_learner(cards=1)
        seen(user, cards_of(deck)[0], days_ago=0)
        assert panel(user, ahead=1).offer is None


class TestTheChart:
    @pytest.mark.parametrize("percents", [(94, 90), (90, 88), (88, 87), (50, 3)])
    def test_its_labels_do_not_meet(self, percents: tuple[int, int]):
        first, last = percents
        points = [ExamPoint(TODAY, first), ExamPoint(TODAY + DAY, last)]
        chart = exam_chart(points, target_percent=90)
        assert abs(chart.end_label_y - chart.target_label_y) >= 15
        assert chart.line.startswith("M0.0 ")
        assert f"L292.0 {chart.end_y}" in chart.line

    def test_more_is_higher(self):
        points = [ExamPoint(TODAY + n * DAY, 80 - n * 10) for n in range(4)]
        heights = re.findall(
            r" ([\d.]+)(?: L|$)", exam_chart(points, target_percent=90).line
        )
        assert [float(y) for y in heights] == sorted(float(y) for y in heights)

    def test_nothing_known_stays_in_its_box(self):
        points = [ExamPoint(TODAY, 0.4), ExamPoint(TODAY + DAY, 0.1)]
        chart = exam_chart(points, target_percent=97)
        assert 0 < chart.first_label_y < 112
        assert 0 < chart.end_y <= 112


class TestToday:
    def test_exams_that_are_near_lead_to_their_decks(self, browser, learner):
        today = timezone.now().date()
        ahead = {"Later": 14, "Sooner": 1, "Far": 15, "Over": -1, "None": None}
        decks = {title: make_public_deck(cards=1, title=title) for title in ahead}
        for title, days in ahead.items():
            enrol(learner, decks[title], now=timezone.now())
            date = None if days is None else today + days * DAY
            set_exam_date(learner, decks[title].pk, date)
        page = browser.get("/").content.decode()
        links = re.findall(r'(Exam [\w ]+): <a href="([^"]+)">(\w+)</a>', page)
        paths = [reverse("deck", args=[decks[t].pk]) for t in ("Sooner", "Later")]
        assert links == [
            ("Exam tomorrow", paths[0], "Sooner"),
            ("Exam in 14 days", paths[1], "Later"),
        ]


class TestThePage:
    @pytest.fixture
    def deck(self, learner: User) -> Deck:
        deck = make_public_deck(cards=5)
        enrol(learner, deck, now=timezone.now())
        return deck

    def day(self, ahead: int) -> dt.date:
        return timezone.now().date() + ahead * DAY

    def page(self, browser, deck) -> str:
        response = browser.get(reverse("deck", args=[deck.pk]))
        assert response.status_code == 200
        return str(response.content.decode())

    def test_without_a_date_nothing_is_said(self, browser, deck):
        page = self.page(browser, deck)
        assert "Predicted recall on" not in page
        assert reverse("deck_exam", args=[deck.pk]) in page  # in the deck's menu

    def test_a_prediction_is_called_one_and_stands_in_a_table_too(
        self, browser, learner, deck
    ):
        set_exam_date(learner, deck.pk, self.day(17))
        seen(learner, cards_of(deck)[0], last_study_day=self.day(-1))
        page = self.page(browser, deck)
        assert "Exam in 17 days" in page
        assert "Predicted recall on" in page
        assert "your own date" in page
        assert "4</b> new cards are left" in page
        assert 'aria-label="Predicted recall if you study nothing more:' in page
        assert page.count('<th scope="row">') == 9
        assert "Final pass:" not in page

    def test_nothing_seen_is_said(self, browser, learner, deck):
        set_exam_date(learner, deck.pk, self.day(17))
        page = self.page(browser, deck)
        assert "Too little data for a prediction" in page
        assert '<svg class="chart' not in page

    def test_more_new_cards_than_the_options_allow(self, browser, learner, deck):
        set_exam_date(learner, deck.pk, self.day(3))
        User.objects.update(new_cards_per_day=2)
        assert "more than the 2 a day of" in self.page(browser, deck)

    def test_the_groups_date_is_the_groups(self, browser, learner, deck):
        group = make_group(name="Cloud Certs", exam_date=self.day(17))
        make_member(group, user=learner)
        share(deck, group)
        assert "Cloud Certs’ date" in self.page(browser, deck)

    def test_the_final_pass_is_a_button_beside_the_others(self, browser, learner, deck):
        set_exam_date(learner, deck.pk, self.day(1))
        page = self.page(browser, deck)
        assert "Final pass: 5 cards, about 2 minutes" in page
        assert f'action="{reverse("study_exam", args=[deck.pk])}"' in page
        assert "The final pass has begun" in page

    def test_an_exam_that_is_over_can_be_taken_away(self, browser, learner, deck):
        set_exam_date(learner, deck.pk, self.day(-2))
        page = self.page(browser, deck)
        assert "The exam was on" in page
        assert "Take the date away" in page
        browser.post(reverse("deck_exam", args=[deck.pk]), {"exam_date": ""})
        assert "The exam was on" not in self.page(browser, deck)

    @pytest.mark.parametrize(("ahead", "count"), [(None, 1), (-2, 1), (1, 2), (17, 2)])
    def test_what_it_costs(self, browser, learner, deck, ahead, count):
        if ahead is not None:
            set_exam_date(learner, deck.pk, self.day(ahead))
        (enrolment,) = enrolments_of(learner)
        with CaptureQueriesContext(connection) as statements:
            found = exam_panel(learner, enrolment, now=timezone.now())
            if found is not None:
                _ = (found.offer, found.chart, found.percent)
        assert len(statements) == count
        with CaptureQueriesContext(connection) as statements:
            self.page(browser, deck)
        assert len(statements) <= 11 + count
