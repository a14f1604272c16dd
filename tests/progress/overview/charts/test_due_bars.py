"""Due in the next 30 days: bars, exams and their labels, the sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.progress.overview.charts.due_bars import WIDTH, due_bars, expected_words
from decks.progress.overview.figures import DueDay, ExamMark
from tests.progress.overview.charts.periods import DAY, MONDAY

expectations = st.lists(st.floats(0, 20_000), min_size=1, max_size=30)
LETTER = 8


def days_of(expected):
    return [DueDay(MONDAY + n * DAY, count) for n, count in enumerate(expected)]


def drawn(expected, *exam_days):
    exams = [ExamMark(MONDAY + n * DAY, "exam") for n in exam_days]
    return due_bars(days_of(expected), exams, link=lambda day: f"?due={day}")


def test_bars_are_drawn_exactly_and_said_rounded():
    bar = drawn([40, 10.4]).bars[1]
    assert bar.height == 37.4
    assert bar.words == "Tuesday 3 March: 10 cards"
    assert bar.query == "?due=2026-03-03"


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (0, "no cards"),
        (0.2, "fewer than 1 card"),
        (1.2, "1 card"),
        (1_234.4, "1,234 cards"),
    ],
)
def test_numbers_are_whole(expected, words):
    assert expected_words(expected) == words


def test_a_day_without_cards_leads_nowhere():
    bar = drawn([4, 0]).bars[1]
    assert (bar.height, bar.query) == (0, "")


def test_today_is_named_so():
    assert [bar.name for bar in drawn([1, 1]).bars] == [
        "Today, Monday 2 March",
        "Tuesday 3 March",
    ]


@given(expectations)
def test_all_lies_in_the_box(expected):
    found = drawn(expected)
    assert len(found.bars) == len(expected)
    for bar in found.bars:
        assert found.left <= bar.x
        assert bar.x + found.bar_width <= WIDTH + 0.11
        assert bar.y >= 12
        assert math.isclose(bar.y + bar.height, 156, abs_tol=0.06)


class TestExams:
    def test_stand_over_their_day_with_a_label_under_the_axis(self):
        found = drawn([1] * 30, 14)
        (exam,) = found.exams
        bar = found.bars[14]
        assert exam.words == "16 March, exam"
        assert exam.x == pytest.approx(bar.x + found.bar_width / 2, abs=0.06)
        assert (exam.label_y, exam.anchor, exam.has_label) == (174, "middle", True)

    @pytest.mark.parametrize(("ahead", "anchor"), [(0, "start"), (29, "end")])
    def test_near_an_end_are_labelled_above(self, ahead, anchor):
        (exam,) = drawn([1] * 30, ahead).exams
        assert (exam.label_y, exam.anchor) == (4, anchor)

    def test_are_in_the_name_and_words_of_their_day(self):
        bar = drawn([1] * 30, 14).bars[14]
        assert bar.name == "Monday 16 March, exam"
        assert bar.words == "Monday 16 March, exam: 1 card"

    def test_of_other_days_are_not_drawn(self):
        assert drawn([1] * 30, 30).exams == []

    @given(st.sets(st.integers(0, 29), max_size=8))
    def test_labels_do_not_run_into_each_other(self, ahead):
        found = drawn([1] * 30, *sorted(ahead))
        assert len(found.exams) == len(ahead)
        spans = [
            (174, found.left, found.left + LETTER * len("Today")),
            (174, WIDTH - LETTER * len(found.last_words), WIDTH),
        ]
        spans += [_span(exam) for exam in found.exams if exam.has_label]
        for index, (y, left, right) in enumerate(spans):
            assert left >= 0
            assert right <= WIDTH
            assert y <= 180
            for other_y, other_left, other_right in spans[:index]:
                assert y != other_y or right <= other_left or other_right <= left


def _span(exam):
    width = LETTER * len(exam.words)
    by = {"start": 0, "middle": width / 2, "end": width}[exam.anchor]
    return exam.label_y, exam.label_x - by, exam.label_x - by + width


class TestTheSentence:
    def test_has_the_numbers_and_says_that_it_predicts(self):
        assert drawn([34, 20.4, 1_000.3], 1).words == (
            "Predicted: 34 cards due today, 1,055 reviews in the next 3 days, after "
            "today the most on Wednesday 4 March, 1,000 cards; 3 March, exam."
        )

    def test_of_nothing(self):
        assert drawn([0, 0]).words == (
            "Predicted: 0 cards due today, 0 reviews in the next 2 days."
        )
