import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.models import Enrolment, Review, ReviewState, StudySession
from tests.factories import make_public_deck, make_user
from tests.study.browsing import HTMX, begin, form_of, read, sql_of
from tests.study.sittings import cards_of
from tests.study.test_recording import in_threads

pytestmark = pytest.mark.django_db


def test_a_rating_costs_five_statements_session_and_user_included(browser):
    path = begin(browser, make_public_deck(cards=5))
    form = form_of(read(browser, path), 4)
    with CaptureQueriesContext(connection) as statements:
        browser.post(path + "rate/", form, headers=HTMX)
    assert len(sql_of(statements)) == 5


@pytest.mark.full
def test_the_study_page_costs_the_same_for_47_and_10_000_cards(browser, learner):
    counts = []
    for cards in (47, 10_000):
        deck = make_public_deck(cards=cards)
        path = begin(browser, deck)
        with CaptureQueriesContext(connection) as statements:
            read(browser, path)
        counts.append(len(sql_of(statements)))
        form = form_of(read(browser, path), 4)
        with CaptureQueriesContext(connection) as statements:
            browser.post(path + "rate/", form, headers=HTMX)
        counts.append(len(sql_of(statements)))
    assert counts == [4, 5, 4, 5]


def test_the_summary_costs_the_same_for_one_and_for_forty_cards(browser):
    counts = []
    for rated in (1, 40):
        deck = make_public_deck(cards=50)
        Enrolment.objects.all().delete()
        path = begin(browser, deck)
        Enrolment.objects.update(new_cards_per_day=50)
        session = StudySession.objects.latest("started_at")
        for card in cards_of(deck)[:rated]:
            form = {
                "card": card.pk,
                "prompt": 0,
                "rating_id": uuid.uuid4(),
                "seen_reviews": 0,
                "confidence": 2,
            }
            browser.post(reverse("rate", args=[session.id]), form, headers=HTMX)
        with CaptureQueriesContext(connection) as statements:
            read(browser, path + "summary/")
        counts.append(len(sql_of(statements)))
    assert counts[0] == counts[1] <= 10


def equal_part(html):
    """A reply without what is new in each: the next id and the CSRF token's mask."""
    return re.sub(r'name="(rating_id|csrfmiddlewaretoken)" value="[^"]*"', "", html)


@pytest.mark.django_db(transaction=True)
def test_fifty_copies_of_one_rating_at_once_count_once_and_get_one_reply():
    learner, deck = make_user(), make_public_deck(cards=3)
    first = Client()
    first.force_login(learner)
    path = begin(first, deck)
    form = form_of(read(first, path), 4)
    replies = []
    lock = threading.Lock()

    def send():
        browser = Client()
        browser.cookies.load(first.cookies.output(header=""))
        reply = browser.post(path + "rate/", form, headers=HTMX)
        with lock:
            replies.append((reply.status_code, equal_part(reply.content.decode())))

    in_threads(50, send)
    assert len(replies) == 50
    assert len(set(replies)) == 1
    assert replies[0][0] == 200
    assert Review.objects.count() == 1
    assert ReviewState.objects.get().review_count == 1
