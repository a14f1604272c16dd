import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decks.models import Deck
from decks.progress.card_list import PAGE_SIZE
from decks.study.sessions import enrol
from tests.factories import make_deck, make_public_deck, make_user

pytestmark = pytest.mark.django_db


def read(browser, path):
    reply = browser.get(path)
    assert reply.status_code == 200
    return reply.content.decode()


def deck_path(deck):
    return reverse("deck", args=[deck.pk])


def test_a_visitor_sees_the_welcome_page(client):
    html = read(client, "/")
    assert "Study the cards" in html
    assert reverse("account_signup") in html


def test_the_tried_card_says_what_the_scheduler_would_do(client):
    html = read(client, reverse("try_card") + "?level=5")
    assert "8 days" in html


@pytest.mark.parametrize("level", ["", "0", "6", "x", "٣", "1; drop"])
def test_a_strange_level_just_shows_the_answer(client, level):
    assert client.get(reverse("try_card"), {"level": level}).status_code == 200


def test_a_learner_without_decks_is_shown_ways_in(browser):
    deck = make_public_deck(title="AWS Lambda", cards=3)
    html = read(browser, "/")
    assert "No cards yet" in html
    assert deck_path(deck) in html


def test_without_any_deck_at_all_the_pages_still_stand(browser):
    assert "No cards yet" in read(browser, "/")
    assert "No public decks yet." in read(browser, reverse("deck_list"))


def test_today_counts_what_waits(browser, learner):
    enrol(learner, make_public_deck(title="Alpha", cards=3), now=timezone.now())
    html = read(browser, "/")
    assert "3 new cards" in html
    assert "Study 3 new cards" in html
    assert "Study today to start a new one." in html


def test_anyone_sees_a_public_decks_first_five_cards(client):
    deck = make_public_deck(cards=7)
    html = read(client, deck_path(deck))
    assert "The first 5 cards" in html
    assert "Answer 5" in html
    assert "Question 6" not in html
    assert f"{reverse('account_signup')}?next={deck_path(deck)}" in html


def test_an_unlisted_deck_is_found_by_its_link_only(client):
    deck = make_deck(cards=1, visibility=Deck.Visibility.UNLISTED, title="Quiet")
    assert "Quiet" in read(client, reverse("deck_link", args=[deck.link_key]))
    assert client.get(deck_path(deck)).status_code == 404
    assert "Quiet" not in read(client, reverse("deck_list"))


def test_a_private_deck_is_its_owners_alone(client):
    owner = make_user()
    deck = make_deck(owner=owner, cards=1, title="Mine")
    assert client.get(deck_path(deck)).status_code == 404
    client.force_login(make_user())
    assert client.get(deck_path(deck)).status_code == 404
    assert "Mine" not in read(client, reverse("deck_list"))
    client.force_login(owner)
    assert "Mine" in read(client, deck_path(deck))


def test_a_learner_sees_all_cards_and_where_they_stand(browser, learner):
    deck = make_public_deck(cards=PAGE_SIZE + 1)
    enrol(learner, deck, now=timezone.now())
    html = read(browser, deck_path(deck))
    assert f"Question {PAGE_SIZE}" in html
    assert "mastery" in html
    more = re.search(r'hx-get="([^"]+after=[^"]+)"', html)
    assert more
    path = more[1].replace("&amp;", "&")
    rows = browser.get(path, headers={"HX-Request": "true"}).content.decode()
    assert f"Question {PAGE_SIZE + 1}" in rows
    assert "<html" not in rows
    assert "<html" in read(browser, path)


def test_the_counts_of_a_deck_lead_to_their_cards(browser, learner):
    deck = make_public_deck(cards=3)
    enrol(learner, deck, now=timezone.now())
    html = read(browser, deck_path(deck))
    assert '<a class="nou" href="?show=new#cards">3</a>' in html
    for show in ("learning", "mastered"):
        path = f"{reverse('progress_cards')}?deck={deck.pk}&amp;show={show}"
        assert f'<a class="nou" href="{path}">0</a>' in html
        assert "No such cards." in read(browser, path.replace("&amp;", "&"))


@pytest.mark.parametrize("show", ["due", "new", "1", "5", "6", "nonsense", "²"])
def test_each_filter_answers(browser, learner, show):
    deck = make_public_deck(cards=1)
    enrol(learner, deck, now=timezone.now())
    assert browser.get(deck_path(deck), {"show": show}).status_code == 200


def test_the_deck_list_shows_a_few_public_decks_and_leads_to_all(client):
    for number in range(6):
        make_public_deck(cards=1, title=f"Shared {number}")
    html = read(client, reverse("deck_list"))
    assert "Shared 4" in html
    assert "Shared 5" not in html
    assert reverse("library") in html


def test_no_page_shows_an_address(browser, learner):
    owner = make_user(email="secret.owner@example.org", display_name="Ada")
    deck = make_deck(owner=owner, cards=1, visibility=Deck.Visibility.PUBLIC)
    enrol(learner, deck, now=timezone.now())
    for path in ("/", reverse("deck_list"), deck_path(deck)):
        html = read(browser, path)
        assert "@example" not in html


@pytest.mark.parametrize("page", ["/", "/decks/"])
def test_lists_cost_the_same_at_1_deck_and_at_20(browser, learner, page):
    counts = []
    for more in (1, 19):
        for _ in range(more):
            enrol(learner, make_public_deck(cards=3), now=timezone.now())
            make_public_deck(cards=1)
        with CaptureQueriesContext(connection) as statements:
            read(browser, page)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10


def test_a_deck_page_costs_the_same_at_1_card_and_at_10_000(browser, learner):
    counts = []
    for cards in (1, 10_000):
        deck = make_public_deck(cards=cards)
        enrol(learner, deck, now=timezone.now())
        with CaptureQueriesContext(connection) as statements:
            read(browser, deck_path(deck))
        counts.append(len(statements))
    # The states of the shown cards are asked for even where there are none yet.
    assert counts[0] == counts[1] <= 11
