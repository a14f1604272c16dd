import dataclasses
import datetime as dt

import pytest

from decks.models import Card, CardVersion, Deck, Enrolment, LikelyCopy
from decks.transfer import formats
from decks.transfer.exporting import EXPORTS, written_deck
from decks.transfer.preview import Choices, Kind
from decks.transfer.saving import SeenOtherwise, plan_for, save_import
from tests.factories import NOW, make_card, make_deck, make_staff, make_user
from tests.transfer.planning import RIVERS
from tests.transfer.saves import from_json, parsed, save, wish_of

pytestmark = pytest.mark.django_db

NILE, AMAZON, DANUBE, RHINE = RIVERS


def rows(deck):
    cards = Card.objects.filter(deck=deck).in_deck_order()
    return [(card.question, card.answer) for card in cards]


def read_back(deck, name):
    """The deck as a file of this kind, read."""
    data = EXPORTS[name].write(written_deck(deck))
    assert data is not None
    return formats.read(data)


def deck_with(user, *cards):
    return Deck.objects.get(pk=save(user, parsed(*cards)).deck_id)


class TestANewDeck:
    def test_its_cards_owner_and_learner(self, learner):
        deck = deck_with(learner, *RIVERS)
        assert (deck.owner, deck.title, deck.visibility) == (
            learner,
            "Rivers",
            "private",
        )
        assert rows(deck) == RIVERS
        assert deck.card_count == 4
        assert Enrolment.objects.filter(user=learner, deck=deck).exists()
        card = deck.cards.in_deck_order()[0]
        assert (card.position, card.how, card.written_by) == (1, "imported", learner)

    def test_copies_are_left_out_and_one_can_be_kept(self, learner):
        assert rows(deck_with(learner, NILE, AMAZON, NILE)) == [NILE, AMAZON]
        keep = Choices(others={"3": "keep"})
        saved = save(learner, parsed(NILE, AMAZON, NILE), choices=keep)
        assert rows(saved.deck_id) == [NILE, AMAZON, NILE]

    def test_a_text_says_which_languages_it_is_in(self, learner):
        card = {"question": "a", "answer": "b"}
        text = from_json(card, question_lang="pt-BR", answer_lang="no language")
        deck = Deck.objects.get(pk=save(learner, text).deck_id)
        assert (deck.question_lang, deck.answer_lang) == ("pt-BR", "")

    def test_it_is_looked_through_for_copies(self, learner):
        saved = save(learner, parsed(NILE, NILE), choices=Choices({Kind.COPY: "keep"}))
        deck = Deck.objects.get(pk=saved.deck_id)
        assert deck.copies_checked_at == NOW
        assert LikelyCopy.objects.filter(deck=deck).count() == 1


class TestADeckThatHasCards:
    def test_new_ones_come_to_its_end(self, learner):
        deck = deck_with(learner, NILE)
        saved = save(learner, parsed(DANUBE, AMAZON, NILE), deck)
        assert rows(deck) == [NILE, DANUBE, AMAZON]
        assert saved.plan is not None
        assert saved.plan.counts == {Kind.NEW: 2, Kind.UNCHANGED: 1}
        deck.refresh_from_db()
        assert (deck.card_count, deck.title) == (3, "Rivers")

    def test_the_earlier_text_of_a_changed_card_is_kept(self, learner):
        deck = deck_with(learner, NILE, AMAZON)
        card = deck.cards.get(question=NILE[0])
        editor, later = make_staff(), NOW + dt.timedelta(days=1)
        Deck.objects.update(owner=None)
        save(editor, parsed((NILE[0], "Nile"), AMAZON), deck, now=later)
        card.refresh_from_db()
        assert (card.answer, card.version, card.how) == ("Nile", 2, "imported")
        assert (card.written_by, card.text_changed_at) == (editor, later)
        version = CardVersion.objects.get()
        assert (version.card, version.version, version.answer) == (card, 1, NILE[1])
        assert version.written_by == learner

    def test_one_that_is_left_as_it_is_stays(self, learner):
        deck = deck_with(learner, NILE, AMAZON)
        text = parsed((NILE[0], "Nile"), (AMAZON[0], "Amazon"))
        save(learner, text, deck, Choices(others={"1": "leave"}))
        assert rows(deck) == [NILE, (AMAZON[0], "Amazon")]
        assert CardVersion.objects.count() == 1

    def test_missing_ones_stay_unless_they_are_to_be_deleted(self, learner):
        deck = deck_with(learner, NILE, AMAZON, DANUBE)
        gone = deck.cards.get(question=DANUBE[0])
        save(learner, parsed(NILE, RHINE), deck)
        assert len(rows(deck)) == 4
        one = Choices(others={f"d{gone.pk}": "delete"})
        save(learner, parsed(NILE, RHINE), deck, one)
        assert rows(deck) == [NILE, AMAZON, RHINE]

    def test_tags_stay_where_the_text_has_none(self, learner):
        deck = deck_with(learner, NILE)
        Card.objects.update(tags=["water"])
        save(learner, parsed((NILE[0], "Nile")), deck)
        assert Card.objects.get().tags == ["water"]

    def test_a_name_given_by_the_text_is_learned(self, learner):
        deck = deck_with(learner, NILE, AMAZON)
        text = from_json(
            {"question": NILE[0], "answer": NILE[1], "id": "n"},
            {"question": AMAZON[0], "answer": "Amazon", "id": "a"},
        )
        save(learner, text, deck)
        assert [c.source_key for c in deck.cards.in_deck_order()] == ["n", "a"]

    def test_the_same_text_again_changes_nothing(self, learner):
        deck = deck_with(learner, *RIVERS)
        before = list(Card.objects.order_by("pk").values())
        saved = save(learner, parsed(*RIVERS), deck)
        assert saved.plan is not None
        assert saved.plan.counts == {Kind.UNCHANGED: 4}
        assert list(Card.objects.order_by("pk").values()) == before


class TestSeenOtherwise:
    """What would be written is not what was shown: nothing is written."""

    def refused(self, text, wish):
        before = list(Card.objects.order_by("pk").values()), Deck.objects.count()
        with pytest.raises(SeenOtherwise):
            save_import(text, wish, now=NOW)
        after = list(Card.objects.order_by("pk").values()), Deck.objects.count()
        assert after == before

    @pytest.mark.parametrize(
        "meanwhile",
        [
            lambda deck: deck.cards.filter(question=NILE[0]).update(version=2),
            lambda deck: make_card(deck=deck),
            lambda deck: deck.cards.get(question=AMAZON[0]).delete(),
        ],
        ids=["changed", "added", "deleted"],
    )
    def test_the_deck_changed_meanwhile(self, learner, meanwhile):
        deck, text = deck_with(learner, NILE, AMAZON), parsed(NILE, DANUBE)
        wish = wish_of(learner, text, deck)
        meanwhile(deck)
        self.refused(text, wish)
        wish = dataclasses.replace(wish_of(learner, text, deck), form_id=wish.form_id)
        assert save_import(text, wish, now=NOW).plan is not None
        assert DANUBE in rows(deck)

    def test_another_text(self, learner):
        self.refused(parsed(AMAZON), wish_of(learner, parsed(NILE)))

    def test_another_choice(self, learner):
        text = parsed(NILE, NILE)
        keep = Choices({Kind.COPY: "keep"})
        self.refused(text, wish_of(learner, text, choices=keep, seen=""))
        self.refused(
            text, wish_of(learner, text, seen=wish_of(learner, text, None, keep).seen)
        )


class TestWhoMay:
    @pytest.mark.parametrize("state", [{}, {"visibility": "public"}])
    def test_nobody_writes_into_a_deck_of_others(self, learner, state):
        deck, text = make_deck(owner=make_user(), cards=1, **state), parsed(NILE)
        with pytest.raises(Deck.DoesNotExist):
            save_import(text, wish_of(learner, text, deck), now=NOW)
        assert Card.objects.count() == 1

    def test_a_deck_that_was_deleted_meanwhile(self, learner):
        deck, text = deck_with(learner, NILE), parsed(AMAZON)
        wish = wish_of(learner, text, deck)
        Deck.objects.update(deleted_at=NOW)
        with pytest.raises(Deck.DoesNotExist):
            save_import(text, wish, now=NOW)

    def test_a_deck_that_never_was(self, learner):
        text = parsed(NILE)
        with pytest.raises(Deck.DoesNotExist):
            save_import(text, wish_of(learner, text, deck_id=12345), now=NOW)


class TestSentTwice:
    def test_it_saves_once(self, learner):
        text = parsed(NILE, AMAZON)
        wish = wish_of(learner, text)
        first, second = (save_import(text, wish, now=NOW) for _ in range(2))
        assert second.deck_id == first.deck_id
        assert (first.plan is None, second.plan is None) == (False, True)
        assert Deck.objects.count() == 1

    def test_into_a_deck_too(self, learner):
        deck, text = deck_with(learner, NILE), parsed(AMAZON)
        wish = wish_of(learner, text, deck)
        first, second = (save_import(text, wish, now=NOW) for _ in range(2))
        assert (first.deck_id, second.deck_id, second.plan) == (deck.pk, deck.pk, None)
        assert rows(deck) == [NILE, AMAZON]

    def test_a_form_that_was_filled_in_anew_is_another(self, learner):
        """Somebody goes back, writes another name or text, and presses Save."""
        text = parsed(NILE)
        wish = wish_of(learner, text)
        save_import(text, wish, now=NOW)
        save_import(text, dataclasses.replace(wish, title="Other"), now=NOW)
        other = wish_of(learner, parsed(AMAZON), form_id=wish.form_id)
        save_import(parsed(AMAZON), other, now=NOW)
        assert Deck.objects.count() == 3

    def test_the_same_number_from_somebody_else_is_theirs(self, learner):
        text = parsed(NILE)
        wish = wish_of(learner, text)
        save_import(text, wish, now=NOW)
        other = dataclasses.replace(wish, user=make_user())
        assert save_import(text, other, now=NOW).plan is not None
        assert Deck.objects.filter(owner=other.user).exists()


class TestRoundTrips:
    """A deck that goes out and comes in again."""

    @pytest.fixture
    def deck(self, learner):
        deck = deck_with(learner, *RIVERS, ("A tab\tand\nlines", "=1+1, “quoted”"))
        deck.cards.filter(question=NILE[0]).update(tags=["africa", "long ones"])
        return deck

    @pytest.mark.parametrize("name", ["json", "csv", "anki"])
    def test_into_itself_changes_nothing(self, deck, name):
        text = read_back(deck, name)
        plan = plan_for(text, deck, Choices())
        assert plan.counts == {Kind.UNCHANGED: 5}

    @pytest.mark.parametrize("name", ["json", "csv", "anki"])
    def test_as_a_new_deck_it_has_the_same_cards_and_tags(self, learner, deck, name):
        text = read_back(deck, name)
        saved = save(learner, text)
        assert rows(saved.deck_id) == rows(deck)
        tagged = Card.objects.get(deck=saved.deck_id, question=NILE[0])
        assert tagged.tags == ["africa", "long ones"]
