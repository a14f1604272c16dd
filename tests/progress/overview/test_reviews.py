"""The ratings behind a number: as many as the day counters say, each once."""

import random
from typing import Any

import pytest

from decks.models import Card, DayCounter, Review, StudySession
from decks.progress.overview import reviews
from decks.progress.overview.counting import period_of
from decks.progress.overview.reviews import log_page
from decks.progress.overview.scope import scope_from
from decks.study.selections import Selection
from decks.study.sessions import start_session
from decks.study.undo import undo_rating
from tests.editing.test_copy_merging import merge
from tests.factories import NOW, make_review, make_study_session
from tests.progress.overview.from_log import RawLog
from tests.progress.overview.pages import asked
from tests.progress.overview.test_from_log import moved_learner
from tests.study.sittings import (
    DAY,
    MINUTE,
    cards_of,
    make_learner,
    practise,
    rate,
    start,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def all_rows(question):
    """Page after page, to the end."""
    rows, after = [], ""
    while True:
        page = log_page(question, after=after)
        rows += page.rows
        if not page.next_after:
            return rows
        assert page.next_after != after
        after = page.next_after


def rated(user, deck, levels, *, now=NOW):
    """A rating a minute of the deck's cards in turn."""
    session = start(user, deck, now=now)
    for minute, (card, level) in enumerate(zip(cards_of(deck), levels, strict=False)):
        rate(user, session, card, level, now=now + minute * MINUTE)
    return session


def practised(user, *, level=4, now=NOW):
    """One rating of a practice."""
    session = start_session(user, Selection(kind=StudySession.Kind.CRAM), now=now)
    assert session is not None
    card = Card.objects.get(pk=session.card_ids[0])
    return practise(user, session, card, level, now=now)


def test_the_latest_come_first():
    user, deck = make_learner(cards=3)
    rated(user, deck, [3, 4, 5])
    page = log_page(asked(user), after="")
    assert [row.level for row in page.rows] == [5, 4, 3]
    assert (page.count, page.next_after) == (3, "")


def test_what_was_undone_is_out():
    user, deck = make_learner(cards=2)
    session = rated(user, deck, [3, 4])
    session.refresh_from_db()
    undo_rating(
        user=user, session_id=session.id, rating_id=session.last_rating_id, now=NOW
    )
    page = log_page(asked(user), after="")
    assert ([row.level for row in page.rows], page.count) == ([3], 1)


def test_practice_is_among_all_ratings_of_a_day_and_never_of_a_level():
    user, deck = make_learner(cards=2)
    rated(user, deck, [4])
    practised(user)
    page = log_page(asked(user), after="")
    assert (len(page.rows), page.count, page.practice) == (2, 2, 1)
    page = log_page(asked(user, level=4), after="")
    assert ([row.kind for row in page.rows], page.count) == (["review"], 1)
    page = log_page(asked(user, only="practice"), after="")
    assert ([row.kind for row in page.rows], page.count) == (["cram"], 1)


def test_what_was_imported_is_no_rating():
    user, deck = make_learner(cards=1)
    make_review(user=user, card=cards_of(deck)[0], kind=Review.Kind.IMPORT)
    assert log_page(asked(user), after="").rows == []


def test_others_ratings_are_not_shown():
    user, _ = make_learner(cards=1)
    other, theirs = make_learner(cards=1)
    rated(other, theirs, [4])
    assert log_page(asked(user), after="").rows == []


def test_a_sitting_taken_up_days_later_is_found_on_each_of_its_days():
    user, deck = make_learner(cards=3)
    session = start(user, deck)
    for day, card in zip((0, 1, 40), cards_of(deck), strict=True):
        rate(user, session, card, 4, now=NOW + day * DAY)
    for day in (0, 1, 40):
        one = TODAY + day * DAY
        question = asked(user, now=NOW + 40 * DAY, first=one, last=one)
        assert [row.study_day for row in log_page(question, after="").rows] == [one]


def test_a_sitting_over_the_day_line():
    user, deck = make_learner(cards=2, day_start_minutes=4 * 60)
    session = start(user, deck)
    late = NOW.replace(hour=3, minute=59) + DAY
    first, second = cards_of(deck)
    rate(user, session, first, 3, now=late)
    rate(user, session, second, 4, now=late + 2 * MINUTE)
    for day, level in ((TODAY, 3), (TODAY + DAY, 4)):
        question = asked(user, now=late + DAY, first=day, last=day)
        assert [row.level for row in log_page(question, after="").rows] == [level]


def test_pages_hold_each_rating_once(monkeypatch):
    monkeypatch.setattr(reviews, "PAGE_SIZE", 4)
    user, now = moved_learner()
    question = asked(user, now=now, first="2026-01-01", last=now.date())
    rows = all_rows(question)
    assert len({row.rating_id for row in rows}) == len(rows) > 100
    assert [row.study_day for row in rows] == sorted(
        (row.study_day for row in rows), reverse=True
    )


def test_pages_where_little_may_be_read(monkeypatch):
    user, now = moved_learner()
    question = asked(user, now=now, first="2026-01-01", last=now.date(), tag="odd")
    whole = all_rows(question)
    monkeypatch.setattr(reviews, "READ_MAX", 5)
    assert all_rows(question) == whole
    tagged = Card.objects.filter(tags=["odd"])
    assert {row.card_id for row in whole} == {card.pk for card in tagged}


def test_of_a_tag_they_are_counted_where_all_are_shown():
    user, deck = make_learner(cards=3)
    Card.objects.filter(position=2).update(tags=["odd"])
    rated(user, deck, [3, 4, 5])
    page = log_page(asked(user, tag="odd"), after="")
    assert ([row.level for row in page.rows], page.count) == ([4], 1)


def mixed_history():
    """The history of `moved_learner` with practice and another deck."""
    user, now = moved_learner()
    chance = random.Random("mixed")
    for _ in range(12):
        moment = NOW + chance.randrange(75) * DAY
        practised(user, level=chance.randrange(1, 6), now=moment)
    return user, now


class TestCountsAreThoseOfTheCounters:
    def test_each_day_each_level_and_each_kind(self):
        user, now = mixed_history()
        scope = scope_from(user, {"weeks": "26"}, now=now)
        for figures in period_of(scope).days:
            if not figures.ratings:
                continue
            day: dict[str, Any] = {"first": figures.day, "last": figures.day}
            wanted = {
                "": figures.ratings,
                "young": figures.young.count,
                "mature": figures.mature.count,
                "missed": sum(figures.levels[:2]),
                "new": figures.new_cards,
                "practice": figures.practice,
            }
            for only, count in wanted.items():
                self.check(asked(user, now=now, **day, only=only), count)
            for level, count in enumerate(figures.levels, start=1):
                self.check(asked(user, now=now, **day, level=level), count)

    def test_a_whole_period(self):
        user, now = mixed_history()
        days: dict[str, Any] = {"first": "2026-01-01", "last": now.date()}
        total = period_of(scope_from(user, {"weeks": "26"}, now=now)).total
        self.check(asked(user, now=now, **days), total.ratings)
        self.check(asked(user, now=now, **days, only="mature"), total.mature.count)
        self.check(asked(user, now=now, **days, level=2), total.levels[1])

    def test_a_deck(self):
        user, now = mixed_history()
        deck_id = DayCounter.objects.filter(user=user)[0].deck_id
        days: dict[str, Any] = {"first": "2026-01-01", "last": now.date()}
        log = RawLog(user, decks={deck_id})
        count = sum(len(log.of(day)) for day in log.days())
        self.check(asked(user, now=now, **days, deck=deck_id), count)

    def test_after_two_copies_were_made_one(self):
        user, deck = make_learner(cards=2)
        session, (kept, dropped) = start(user, deck), cards_of(deck)
        for seen, day in enumerate((0, 1, 30)):
            rate(user, session, kept, 4, seen=seen, now=NOW + day * DAY)
            moment = NOW + (day + 9) * DAY
            rate(user, session, dropped, 2, seen=seen, now=moment)
        merge(deck, kept, dropped)
        now = NOW + 60 * DAY
        days: dict[str, Any] = {"first": "2026-01-01", "last": now.date()}
        total = period_of(scope_from(user, {"weeks": "12"}, now=now)).total
        assert total.reviews == 6
        self.check(asked(user, now=now, **days), total.ratings)
        for only, count in (("young", total.young.count), ("new", total.new_cards)):
            self.check(asked(user, now=now, **days, only=only), count)

    def check(self, question, count):
        assert question.is_counted
        assert log_page(question, after="").count == count
        assert len(all_rows(question)) == count


def test_a_level_of_young_cards_is_not_counted_unless_all_are_shown():
    user, deck = make_learner(cards=1)
    rated(user, deck, [4])
    later = NOW + 10 * DAY
    card = cards_of(deck)[0]
    rate(user, start(user, deck, now=later), card, 3, seen=1, now=later)
    for level, count in ((3, 1), (4, 0)):
        question = asked(user, now=later, only="young", level=level)
        assert not question.is_counted
        assert log_page(question, after="").count == count


def test_ratings_of_a_card_that_is_gone_are_counted_but_not_shown():
    user, deck = make_learner(cards=2)
    rated(user, deck, [3, 4])
    cards_of(deck)[0].delete()
    page = log_page(asked(user), after="")
    assert (len(page.rows), page.count) == (1, 2)


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "0001-01-01",
        "2026-02-31",
        "2026-03-02.1",
        "2026-03-02.99999999999999999.00000000000000000000000000000000",
        "9" * 5000,
        "\x00",
        "9999-12-31.0.00000000000000000000000000000000",
    ],
)
def test_a_mark_that_is_none_fails_nothing(after):
    user, deck = make_learner(cards=1)
    rated(user, deck, [3])
    assert len(log_page(asked(user), after=after).rows) <= 1


@pytest.mark.parametrize("count", [1, 60])
def test_two_statements(count, django_assert_num_queries):
    user, deck = make_learner(cards=count)
    session = make_study_session(
        user=user, deck_ids=[deck.pk], last_rated_at=NOW, rating_count=count
    )
    for card in cards_of(deck):
        make_review(user=user, card=card, session_id=session.id)
    DayCounter.objects.create(user=user, deck=deck, study_day=TODAY, level_3=count)
    question = asked(user)
    with django_assert_num_queries(2):
        page = log_page(question, after="")
    assert len(page.rows) == min(count, 50)
