import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.models import Card, Deck, Enrolment, Review, ReviewState, StudySession
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.factories import make_deck, make_public_deck, make_user
from tests.study.browsing import HTMX, begin, form_of, rate, read

pytestmark = pytest.mark.django_db


def test_study_this_makes_the_deck_mine_and_opens_the_first_card(browser, learner):
    deck = make_public_deck(cards=2)
    path = begin(browser, deck)
    assert Enrolment.objects.filter(user=learner, deck=deck).exists()
    html = read(browser, path)
    assert "Question 1" in html
    assert "1 <span" in html
    assert "of 2" in html


def test_the_answer_comes_along_in_a_template(browser):
    html = read(browser, begin(browser, make_public_deck(cards=1)))
    before, _, hidden = html.partition('<template id="answer-side">')
    assert "Answer 1" not in before
    assert "Answer 1" in hidden


def test_without_script_the_answer_is_a_link_away(browser):
    path = begin(browser, make_public_deck(cards=1))
    link = re.search(r'data-turn href="([^"]+)"', read(browser, path))
    assert link
    html = read(browser, link[1])
    assert "Answer 1" in html
    assert 'id="answer-side"' not in html
    assert html.count('name="confidence"') == 5


def test_the_tiles_say_what_a_fresh_card_would_get(browser):
    html = read(browser, begin(browser, make_public_deck(cards=1)))
    tiles = re.findall(r"<span>([A-Z][a-z ]+)</span><small>([^<]+)</small>", html)
    words, intervals = zip(*tiles, strict=True)
    assert words == ("Not at all", "Barely", "Partly", "Mostly", "Perfectly")
    assert intervals[:4] == ("1 min", "10 min", "1 day", "2 days")


def test_a_rating_by_htmx_brings_the_next_card_in_one_fragment(browser):
    path = begin(browser, make_public_deck(cards=2))
    reply = rate(browser, path, 4)
    html = reply.content.decode()
    assert html.lstrip().startswith('<div class="study" id="card"')
    assert "Question 2" in html
    assert "Rated 4, Mostly. Back in 2 days." in html
    assert "2 <span" in html


def test_a_rating_without_script_redirects_and_says_the_same(browser):
    path = begin(browser, make_public_deck(cards=2))
    reply = rate(browser, path, 4, htmx=False)
    assert (reply.status_code, reply.headers["Location"]) == (302, path)
    html = read(browser, path)
    assert "Question 2" in html
    assert "Rated 4, Mostly. Back in 2 days." in html


def test_both_ways_leave_the_same_rows(client):
    rows = []
    for htmx in (True, False):
        learner, deck = make_user(), make_public_deck(cards=5)
        client.force_login(learner)
        path = begin(client, deck)
        for level in (4, 1, 5, 3):
            rate(client, path, level, htmx=htmx)
        reviews = Review.objects.filter(user=learner).order_by("reviewed_at")
        states = ReviewState.objects.filter(user=learner).order_by("card__position")
        rows.append(
            (
                [(r.card.position, r.level, r.sequence, r.kind) for r in reviews],
                [(s.card.position, s.phase, s.stability_days) for s in states],
            )
        )
    assert rows[0] == rows[1]


def test_the_last_rating_leads_to_the_summary(browser):
    path = begin(browser, make_public_deck(cards=1))
    reply = rate(browser, path, 5)
    assert reply.headers["HX-Redirect"] == path + "summary/"
    assert "1 card" in read(browser, path + "summary/")
    assert StudySession.objects.get().ended_at is not None


def test_the_last_rating_leads_to_the_summary_without_script(browser):
    path = begin(browser, make_public_deck(cards=1))
    reply = rate(browser, path, 5, htmx=False)
    assert reply.headers["Location"] == path + "summary/"


def test_an_ended_sitting_shows_its_summary(browser):
    path = begin(browser, make_public_deck(cards=2))
    assert browser.post(path + "end/").headers["Location"] == path + "summary/"
    assert browser.get(path).headers["Location"] == path + "summary/"
    assert "No cards rated yet" in read(browser, path + "summary/")


def test_a_late_rating_after_the_end_counts(browser):
    path = begin(browser, make_public_deck(cards=2))
    form = form_of(read(browser, path), 4)
    browser.post(path + "end/")
    reply = browser.post(path + "rate/", form, headers=HTMX)
    assert reply.headers["HX-Redirect"] == path + "summary/"
    assert Review.objects.get().level == 4


def test_a_second_tab_is_told_and_shown_the_next_card(browser):
    path = begin(browser, make_public_deck(cards=2))
    form = form_of(read(browser, path), 1)
    rate(browser, path, 5)
    reply = browser.post(path + "rate/", form, headers=HTMX)
    html = reply.content.decode()
    assert reply.status_code == 200
    assert "already rated in another tab" in html
    assert "Question 2" in html
    assert Review.objects.get().level == 5


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": "6"},
        {"confidence": "0"},
        {"confidence": ""},
        {"confidence": "4.0"},
        {"card": "x"},
        {"card": "9" * 40},
        {"prompt": "1"},
        {"rating_id": "not-an-id"},
        {"seen_reviews": "-1"},
        {"seen_reviews": "9" * 20},
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_what_our_page_did_not_make_is_refused_and_counts_nothing(
    browser, change, htmx
):
    path = begin(browser, make_public_deck(cards=1))
    form = form_of(read(browser, path), 4) | change
    reply = browser.post(path + "rate/", form, headers=HTMX if htmx else {})
    assert reply.status_code == (400 if htmx else 302)
    assert not Review.objects.exists()
    assert not ReviewState.objects.exists()


@pytest.mark.parametrize("answer_ms", ["", "-3", "9" * 30, "abc"])
def test_a_strange_answer_time_never_costs_the_rating(browser, answer_ms):
    path = begin(browser, make_public_deck(cards=2))
    form = form_of(read(browser, path), 4) | {"answer_ms": answer_ms}
    assert browser.post(path + "rate/", form, headers=HTMX).status_code == 200
    assert 0 <= Review.objects.get().answer_ms <= 600_000


def test_nothing_due_is_said_on_the_deck_page(browser):
    deck = make_public_deck(cards=1)
    path = begin(browser, deck)
    rate(browser, path, 5)
    reply = browser.post(reverse("study_deck", args=[deck.pk]), follow=True)
    assert "Nothing is due right now." in reply.content.decode()
    assert reply.redirect_chain[-1][0] == reverse("deck", args=[deck.pk])


def test_removing_a_deck_keeps_what_was_learned(browser, learner):
    deck = make_public_deck(cards=1)
    rate(browser, begin(browser, deck), 5)
    reply = browser.post(reverse("archive_deck", args=[deck.pk]), follow=True)
    assert "Your progress is kept." in reply.content.decode()
    assert ReviewState.objects.filter(user=learner).count() == 1


def test_after_the_session_has_ended_htmx_is_sent_to_sign_in(browser):
    path = begin(browser, make_public_deck(cards=1))
    form = form_of(read(browser, path), 4)
    browser.logout()
    reply = browser.post(
        path + "rate/", form, headers=HTMX | {"Referer": f"http://testserver{path}"}
    )
    assert urlsplit(reply.headers["HX-Redirect"]).path == reverse("account_login")
    assert path in reply.headers["HX-Redirect"].replace("%2F", "/")
    assert not Review.objects.exists()


def test_card_text_is_escaped_everywhere(browser, learner):
    deck = make_deck(owner=learner, title="<b>deck</b>")
    text = "<script>alert(1)</script>\"'&amp;"
    Card.objects.create(deck=deck, position=1, question=text, answer=text)
    Deck.objects.filter(pk=deck.pk).update(card_count=1)
    enrol(learner, deck, now=timezone.now())
    session = start_session(learner, Selection(deck_ids=(deck.pk,)), now=timezone.now())
    assert session is not None
    path = reverse("study", args=[session.id])
    pages = [path, reverse("deck", args=[deck.pk]), reverse("deck_list"), "/"]
    for page in pages:
        html = read(browser, page)
        assert "<script>alert" not in html
        assert "<b>deck" not in html
    rate(browser, path, 1)
    assert "<script>alert" not in read(browser, path + "summary/")
