import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decks.editing.card_filter import CardFilter
from decks.models import Card
from decks.progress.card_list import PAGE_SIZE, Sort, card_page
from decks.scheduling.study_days import StudyCalendar
from decks.study.due_words import due_words
from tests.factories import NOW, make_review_state, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner

pytestmark = pytest.mark.django_db


def questions(page):
    return [row.card.question for row in page.rows]


def page_of(user, deck, *, show="all", tag="", after="", sort=Sort.DECK):
    chosen = CardFilter(show, tag)
    return card_page(user, deck, chosen=chosen, after=after, now=NOW, sort=sort)


def walk(user, deck, sort=Sort.DECK):
    """All cards, page by page, as "Show more" brings them."""
    after, seen = "", []
    while True:
        page = page_of(user, deck, after=after, sort=sort)
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
    page = page_of(user, deck)
    assert (len(page.rows), page.next_after) == (count, "")


def test_filters_show_due_new_and_one_level():
    user, deck = make_learner(cards=4)
    due, later, weak, _ = cards_of(deck)
    make_review_state(user=user, card=due, due_at=NOW, last_level=4)
    make_review_state(user=user, card=later, due_at=NOW + DAY, last_level=4)
    make_review_state(user=user, card=weak, due_at=NOW + DAY, last_level=1)
    make_review_state(user=make_user(), card=weak, due_at=NOW, last_level=4)
    shown = {
        show: questions(page_of(user, deck, show=show))
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
    for sort in Sort:
        page_of(user, deck, after=after, sort=sort)


def test_a_page_costs_two_statements_at_1_card_and_at_10_000():
    for cards in (1, 10_000):
        user, deck = make_learner(cards=cards)
        with CaptureQueriesContext(connection) as statements:
            page_of(user, deck)
        assert len(statements) == 2


def test_the_least_known_come_first_and_new_cards_last():
    user, deck = make_learner(cards=4)
    first, second, third, _ = cards_of(deck)
    make_review_state(user=user, card=first, last_level=5)
    make_review_state(user=user, card=second, last_level=1)
    make_review_state(user=user, card=third, last_level=3)
    page = page_of(user, deck, sort=Sort.LEAST)
    assert questions(page) == [f"Question {n}" for n in (2, 3, 1, 4)]


def test_what_was_changed_last_comes_first():
    user, deck = make_learner(cards=3)
    for number, card in enumerate(cards_of(deck)):
        Card.objects.filter(pk=card.pk).update(updated_at=NOW - number * DAY)
    page = page_of(user, deck, sort=Sort.CHANGED)
    assert questions(page) == ["Question 1", "Question 2", "Question 3"]


@pytest.mark.parametrize("sort", list(Sort))
def test_every_sort_shows_each_card_once(sort):
    user, deck = make_learner(cards=2 * PAGE_SIZE + 3)
    for card in cards_of(deck)[::3]:
        make_review_state(user=user, card=card, last_level=card.position % 5 + 1)
    seen = walk(user, deck, sort)
    assert sorted(seen) == sorted(card.pk for card in cards_of(deck))


def test_a_tag_leaves_the_cards_that_have_it():
    user, deck = make_learner(cards=3)
    Card.objects.filter(pk=cards_of(deck)[1].pk).update(tags=["a b", "c"])
    assert questions(page_of(user, deck, tag="a b")) == ["Question 2"]
    assert questions(page_of(user, deck, tag="a")) == []


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
