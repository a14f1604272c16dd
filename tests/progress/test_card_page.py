"""The page of a card: its words, its table, who may see it, what it costs."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.models import Card, Deck, Enrolment, User
from decks.progress.card_csv import HEADER, ratings_csv
from decks.progress.card_log import card_log
from decks.progress.card_page import LINES_SHOWN
from decks.study import marks
from decks.study.learners import calendar_of
from decks.study.sessions import enrol
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_public_deck,
    make_review,
    make_user,
)
from tests.progress.card_rows import progress, rated
from tests.study.sittings import DAY, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def page(browser, card: Card, query: str = "") -> str:
    reply = browser.get(reverse("card", args=[card.pk]) + query)
    assert reply.status_code == 200
    return str(reply.content.decode())


class TestTheWords:
    def test_how_often_it_was_seen_and_missed(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        assert progress(user, card).seen_words == "Seen once, never missed."
        now = NOW + 3 * DAY
        rate(user, start(user, deck, now=now), card, 2, seen=1, now=now)
        words = progress(user, card, days=3).seen_words
        assert words == "Seen twice, missed once."

    def test_what_was_given_and_how_long_it_took(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 2), (0.1, 4))
        first, second = progress(user, card).log.steps
        assert (first.given, first.time_words) == ("10 min", "4 s")
        assert second.given.endswith(("day", "days"))

    def test_how_long_recall_stays_at_90(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 1), (0.1, 4), (3, 5))
        steps = progress(user, card).log.steps
        assert [step.lasts_words for step in steps[:2]] == ["under a day"] * 2
        assert steps[2].lasts_words.endswith("days")

    def test_the_picture_in_sentences(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4), (3, 2))
        found = progress(user, card, days=5)
        label = found.label
        assert label.startswith(
            "Predicted recall of this card since Monday 2 March, rated twice, the "
            "last time with 2, Barely, on Thursday 5 March. Predicted today "
        )
        assert label.endswith("if you do not study it. You want 90%.")
        assert f"today {found.percent}%" in label


class TestWhereItStands:
    def test_the_wanted_recall_is_that_of_the_deck(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        assert progress(user, card).target_percent == 90
        Enrolment.objects.filter(user=user).update(retention_percent=85)
        assert progress(user, card).target_percent == 85

    def test_for_who_does_not_study_it_it_is_their_own(self):
        card = cards_of(make_public_deck(cards=1))[0]
        user = make_user(retention_percent=80)
        assert progress(user, card).target_percent == 80

    def test_a_card_put_aside_is_not_due(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 5))
        marks.put_aside(user, card, now=NOW)
        found = progress(user, card, days=1)
        assert found.row.due == "Put aside"
        assert not found.charts[0].is_due_last

    def test_a_card_that_is_due_next_is_drawn_until_then(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 5), (8, 5))
        assert progress(user, card, days=9).charts[0].is_due_last


class TestThePage:
    def test_says_text_numbers_and_each_rating(self, browser, learner):
        deck = self.studied(learner, days_ago=(20, 10), level=4)
        html = page(browser, cards_of(deck)[0])
        assert "Question 1" in html
        assert "Answer 1" in html
        assert "Seen twice, never missed." in html
        assert "Predicted recall today</dt>" in html
        assert html.count("<tr>") == 3

    def test_rated_today(self, browser, learner):
        deck = self.studied(learner, days_ago=(0,), level=5)
        html = page(browser, cards_of(deck)[0])
        assert "Rated today." in html
        assert "Predicted recall tomorrow</dt><dd>98%</dd>" in html
        assert "Predicted recall today</dt>" not in html

    def test_without_a_rating_it_says_what_will_stand_here(self, browser):
        html = page(browser, cards_of(make_public_deck(cards=1))[0])
        assert "Not rated yet" in html
        assert "<table" not in html

    def test_the_times_are_the_learners_own(self, browser, learner):
        User.objects.filter(pk=learner.pk).update(time_zone="Asia/Kathmandu")
        card = make_card(deck=make_public_deck())
        make_review(user=learner, card=card)
        assert "2 Mar 2026, 14:45" in page(browser, card)

    def test_of_many_ratings_the_latest_are_listed_and_all_where_asked(
        self, browser, learner
    ):
        card = self.much_rated(learner, 80)
        html = page(browser, card)
        assert html.count("<tr>") == 1 + LINES_SHOWN
        assert f"The latest {LINES_SHOWN} of 80." in html
        assert "ratings are drawn; the table has them all." in html
        assert page(browser, card, "?all").count("<tr>") == 81

    def test_an_editor_is_led_to_the_history_and_from_there_back(
        self, browser, learner
    ):
        card = make_card(deck=make_deck(owner=learner))
        history = reverse("card_history", args=[card.pk])
        assert history in page(browser, card)
        here = reverse("card", args=[card.pk])
        assert here in browser.get(history).content.decode()

    def test_a_reader_is_not(self, browser):
        card = make_card(deck=make_public_deck())
        assert reverse("card_history", args=[card.pk]) not in page(browser, card)

    def test_the_decks_list_leads_there(self, browser, learner):
        deck = make_deck(owner=learner, cards=1)
        html = browser.get(reverse("deck", args=[deck.pk])).content.decode()
        assert f'href="{reverse("card", args=[cards_of(deck)[0].pk])}"' in html

    def test_a_stranger_gets_404_of_both(self, browser):
        card = make_card(deck=make_deck(owner=make_user()))
        for name in ("card", "card_ratings"):
            assert browser.get(reverse(name, args=[card.pk])).status_code == 404

    @pytest.mark.parametrize(
        ("ratings", "version"), [(0, 1), (1, 1), (500, 1), (500, 9)]
    )
    def test_it_costs_seven_statements_at_most_however_often_it_was_rated(
        self, browser, learner, ratings, version
    ):
        card = self.much_rated(learner, ratings)
        Card.objects.filter(pk=card.pk).update(version=version)
        page(browser, card)
        with CaptureQueriesContext(connection) as statements:
            page(browser, card)
        assert len(statements) == (7 if version > 1 else 6)

    def studied(self, learner: User, *, days_ago: tuple[int, ...], level: int) -> Deck:
        deck = make_public_deck(cards=1)
        enrol(learner, deck, now=timezone.now())
        for seen, ago in enumerate(days_ago):
            now = timezone.now() - ago * DAY
            session = start(learner, deck, now=now)
            rate(learner, session, cards_of(deck)[0], level, seen=seen, now=now)
        return deck

    def much_rated(self, learner: User, count: int) -> Card:
        card = make_card(deck=make_public_deck())
        for number in range(count):
            make_review(
                user=learner,
                card=card,
                sequence=number + 1,
                level=1 + number % 5,
                reviewed_at=NOW + number * DAY / 3,
                study_day=(NOW + number * DAY / 3).date(),
            )
        return card


class TestTheTableAsAFile:
    def rows(self, user: User, card: Card) -> list[list[str]]:
        content = ratings_csv(card_log(user, card).events, calendar_of(user))
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    def test_every_rating_is_a_row(self):
        user, deck = make_learner(time_zone="Asia/Kathmandu")
        card = rated(user, deck, (0, 4), (3, 1))
        header, first, second = self.rows(user, card)
        assert tuple(header) == HEADER
        assert first == [
            "2026-03-02T14:45:00+05:45",
            "2026-03-02",
            "Rated",
            "4",
            "Mostly",
            "",
            "",
            "2 days",
            "2.3",
            "4.0",
        ]
        assert second[5:8] == ["3", "88", "1 min"]

    def test_what_was_not_rated_has_no_numbers(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        marks.start_over(user, card, now=NOW + DAY)
        assert self.rows(user, card)[-1][2:] == ["Started over", *[""] * 7]

    def test_it_comes_as_a_file_with_all_of_them(self, browser, learner):
        card = make_card(deck=make_public_deck())
        make_review(user=learner, card=card)
        reply = browser.get(reverse("card_ratings", args=[card.pk]))
        assert reply["Content-Type"] == "text/csv; charset=utf-8"
        assert f'filename="card-{card.pk}-ratings.csv"' in reply["Content-Disposition"]
        assert len(reply.content.splitlines()) == 2
