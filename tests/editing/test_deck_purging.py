"""After 30 days the words of what was deleted are gone, and nobody's history is."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from decks.editing.deck_deleting import delete_deck
from decks.editing.deck_purging import purge_deleted
from decks.editing.models import LikelyCopy
from decks.editing.moving import delete_cards, restore_cards
from decks.models import (
    Card,
    CardVersion,
    DayCounter,
    Deck,
    DeckReader,
    Enrolment,
    Review,
    ReviewState,
)
from decks.progress.today import streak_of
from tests.editing.test_moving import assert_sound, make_class
from tests.factories import NOW, make_card, make_deck, make_public_deck, make_user
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db

DAYS_29, DAYS_31 = dt.timedelta(days=29), dt.timedelta(days=31)
LEARNERS_ROWS = (Review, ReviewState, DayCounter, Enrolment)


def history():
    return [sorted(m.objects.values_list(), key=repr) for m in LEARNERS_ROWS]


def test_a_deck_that_nobody_studied_goes_altogether():
    deck = make_public_deck(cards=3)
    DeckReader.objects.create(user=make_user(), deck=deck, came_at=NOW)
    delete_deck(deck.pk, now=NOW)
    purged = purge_deleted(now=NOW + DAYS_31)
    assert (purged.card_count, purged.deck_count, purged.is_complete) == (3, 1, True)
    assert not Deck.objects.exists()
    assert not Card.objects.exists()


def test_within_30_days_nothing_goes():
    deck = make_public_deck(cards=3)
    delete_cards(deck.pk, [cards_of(deck)[0].pk], now=NOW)
    other = make_public_deck(cards=1)
    delete_deck(other.pk, now=NOW)
    purged = purge_deleted(now=NOW + DAYS_29)
    assert (purged.card_count, purged.deck_count) == (0, 0)
    assert Card.objects.exclude(question="").count() == 4
    assert restore_cards(deck.pk, NOW, now=NOW + DAYS_29) == 1


def test_what_is_not_deleted_is_never_touched():
    deck = make_public_deck(cards=3)
    make_class(deck)
    archived = make_deck(owner=make_user(), archived_at=NOW, cards=1)
    before = [list(model.objects.order_by("pk").values()) for model in (Deck, Card)]
    assert purge_deleted(now=NOW + DAYS_31 * 100).card_count == 0
    after = [list(model.objects.order_by("pk").values()) for model in (Deck, Card)]
    assert after == before
    assert archived.cards.exists()


def test_of_a_studied_deck_every_word_goes_and_every_learners_row_stays():
    owner = make_user()
    deck = make_public_deck(
        owner=owner, title="Secret", description="Secret", cards=5, source_key="title:S"
    )
    make_card(deck=deck, question="Secret", answer="Secret", tags=["Secret"])
    users = make_class(deck)
    first, second = cards_of(deck)[:2]
    CardVersion.objects.create(
        card=first, version=1, question="Secret", how="written", written_at=NOW
    )
    LikelyCopy.objects.create(deck=deck, later=second, earlier=first)
    before = history()
    streak = streak_of(users[0], today=NOW.date())
    delete_deck(deck.pk, now=NOW)
    purge_deleted(now=NOW + DAYS_31)
    assert history() == before
    assert streak_of(users[0], today=NOW.date()) == streak
    everything = [*Deck.objects.values(), *Card.objects.values()]
    assert "Secret" not in str(everything)
    assert Card.objects.exclude(question="", answer="").count() == 0
    assert not CardVersion.objects.exists()
    assert not LikelyCopy.objects.exists()
    deck.refresh_from_db()
    assert (deck.title, deck.owner, deck.source_key) == ("", None, "")
    assert_sound()
    assert purge_deleted(now=NOW + DAYS_31).card_count == 0


def test_cards_deleted_by_themselves_go_and_their_deck_stays():
    deck = make_public_deck(cards=5)
    make_class(deck)
    cards = cards_of(deck)
    delete_cards(deck.pk, [cards[0].pk, cards[3].pk], now=NOW)
    delete_cards(deck.pk, [cards[1].pk], now=NOW + DAYS_29)
    before = history()
    assert purge_deleted(now=NOW + DAYS_31).card_count == 2
    assert history() == before
    texts = dict(Card.objects.values_list("position", "question"))
    assert texts[1] == ""
    assert [texts[number] for number in (2, 3, 5)] == [
        "Question 2",
        "Question 3",
        "Question 5",
    ]
    deck.refresh_from_db()
    assert deck.title
    assert_sound()


def test_a_decks_own_bin_goes_with_the_deck():
    deck = make_public_deck(cards=3)
    delete_cards(deck.pk, [cards_of(deck)[0].pk], now=NOW + DAYS_29)
    delete_deck(deck.pk, now=NOW)
    assert purge_deleted(now=NOW + DAYS_31).card_count == 3
    assert not Deck.objects.exists()


def test_a_run_is_bounded_and_the_next_goes_on():
    deck = make_public_deck(cards=2500)
    delete_deck(deck.pk, now=NOW)
    first = purge_deleted(now=NOW + DAYS_31, most_cards=1500)
    assert (first.card_count, first.is_complete) == (2000, False)
    assert Deck.objects.exists()
    rest = purge_deleted(now=NOW + DAYS_31, most_cards=1500)
    assert (rest.card_count, rest.deck_count, rest.is_complete) == (500, 1, True)
    assert not Deck.objects.exists()


def test_a_deck_that_ships_with_the_program_does_not_come_back_as_a_new_one():
    call_command("import_lambda_deck")
    deck = Deck.objects.get()
    delete_deck(deck.pk, now=NOW)
    assert purge_deleted(now=NOW + DAYS_31).deck_count == 0
    call_command("import_lambda_deck")
    assert not Deck.objects.filter(deleted_at=None).exists()
    assert Deck.objects.count() == 1


def test_the_command_says_what_it_did_and_nothing_when_there_was_nothing(capsys):
    deck = make_public_deck(cards=3)
    delete_deck(deck.pk, now=timezone.now() - DAYS_31)
    call_command("purge_deleted")
    call_command("purge_deleted")
    said = capsys.readouterr().out
    assert said == "Removed for good: 3 cards and 1 decks.\n"
