"""The search page: filters, marks, messages, and how its statements find cards."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.cards.searching import forget_words
from decks.cards.writing import Pen, Sides, add_cards
from decks.models import Deck, User
from tests.factories import NOW, make_deck, make_public_deck, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
STATEMENTS = 7
"""Session, user, own decks; typed words, near words, other decks, cards."""


def write(deck: Deck, *texts: str, answer: str = "") -> None:
    sides = [Sides(text, answer) for text in texts]
    add_cards(deck.pk, sides, Pen(deck.owner, NOW))


def page(client: Client, headers: dict[str, str] | None = None, **query: str) -> str:
    response = client.get(reverse("search"), query, headers=headers or {})
    assert response.status_code == 200
    return response.content.decode()


def test_nothing_typed_says_what_can_be_searched_and_nothing_else(browser, learner):
    write(make_deck(owner=learner), "river")
    shown = page(browser)
    assert "Type what stands on a card" in shown
    assert "river" not in shown
    assert 'class="chip"' not in shown


def test_rows_carry_marks_the_deck_and_the_whole_answer(browser, learner):
    deck = make_deck(owner=learner, title="Geography")
    write(deck, "Which River", answer="before\n\nthe <b>river</b> Rhine")
    shown = page(browser, q="river")
    assert "Which <mark>River</mark>" in shown
    assert "the &lt;b&gt;<mark>river</mark>&lt;/b&gt; Rhine" in shown
    assert f'<a href="/decks/{deck.pk}/">Geography</a>' in shown
    assert "<p data-said" not in shown
    assert "data-said>1 card.<" in shown


def test_markup_in_the_search_stays_text(browser):
    shown = page(browser, q="<script>alert(1)</script>")
    assert "<script>alert" not in shown


def test_a_swap_gets_the_results_alone_and_the_next_rows_alone(browser, learner):
    write(make_deck(owner=learner), *(f"river {n}" for n in range(25)))
    results = page(browser, HTMX, q="river")
    assert results.lstrip().startswith('<section id="found"')
    assert "?q=river&amp;start=20" in results
    rows = page(browser, HTMX, q="river", start="20")
    assert rows.lstrip().startswith("<li")
    assert rows.count('class="foundcard"') == 5
    assert "Show more" not in rows


def test_without_script_the_next_rows_are_a_page(browser, learner):
    write(make_deck(owner=learner), *(f"river {n}" for n in range(25)))
    shown = page(browser, q="river", start="20")
    assert "<html" in shown
    assert shown.count('class="foundcard"') == 5


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"q": "x" * 2000}, "Search for at most 300 characters"),
        ({"q": "a\0b"}, "Take out the invisible character"),
        ({"q": "?! &"}, "There is no letter or digit"),
        ({"q": "zzz"}, "Take fewer words"),
        ({"q": "zzz", "show": "due"}, "Look in all decks and at all levels"),
    ],
)
def test_messages_keep_what_was_typed(browser, query, message):
    shown = page(browser, **query)
    assert message in shown
    assert 'name="q"' in shown
    if "\0" not in query["q"]:
        assert query["q"].replace("&", "&amp;") in shown


@pytest.mark.parametrize("show", ["", "nonsense", "9", "-1", "all"])
def test_a_filter_that_is_none_shows_all(browser, learner, show):
    write(make_deck(owner=learner), "river")
    assert "1 card." in page(browser, q="river", show=show)


def test_anothers_deck_cannot_be_chosen(browser, learner):
    theirs = make_deck(owner=make_user(), title="Hidden")
    write(theirs, "river")
    write(make_deck(owner=learner), "river")
    shown = page(browser, q="river", deck=str(theirs.pk))
    assert "1 card." in shown
    assert "Hidden" not in shown


def test_who_is_not_signed_in_is_sent_to_sign_in(client):
    response = client.get(reverse("search"), {"q": "river"})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_box_is_in_the_top_bar_of_those_who_are_signed_in(browser, client):
    assert 'action="/search/"' in browser.get(reverse("deck_list")).content.decode()
    assert 'action="/search/"' not in Client().get(reverse("home")).content.decode()


@pytest.mark.parametrize("query", [{"q": "river"}, {"q": "rivr", "show": "new"}])
def test_statements_do_not_grow(browser, learner, query):
    counts = []
    for cards in (1, 19):
        write(make_deck(owner=learner), *(f"river {n}" for n in range(cards)))
        write(make_public_deck(owner=make_user()), "river")
        with CaptureQueriesContext(connection) as noted:
            page(browser, **query)
        counts.append(len(noted))
    assert counts == [STATEMENTS, STATEMENTS]


def test_without_words_few_statements(browser):
    with CaptureQueriesContext(connection) as noted:
        page(browser)
    assert len(noted) == 3


# --- plans ---------------------------------------------------------------------------


@pytest.fixture
def many_cards(learner: User) -> None:
    """20,000 cards of others, 5,000 public ones, 20 of the learner; a common word."""
    others = make_deck(owner=make_user())
    public = make_public_deck(owner=make_user())
    own = make_deck(owner=learner)
    with connection.cursor() as cursor:
        for deck, cards in ((others, 20_000), (public, 5_000), (own, 20)):
            cursor.execute(
                """
                INSERT INTO decks_card (deck_id, position, question, answer, tags,
                    source_key, version, how, is_new_meaning, created_at, updated_at)
                SELECT %s::bigint, n, 'word' || n %% 500 || ' common',
                    repeat('text ' || n || ' ', 40), '{}', '', 1, 'written', false,
                    now(), now()
                FROM generate_series(1, %s) AS g(n)
                """,
                [deck.pk, cards],
            )
        Deck.objects.filter(pk=own.pk).update(card_count=20)
        # As autovacuum leaves it: with statistics, and nothing waiting for the index.
        cursor.execute("SELECT gin_clean_pending_list('card_search')")
        cursor.execute("ANALYZE decks_card")
    forget_words()


def plans(client: Client, typed: str) -> list[str]:
    """The plan, as text, of each statement that looks at cards."""
    with CaptureQueriesContext(connection) as noted:
        page(client, q=typed)
    found = []
    for query in noted.captured_queries:
        if "decks_card c" in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + query["sql"])
                found.append("\n".join(row[0] for row in cursor.fetchall()))
    return found


@pytest.mark.full
def test_no_search_walks_through_all_cards(browser, many_cards):
    for typed in ("word7", "common", "wrod7", "word7 common", '"word7 common"', "zzz"):
        (plan,) = plans(browser, typed)
        assert "Seq Scan on decks_card " not in plan, typed
        assert "on card_search" in plan or typed == "common", typed
