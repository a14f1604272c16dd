"""Searching the cards of one deck on its page."""

import pytest
from django.utils import timezone

from decks.cards.writing import Pen, Sides, add_cards
from decks.models import Card, Deck
from decks.study.sessions import enrol
from tests.editing.list_forms import act, all_of, hidden
from tests.factories import NOW, make_deck

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner) -> Deck:
    deck = make_deck(owner=learner)
    texts = [
        Sides("Longest river", "The Nile", ("rivers",)),
        Sides("Deepest lake", "Baikal", ("lakes",)),
        Sides("Largest lake", "The Caspian Sea", ("lakes",)),
    ]
    add_cards(deck.pk, texts, Pen(learner, NOW))
    enrol(learner, deck, now=timezone.now())
    return deck


def found(browser, deck, query: str) -> list[str]:
    html = browser.get(f"/decks/{deck.pk}/{query}").content.decode()
    cards = Card.objects.filter(deck=deck).order_by("position")
    questions = cards.values_list("question", flat=True)
    return [question for question in questions if f">{question}</b>" in html]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?q=lake", ["Deepest lake", "Largest lake"]),
        ("?q=NILE", ["Longest river"]),
        ("?q=rivers", ["Longest river"]),
        ("?q=lake+caspian", ["Largest lake"]),
        ("?q=lake&tag=lakes&sort=changed", ["Deepest lake", "Largest lake"]),
        ("?q=lake&show=aside", []),
        ("?q=zebra", []),
        ("?q=%00%00", ["Longest river", "Deepest lake", "Largest lake"]),
        ("?q=++", ["Longest river", "Deepest lake", "Largest lake"]),
        ("?q=%26%7C%21%28%27", []),
    ],
)
def test_words_leave_the_cards_that_say_them(browser, deck, query, wanted):
    assert found(browser, deck, query) == wanted


def test_the_field_keeps_the_words_and_says_how_many_are_searched(browser, deck):
    html = browser.get(f"/decks/{deck.pk}/?q=%22lake%22").content.decode()
    assert 'placeholder="Search 3 cards"' in html
    assert 'value="&quot;lake&quot;"' in html


def test_all_of_what_was_found_can_be_selected(browser, deck):
    seen = all_of(browser, deck, "?q=lake")
    html = act(browser, deck, "tag", all=seen, q="lake").content.decode()
    assert "Tag 2 cards" in html
    assert hidden(html)["q"] == ["lake"]
    act(browser, deck, "delete", all=seen, q="lake")
    assert [card.question for card in deck.cards.all()] == ["Longest river"]


def test_words_cost_a_fixed_number_of_statements(
    browser, deck, django_assert_max_num_queries
):
    with django_assert_max_num_queries(18):
        browser.get(f"/decks/{deck.pk}/?q=lake")
    texts = [Sides(f"Lake {number}") for number in range(500)]
    add_cards(deck.pk, texts, Pen(None, NOW))
    with django_assert_max_num_queries(18):
        browser.get(f"/decks/{deck.pk}/?q=lake")
