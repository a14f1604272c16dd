"""The cards behind a number: as many as the counts say, each once."""

import datetime as dt
import random

import pytest

from decks.models import Enrolment, ReviewState
from decks.progress.overview import cards
from decks.progress.overview.asked_cards import asked_cards
from decks.progress.overview.cards import cards_page
from decks.progress.overview.scope import scope_from
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_card,
    make_public_deck,
    make_review,
    make_review_state,
    make_user,
)
from tests.progress.overview.test_from_log import moved_learner
from tests.study.sittings import DAY, cards_of, make_learner

pytestmark = pytest.mark.django_db

SEEN = [{"level": n} for n in range(1, 6)] + [
    {"show": "mastered"},
    {"show": "learning"},
    {"show": "stuck"},
]


def asked(user, *, now=NOW, **given):
    given = {name: str(value) for name, value in given.items()}
    return asked_cards(scope_from(user, given, now=now), given)


def page_of(user, *, after="", now=NOW, **given):
    return cards_page(asked(user, now=now, **given), after=after, now=now)


def all_cards(question, *, now=NOW):
    """Page after page, to the end."""
    found, after = [], ""
    while True:
        page = cards_page(question, after=after, now=now)
        found += [row.card for row in page.rows]
        if not page.next_after:
            return found
        after = page.next_after


def states(user, deck, fields):
    """A state for each of the deck's cards, with these fields."""
    for card, given in zip(cards_of(deck), fields, strict=True):
        make_review_state(user=user, card=card, **given)


def numbers(page):
    return [row.card.position for row in page.rows]


@pytest.mark.parametrize("given", [{"level": 0}, *SEEN])
def test_each_list_is_as_long_as_the_counts_say(given, monkeypatch):
    monkeypatch.setattr(cards, "PAGE_SIZE", 3)
    user, now = moved_learner()
    deck = Enrolment.objects.get(user=user).deck
    make_card(deck=deck, question="Never seen")
    ReviewState.objects.filter(card__position__lte=2).update(lapse_count=9)
    Enrolment.objects.filter(user=user).update(stuck=2)
    question = asked(user, now=now, **given)
    found = all_cards(question, now=now)
    assert len(set(found)) == len(found) == question.count


def test_all_levels_together_are_all_cards():
    user, now = moved_learner()
    count = sum(
        len(all_cards(asked(user, now=now, level=n), now=now)) for n in range(6)
    )
    assert count == 12


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize("given", [{"show": "hard"}, {"show": "stuck"}, {"level": 1}])
def test_pages_hold_each_card_once_in_order(size, given, monkeypatch):
    monkeypatch.setattr(cards, "PAGE_SIZE", size)
    user, deck = make_learner(cards=20)
    chance = random.Random("pages")
    states(
        user,
        deck,
        [
            {
                "difficulty": chance.choice([5.0, 7.123456789012345, 9.5]),
                "lapse_count": chance.choice([8, 9]),
                "last_level": 1,
            }
            for _ in range(20)
        ],
    )
    found = all_cards(asked(user, **given))
    kept = {state.card_id: state for state in ReviewState.objects.all()}
    columns = ["difficulty", "lapse_count"]
    if given.get("show") == "stuck":
        columns.reverse()
    rows = [kept[card.pk] for card in found]
    hard = [
        (*(-getattr(state, column) for column in columns), state.card_id)
        for state in rows
    ]
    assert hard == sorted(hard)
    assert len(found) == 20


@pytest.mark.parametrize("given", [{"show": "stuck"}, {"level": 1}])
def test_pages_end_where_a_state_has_no_difficulty(given, monkeypatch):
    monkeypatch.setattr(cards, "PAGE_SIZE", 1)
    user, deck = make_learner(cards=3)
    fields = [{"difficulty": d, "lapse_count": 8} for d in (None, 7.0, 5.0)]
    states(user, deck, [{**given, "last_level": 1} for given in fields])
    found = all_cards(asked(user, **given))
    assert [card.position for card in found] == [2, 3]


def test_due_today_is_all_until_the_end_of_the_learners_day():
    user, deck = make_learner(cards=4, time_zone="Europe/Berlin")
    end = dt.datetime(2026, 3, 3, 3, 0, tzinfo=dt.UTC)
    due = [NOW - 9 * DAY, NOW, end - dt.timedelta(minutes=1), end]
    states(user, deck, [{"due_at": at} for at in due])
    today, tomorrow = page_of(user, due="2026-03-02"), page_of(user, due="2026-03-03")
    assert (numbers(today), today.count) == ([1, 2, 3], 3)
    assert (numbers(tomorrow), tomorrow.count) == ([4], 1)
    assert numbers(page_of(user, due="2026-02-20")) == [1, 2, 3]


def test_due_cards_are_counted_up_to_the_cap(monkeypatch):
    monkeypatch.setattr(cards, "PAGE_SIZE", 2)
    user, deck = make_learner(cards=4)
    states(user, deck, [{"due_at": NOW}] * 4)
    page = page_of(user, due="2026-03-02")
    assert (page.count, page.count_words) == (4, "4")
    monkeypatch.setattr(cards, "DUE_COUNT_CAP", 3)
    page = page_of(user, due="2026-03-02")
    assert page.count_words == "2+"
    assert len(all_cards(asked(user, due="2026-03-02"))) == 4


def test_new_cards_come_deck_by_deck():
    user, deck = make_learner(cards=3)
    other = make_public_deck(cards=2)
    enrol(user, other, now=NOW)
    make_review_state(user=user, card=cards_of(deck)[0])
    make_review_state(
        user=user, card=cards_of(deck)[1], phase=None, due_at=None, flagged_at=NOW
    )
    page = page_of(user, level=0)
    assert [row.card for row in page.rows] == [*cards_of(deck)[1:], *cards_of(other)]
    assert page.count == 4
    assert {row.words for row in page.rows} == {"Not seen yet"}


def test_a_row_says_how_often_the_card_was_missed_and_when_it_is_back():
    user, deck = make_learner(cards=1)
    card = cards_of(deck)[0]
    make_review_state(user=user, card=card, last_level=2)
    for sequence, level in enumerate([1, 4, 2], start=1):
        make_review(user=user, card=card, sequence=sequence, level=level)
    (row,) = page_of(user, level=2).rows
    assert (row.words, row.due) == ("Seen 3 times, missed twice", "Tomorrow")
    assert (row.deck_title, row.level) == (deck.title, 2)


def test_only_readable_decks_in_use_of_this_learner():
    user, deck = make_learner(cards=2)
    states(user, deck, [{"last_level": 1}] * 2)
    other, _ = make_learner()
    assert page_of(other, level=1).rows == []
    Enrolment.objects.filter(user=user).update(archived_at=NOW)
    assert page_of(user, level=1).rows == []
    Enrolment.objects.filter(user=user).update(archived_at=None)
    deck.visibility = "private"
    deck.save()
    assert page_of(user, level=1).rows == []
    assert page_of(user, level=0).rows == []


def test_of_a_tag_they_are_counted_where_all_are_shown(monkeypatch):
    user, deck = make_learner(cards=1)
    tagged = [make_card(deck=deck, tags=["s3"]) for _ in range(3)]
    states(user, deck, [{"last_level": 1}] * 4)
    page = page_of(user, level=1, tag="s3")
    assert (len(page.rows), page.count) == (3, 3)
    assert {row.card for row in page.rows} == set(tagged)
    monkeypatch.setattr(cards, "PAGE_SIZE", 2)
    assert page_of(user, level=1, tag="s3").count is None


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize(
    ("given", "statements"), [({"level": 3}, 1), ({"level": 0}, 1), ({"due": "x"}, 1)]
)
def test_statements(count, given, statements, django_assert_num_queries):
    user, deck = make_learner(cards=2 * count)
    for card in cards_of(deck)[:count]:
        make_review_state(user=user, card=card, lapse_count=1)
    question = asked(user, **given)
    with django_assert_num_queries(statements):
        page = cards_page(question, after="", now=NOW)
        assert [row.card.deck.title for row in page.rows]
    assert len(page.rows) == min(count, 50)


@pytest.mark.parametrize(("count", "statements"), [(1, 1), (60, 2)])
def test_due_cards_take_one_more_where_there_are_pages(
    count, statements, django_assert_num_queries
):
    user, deck = make_learner(cards=count)
    states(user, deck, [{"due_at": NOW}] * count)
    question = asked(user, due="2026-03-02")
    with django_assert_num_queries(statements):
        assert cards_page(question, after="", now=NOW).count == count


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "_",
        "1_2_3",
        "5.0_1_x",
        "nan_1_1",
        "5.0_999999999999999999_999999999999999999",
        "999999999999999999_999999999999999999_999999999999999999",
        "99999999999999999_1",
        "9" * 5000,
        "\x00_1_1",
    ],
)
@pytest.mark.parametrize(
    "given", [{"show": "hard"}, {"level": 0}, {"due": "2026-03-02"}, {"show": "stuck"}]
)
def test_a_mark_that_is_none_fails_nothing(after, given):
    user, deck = make_learner(cards=2)
    make_review_state(user=user, card=cards_of(deck)[0], due_at=NOW, lapse_count=8)
    assert len(page_of(user, after=after, **given).rows) <= 1


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"level": 4}, "2 cards rated 4 Mostly"),
        ({"level": 0}, "2 new cards"),
        ({"show": "stuck"}, "2 stuck cards"),
        ({"show": "learning"}, "2 cards you are learning"),
        ({"due": "2026-03-02"}, "2 cards due by the end of today"),
        ({"due": "2027-03-04"}, "2 cards due on Thursday 4 March 2027"),
        ({"tag": "s3"}, "2 hard cards, tagged s3"),
    ],
)
def test_headings(given, heading):
    assert asked(make_user(), **given).heading("2", 2) == heading


def test_headings_of_one_of_none_and_of_an_unknown_number():
    user, deck = make_learner()
    question = asked(user, deck=deck.pk)
    assert question.heading("1", 1) == f"1 hard card, in {deck.title}"
    assert question.heading("No", 0) == f"No hard cards, in {deck.title}"
    assert question.heading("", None) == f"Hard cards, in {deck.title}"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"level": "6"},
        {"level": "-1"},
        {"level": "9" * 5000},
        {"due": "2026-02-31"},
        {"due": "9999-12-31"},
        {"due": "\x00"},
        {"show": "x"},
    ],
)
def test_what_is_no_choice_is_the_hard_cards(given):
    assert asked(make_user(), **given).show == "hard"


def test_the_address_and_the_form_ask_for_the_same():
    user, deck = make_learner()
    question = asked(user, deck=deck.pk, tag="s3", level=0)
    assert question.query() == f"?deck={deck.pk}&tag=s3&level=0"
    assert question.fields == [("deck", deck.pk), ("tag", "s3"), ("level", 0)]
