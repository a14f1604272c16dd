"""What the log of a card tells: predictions by hand, practice, changes."""

import uuid

import pytest

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.moving import move_cards
from decks.models import Card, Review, ReviewState, StudySession, User
from decks.progress.card_log import What
from decks.study import marks
from decks.study.selections import Selection
from decks.study.sessions import start_session
from decks.study.undo import undo_rating
from tests.factories import NOW, make_public_deck, make_review, make_user
from tests.progress.card_rows import progress, rated
from tests.study.sittings import DAY, cards_of, make_learner, practise, rate, start

pytestmark = pytest.mark.django_db

DECAY = 0.1542
"""FSRS-6's w20, as its authors give it."""


def r_by_hand(stability_days: float, days: float) -> float:
    """R = (1 + F t / S) ** -decay, where F makes it .9 after S days."""
    fall = 0.9 ** (-1 / DECAY) - 1
    return float((1 + fall * days / stability_days) ** -DECAY)


class TestThePrediction:
    def test_today_is_r_since_the_last_rating(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        # The first S of a 4 is 2.3065 days.
        found = progress(user, card, days=5)
        assert not found.is_rated_today
        assert found.percent == round(100 * r_by_hand(2.3065, 5))

    def test_of_the_day_of_a_rating_it_says_tomorrows(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        found = progress(user, card, days=0.2)
        assert found.is_rated_today
        assert found.percent == round(100 * r_by_hand(2.3065, 1))

    def test_before_each_rating_it_is_r_of_the_state_before(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4), (3, 1), (10, 5))
        first, second, third = progress(user, card, days=12).log.steps
        assert first.recall_before is None
        assert second.recall_before == pytest.approx(r_by_hand(2.3065, 3))
        assert second.stability_days is not None
        expected = r_by_hand(second.stability_days, 7)
        assert third.recall_before == pytest.approx(expected)
        state = ReviewState.objects.get(user=user, card=card)
        assert third.stability_days == state.stability_days

    def test_of_two_ratings_on_a_day_the_second_was_not_predicted(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 1), (0.1, 4))
        _, second = progress(user, card).log.steps
        assert (second.days_since, second.recall_before) == (0, None)
        assert second.since_words == "same day"

    def test_after_a_year(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4), (365, 4))
        second = progress(user, card, days=366).log.steps[1]
        assert second.since_words == "12 months"
        assert second.percent_before == round(100 * r_by_hand(2.3065, 365))

    def test_a_study_day_that_runs_back_counts_as_the_same(self):
        """Whoever flies west may rate on an earlier study day than the one before."""
        user, deck = make_learner(time_zone="Pacific/Auckland")
        card = rated(user, deck, (0.3, 4))
        User.objects.filter(pk=user.pk).update(time_zone="America/Los_Angeles")
        user.refresh_from_db()
        card = cards_of(deck)[0]
        now = NOW + 0.5 * DAY
        rate(user, start(user, deck, now=now), card, 4, seen=1, now=now)
        found = progress(user, card, days=0.5)
        second = found.log.steps[1]
        assert (second.days_since, second.recall_before) == (0, None)
        assert found.charts[0].past


class TestTheLog:
    def test_practice_is_told_and_not_counted(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        now = NOW + DAY
        chosen = Selection(deck_ids=(deck.pk,), kind=StudySession.Kind.CRAM)
        session = start_session(user, chosen, now=now)
        assert session is not None
        practise(user, session, card, 1, now=now)
        found = progress(user, card, days=2)
        assert [event.what for event in found.log.events] == [What.RATED, What.PRACTICE]
        assert found.seen_words == "Seen once, never missed."
        assert found.percent == round(100 * r_by_hand(2.3065, 2))

    def test_practice_alone_leaves_it_new(self):
        user, deck = make_learner()
        card = cards_of(deck)[0]
        chosen = Selection(deck_ids=(deck.pk,), kind=StudySession.Kind.CRAM)
        session = start_session(user, chosen, now=NOW)
        assert session is not None
        practise(user, session, card, 1)
        found = progress(user, card)
        assert not found.is_rated
        assert len(found.log.events) == 1

    def test_what_was_undone_is_left_out(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        now = NOW + DAY
        session = start(user, deck, now=now)
        again = uuid.uuid4()
        rate(user, session, card, 1, seen=1, now=now, rating_id=again)
        undo_rating(user=user, session_id=session.id, rating_id=again, now=now)
        assert [event.level for event in progress(user, card).log.events] == [4]

    def test_a_card_that_started_over_is_new_again(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        marks.start_over(user, card, now=NOW + DAY)
        found = progress(user, card, days=2)
        assert found.is_new
        assert found.is_rated
        assert found.percent is None
        assert found.charts[0].ahead == ""
        assert found.log.events[-1].what == What.STARTED_OVER
        assert "The card was started over since." in found.label

    def test_an_import_says_so(self):
        user, deck = make_learner()
        card = cards_of(deck)[0]
        make_review(
            user=user,
            card=card,
            kind=Review.Kind.IMPORT,
            memory_stability_days=42.0,
            memory_difficulty=5.0,
        )
        found = progress(user, card, days=42)
        assert found.log.steps[0].what == What.IMPORTED
        assert found.percent == 90

    def test_others_ratings_are_not_mine(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        assert not progress(make_user(), card).log.events

    def test_a_card_that_moved_keeps_it(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        other = make_public_deck()
        move_cards([card.pk], other.pk, now=NOW)
        assert len(progress(user, card).log.steps) == 1

    def test_texts_that_changed_since_the_first_rating_are_told(self):
        user, deck = make_learner()
        card = cards_of(deck)[0]
        self.change(card, "Before", days=-1)
        rated(user, deck, (0, 4))
        self.change(card, "After", days=1)
        self.change(card, "Other", days=2, is_new_meaning=True)
        found = progress(user, card, days=3)
        assert [event.what for event in found.log.events] == [
            What.RATED,
            What.CHANGED,
            What.NEW_MEANING,
        ]
        assert len(found.charts[0].changes) == 2

    def test_new_tags_are_no_change_of_the_text(self):
        user, deck = make_learner()
        card = rated(user, deck, (0, 4))
        self.change(card, card.question, days=1, tags=("new",))
        assert not progress(user, card, days=2).has_changed

    def change(
        self,
        card: Card,
        question: str,
        *,
        days: float,
        tags: tuple[str, ...] = (),
        is_new_meaning: bool = False,
    ) -> None:
        card.refresh_from_db()
        pen = Pen(None, NOW + days * DAY)
        change_card(
            card.pk,
            Sides(question, card.answer, tags),
            pen,
            seen_version=card.version,
            is_new_meaning=is_new_meaning,
        )
