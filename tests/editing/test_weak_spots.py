"""Weak spots: what an editor should look at, counted when asked."""

import pytest
from django.urls import reverse

from decks.editing.card_filter import LONG_CHARACTERS
from decks.editing.weak_spots import hardest, weak_spots
from decks.models import Deck
from decks.study.counters import STUCK_LAPSES
from tests.factories import (
    make_card,
    make_deck,
    make_public_deck,
    make_review_state,
    make_user,
)
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner) -> Deck:
    deck = make_deck(owner=learner)
    make_card(deck=deck, question="Plain", answer="x" * LONG_CHARACTERS)
    make_card(deck=deck, question="Long", answer="x" * (LONG_CHARACTERS + 1))
    make_card(deck=deck, question="y" * (LONG_CHARACTERS + 1), answer="Long too")
    make_card(deck=deck, question="Blank", answer=" \n\t\n ")
    make_card(deck=deck, question="Bare", answer="")
    return deck


def counts(deck: Deck) -> dict[str, int]:
    return {spot.show: spot.count for spot in weak_spots(deck)}


def test_each_kind_is_counted(deck):
    plain, long, *_ = cards_of(deck)
    for user in (make_user(), make_user()):
        make_review_state(user=user, card=plain, lapse_count=STUCK_LAPSES)
    make_review_state(user=make_user(), card=long, lapse_count=STUCK_LAPSES - 1)
    assert counts(deck) == {"hard": 1, "long": 2, "blank": 2, "unseen": 3}
    (hard,) = hardest(deck)
    assert (hard.card, hard.learners) == (plain, 2)


def test_a_card_that_only_carries_a_mark_was_never_studied(deck):
    make_review_state(user=make_user(), card=cards_of(deck)[0], phase=None)
    assert counts(deck)["unseen"] == 5


def test_the_page_leads_to_each_list(browser, deck):
    html = browser.get(reverse("weak_spots", args=[deck.pk])).content.decode()
    for show, words in (("long", "Over-long"), ("blank", "Without answer")):
        address = f"{reverse('deck', args=[deck.pk])}?show={show}"
        assert f"{address}#cards" in html
        shown = browser.get(address).content.decode()
        assert words in shown
        assert "Plain" not in shown


def test_a_learner_without_the_right_to_edit_sees_all_cards(client, deck):
    Deck.objects.filter(pk=deck.pk).update(visibility="public")
    user = make_user()
    client.force_login(user)
    client.post(reverse("study_deck", args=[deck.pk]))
    shown = client.get(reverse("deck", args=[deck.pk]), {"show": "blank"})
    assert "Plain" in shown.content.decode()
    assert client.get(reverse("weak_spots", args=[deck.pk])).status_code == 404


@pytest.mark.parametrize("cards", [1, 20, 1000])
def test_the_statements_do_not_grow(cards, django_assert_num_queries):
    deck = make_public_deck(cards=cards)
    with django_assert_num_queries(5):
        weak_spots(deck)
        hardest(deck)
