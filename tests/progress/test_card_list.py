import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.models import Card
from decks.progress.card_list import PAGE_SIZE, card_page, due_words
from decks.scheduling.study_days import StudyCalendar
from tests.factories import NOW, make_review_state, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner

pytestmark = pytest.mark.django_db


def questions(page):
    return [row.card.question for row in page.rows]


def walk(user, deck, show="all"):
    """All cards, page by page, as "Show more" brings them."""
    after, seen = "", []
    while True:
        page = card_page(user, deck, show=show, after=after, now=NOW)
        seen += [row.card.pk for row in page.rows]
        after = page.next_after
        if not after:
            return seen


def test_pages_show_each_card_once_in_deck_order():
    user, deck = make_learner(cards=2 * PAGE_SIZE + 1)
    assert walk(user, deck) == [card.pk for card in cards_of(deck)]


def test_cards_that_share_a_place_are_not_lost_between_pages():
    user, deck = make_learner(cards=PAGE_SIZE + 5)
    Card.objects.filter(deck=deck).update(position=7)
    assert walk(user, deck) == [card.pk for card in cards_of(deck)]


@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE])
def test_a_full_last_page_has_no_next(count):
    user, deck = make_learner(cards=count)
    page = card_page(user, deck, show="all", after="", now=NOW)
    assert (len(page.rows), page.next_after) == (count, "")


def test_filters_show_due_new_and_one_level():
    user, deck = make_learner(cards=4)
    due, later, weak, _ = cards_of(deck)
    make_review_state(user=user, card=due, due_at=NOW, last_level=4)
    make_review_state(user=user, card=later, due_at=NOW + DAY, last_level=4)
    make_review_state(user=user, card=weak, due_at=NOW + DAY, last_level=1)
    make_review_state(user=make_user(), card=weak, due_at=NOW, last_level=4)
    shown = {
        show: questions(card_page(user, deck, show=show, after="", now=NOW))
        for show in ("due", "new", "4", "1", "5")
    }
    assert shown == {
        "due": ["Question 1"],
        "new": ["Question 4"],
        "4": ["Question 1", "Question 2"],
        "1": ["Question 3"],
        "5": [],
    }


@pytest.mark.parametrize("after", ["x", "1", "1.", ".", "-1.5", "9" * 50 + ".1", "١.٢"])
def test_a_strange_mark_never_breaks_the_list(after):
    user, deck = make_learner(cards=2)
    card_page(user, deck, show="all", after=after, now=NOW)


def test_a_page_costs_two_statements_at_1_card_and_at_10_000():
    for cards in (1, 10_000):
        user, deck = make_learner(cards=cards)
        with CaptureQueriesContext(connection) as statements:
            card_page(user, deck, show="all", after="", now=NOW)
        assert len(statements) == 2


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (-DAY, "Due now"),
        (0 * DAY, "Due now"),
        (10 * MINUTE, "Later today"),
        (DAY, "Tomorrow"),
        (4 * DAY, "In 4 days"),
    ],
)
def test_due_words(ahead, words):
    calendar = StudyCalendar("UTC")
    assert due_words(NOW + ahead, now=NOW, calendar=calendar) == words
