"""Saving while others save, and what learners have of the cards that it changes."""

import datetime as dt

import pytest

from decks.editing.moving import restore_cards
from decks.models import Card, Deck, Enrolment, Review, ReviewState
from decks.study.repair.checking import check_data
from decks.study.repair.states import learners, replay_states
from decks.study.sessions import enrol
from decks.transfer.formats import ParsedCard, ParsedDeck, Reading
from decks.transfer.preview import Choices, Kind
from decks.transfer.saving import SeenOtherwise, plan_for, save_import
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_enrolment,
    make_review,
    make_review_state,
    make_user,
)
from tests.study.sittings import cards_of, rate, start
from tests.study.test_recording import in_threads
from tests.transfer.planning import RIVERS
from tests.transfer.saves import parsed, save, wish_of

NILE, AMAZON, DANUBE, RHINE = RIVERS
LATER = NOW + dt.timedelta(days=1)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_form_sent_by_two_at_once_saves_once(self):
        text = parsed(*RIVERS)
        wish = wish_of(make_user(), text)
        saved = in_threads(2, lambda: save_import(text, wish, now=NOW))
        assert len({one.deck_id for one in saved}) == 1
        assert sorted(one.plan is None for one in saved) == [False, True]
        assert Deck.objects.get().card_count == Card.objects.count() == 4

    def test_of_two_who_save_into_one_deck_the_second_looks_again(self):
        user = make_user()
        deck = make_deck(owner=user, cards=2)
        text = parsed(*RIVERS)

        def work():
            # Each has a form of its own; both saw the deck before either saved.
            try:
                return save_import(text, wish_of(user, text, deck, seen=seen), now=NOW)
            except SeenOtherwise:
                return None

        seen = plan_for(text, deck, Choices()).mark
        saved = in_threads(2, work)
        assert sum(one is not None for one in saved) == 1
        assert Deck.objects.get().card_count == Card.objects.count() == 6


@pytest.mark.django_db
class TestWhatWasLearned:
    @pytest.fixture
    def deck(self, learner):
        deck = make_deck(owner=learner)
        make_enrolment(user=learner, deck=deck)
        for question, answer in (NILE, AMAZON):
            card = make_card(deck=deck, question=question, answer=answer)
            make_review_state(user=learner, card=card)
            make_review(user=learner, card=card)
        return deck

    def learned(self):
        return (
            list(ReviewState.objects.order_by("pk").values()),
            list(Review.objects.order_by("pk").values()),
            list(Enrolment.objects.order_by("pk").values()),
        )

    def test_it_stays_where_a_card_changes(self, learner, deck):
        before = self.learned()
        save(learner, parsed((NILE[0], "Nile"), (AMAZON[0], "Amazon")), deck, now=LATER)
        assert sorted(Card.objects.values_list("answer", flat=True)) == [
            "Amazon",
            "Nile",
        ]
        assert self.learned() == before

    def test_a_deleted_card_comes_back_with_it(self, learner, deck):
        before = self.learned()
        all_missing = Choices({Kind.MISSING: "delete"})
        save(learner, parsed(NILE), deck, all_missing, now=LATER)
        assert [card.question for card in deck.cards.all()] == [NILE[0]]
        assert Deck.objects.get(pk=deck.pk).card_count == 1
        assert ReviewState.objects.filter(deck_id=deck.pk).count() == 1
        assert restore_cards(deck.pk, LATER, now=LATER) == 1
        assert deck.cards.count() == 2
        assert self.learned() == before


@pytest.mark.django_db
def test_what_learners_have_is_as_their_log_gives_it():
    """What `manage.py replay` and `check_data` look at, after cards of all kinds."""
    owner = make_user()
    deck = make_deck(owner=owner, visibility="public")
    for question, answer in (NILE, AMAZON, RHINE):
        make_card(deck=deck, question=question, answer=answer)
    for learner in (owner, make_user()):
        enrol(learner, deck, now=NOW)
        session = start(learner, deck)
        for card in cards_of(deck):
            rate(learner, session, card, 4, now=NOW)
    text = parsed(NILE, (AMAZON[0], "Amazon"), DANUBE)
    save(owner, text, deck, Choices({Kind.MISSING: "delete"}), now=LATER)
    assert [card.question for card in cards_of(deck)] == [NILE[0], AMAZON[0], DANUBE[0]]
    assert replay_states(learners(), fix=False).difference_count == 0
    checked = check_data(fix=False, now=LATER)
    assert checked.found_count == 0, list(checked.summary())


@pytest.mark.django_db
class TestStatements:
    """Their number is the same for one card and for a thousand."""

    def text(self, count, answer="new"):
        cards = tuple(
            ParsedCard(n, f"question {n}", f"{answer} {n}") for n in range(1, count + 1)
        )
        return ParsedDeck("Deck", Reading("csv"), cards)

    @pytest.mark.parametrize("count", [1, 1000])
    def test_of_a_preview(self, learner, count, django_assert_num_queries):
        deck = make_deck(owner=learner, cards=count)
        with django_assert_num_queries(0):
            plan_for(self.text(count), None, Choices())
        with django_assert_num_queries(1):
            plan_for(self.text(count), deck, Choices())

    @pytest.mark.parametrize("count", [1, 1000])
    def test_of_a_new_deck(self, learner, count, django_assert_num_queries):
        text = self.text(count)
        wish = wish_of(learner, text)
        with django_assert_num_queries(34):
            save_import(text, wish, now=NOW)
        assert Card.objects.count() == count

    @pytest.mark.parametrize("count", [1, 1000])
    def test_of_changes(self, learner, count, django_assert_num_queries):
        deck = Deck.objects.get(pk=save(learner, self.text(count)).deck_id)
        text = self.text(count, answer="other")
        wish = wish_of(learner, text, deck)
        with django_assert_num_queries(24):
            save_import(text, wish, now=LATER)
        assert set(Card.objects.values_list("version", flat=True)) == {2}
