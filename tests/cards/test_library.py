"""Public decks are searched and browsed by anyone; others never show."""

import pytest
from django.urls import reverse

from decks.cards.library import SAMPLE_SIZE, public_decks, with_words
from decks.models import Deck
from tests.factories import NOW, make_deck, make_public_deck, make_user

pytestmark = pytest.mark.django_db


def read(client, **query):
    reply = client.get(reverse("library"), query)
    assert reply.status_code == 200
    return reply.content.decode()


def found(text):
    return [deck.title for deck in with_words(public_decks(), text)]


def test_anyone_browses_the_public_decks(client):
    ada = make_user(display_name="Ada", email="ada@example.org")
    make_public_deck(title="Rivers", cards=7, owner=ada, question_lang="en")
    html = read(client)
    assert "Rivers" in html
    assert "by Ada" in html
    assert "questions in English" in html
    assert "ada@example.org" not in html


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": Deck.Visibility.UNLISTED},
        {"visibility": Deck.Visibility.PRIVATE},
        {"archived_at": NOW},
        {"deleted_at": NOW},
        {"cards": 0},
    ],
)
def test_what_is_not_open_to_all_shows_to_nobody(client, fields):
    owner = make_user()
    make_public_deck(**{"title": "Hidden", "cards": 1, "owner": owner, **fields})
    assert found("Hidden") == []
    for user in (None, owner):
        if user:
            client.force_login(user)
        assert "Hidden" not in read(client)


def test_each_word_must_be_in_the_title_or_the_description():
    make_public_deck(title="Rivers of Europe", cards=1, description="Danube and Rhine")
    make_public_deck(title="Lakes of Europe", cards=1)
    assert found("europe") == ["Lakes of Europe", "Rivers of Europe"]
    assert found("EUROPE danube") == ["Rivers of Europe"]
    assert found("riv") == ["Rivers of Europe"]
    assert found("europe volga") == []
    assert found("  ") == ["Lakes of Europe", "Rivers of Europe"]


def test_a_word_with_a_slip_finds_the_title():
    make_public_deck(title="AWS Lambda", cards=1)
    make_public_deck(title="First aid", cards=1)
    assert found("lamda") == ["AWS Lambda"]
    assert found("lambada aws") == ["AWS Lambda"]


@pytest.mark.parametrize(
    "text",
    ["%", "_", "\\", "'", '"; drop', "a\0b", "x" * 2000, "& | ! : * ( )", "日本", "🙂"],
)
def test_strange_words_are_words(client, text):
    make_public_deck(title="Rivers", cards=1)
    assert "Rivers" not in read(client, q=text) or text in ("%", "_")
    assert found("%%") == []


def test_what_was_looked_for_stays_in_the_field_as_text(client):
    html = read(client, q='"><script>')
    assert "<script>" not in html.replace("<script type", "").replace("<script src", "")
    assert "&quot;&gt;&lt;script&gt;" in html


def titles(client, **query):
    return [
        deck.title for deck in client.get(reverse("library"), query).context["page"]
    ]


def test_decks_are_sorted_as_asked(client):
    for title, cards in (("B", 3), ("C", 1), ("A", 2)):
        make_public_deck(title=title, cards=cards)
    assert titles(client) == ["A", "B", "C"]
    assert titles(client, sort="newest") == ["A", "C", "B"]
    assert titles(client, sort="cards") == ["B", "A", "C"]
    assert titles(client, sort="nonsense") == ["A", "B", "C"]


def test_pages_keep_the_words_and_the_order(client):
    for number in range(21):
        make_public_deck(title=f"River {number:02}", cards=1)
    html = read(client, q="river", sort="newest")
    assert "21 decks with “river”" in html
    assert "?q=river&amp;sort=newest&amp;page=2" in html
    assert titles(client, q="river", sort="newest", page=2) == ["River 00"]
    for page in ("0", "99", "x", "9" * 40):
        assert client.get(reverse("library"), {"page": page}).status_code == 200


def test_where_nothing_is_found_it_says_what_to_try(client):
    assert "No public decks yet." in read(client)
    html = read(client, q="volcano")
    assert "No public deck has these words" in html
    assert f'href="{reverse("library")}"' in html


def test_the_library_costs_the_same_at_1_deck_and_at_20(
    client, django_assert_num_queries
):
    for count in (1, 19):
        for _ in range(count):
            make_public_deck(title="River", cards=1, owner=make_user())
        with django_assert_num_queries(2):
            read(client, q="river")


def test_a_sample_is_the_first_cards_in_order(client):
    deck = make_public_deck(cards=SAMPLE_SIZE + 2)
    html = client.get(reverse("deck", args=[deck.pk])).content.decode()
    assert f"Question {SAMPLE_SIZE}" in html
    assert f"Question {SAMPLE_SIZE + 1}" not in html


def test_the_deck_list_leads_there(client):
    make_deck(title="Own")
    make_public_deck(cards=1)
    html = client.get(reverse("deck_list")).content.decode()
    assert f'href="{reverse("library")}"' in html
