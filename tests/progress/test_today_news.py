"""What happened in a learner's groups, on Today."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.groups.events import EventKind, note_event
from decks.groups.models import Membership
from decks.progress.today_news import latest_news
from tests.factories import (
    NOW,
    make_deck,
    make_enrolment,
    make_group,
    make_member,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def happened(group, *, minute, kind=EventKind.JOINED, **fields):
    given = {"actor": make_user(), "now": NOW + minute * MINUTE, **fields}
    note_event(group.pk, kind, **given)


def group_with(user, **fields):
    group = make_group()
    make_member(group, user=user, **fields)
    return group


def test_without_a_group_there_is_none():
    user = make_user()
    happened(make_group(), minute=1)
    assert latest_news(user, now=NOW) is None


def test_a_group_where_nothing_happened_is_not_shown():
    user = make_user()
    group_with(user)
    assert latest_news(user, now=NOW) is None


def test_the_group_with_the_latest_line_and_its_last_three():
    user = make_user()
    quiet, lively = group_with(user), group_with(user)
    happened(quiet, minute=2)
    for minute in (1, 3, 90, 200):
        happened(lively, minute=minute)
    news = latest_news(user, now=NOW + 300 * MINUTE)
    assert news is not None
    assert news.group == lively
    minutes = [(line.event.happened_at - NOW) // MINUTE for line in news.lines]
    assert minutes == [200, 90, 3]


def test_whoever_left_reads_nothing_more():
    user = make_user()
    group = group_with(user)
    happened(group, minute=1)
    Membership.objects.filter(user=user, group=group).delete()
    assert latest_news(user, now=NOW) is None


def test_a_deck_that_one_may_not_read_is_not_linked():
    user = make_user()
    group = group_with(user, joined_at=NOW + 5 * MINUTE)
    deck = make_deck(owner=make_user(), title="Kept to themselves", cards=1)
    happened(
        group, minute=1, kind=EventKind.UNSHARED, deck_id=deck.pk, words=deck.title
    )
    news = latest_news(user, now=NOW + 9 * MINUTE)
    assert news is not None
    (line,) = news.lines
    assert (line.deck, line.deck_words) == (None, "")


def test_statements_do_not_grow_with_groups():
    user = make_user()
    counts = []
    for more in (1, 4):
        for minute in range(more):
            group = group_with(user)
            deck = make_deck(owner=make_user(), cards=1)
            share(deck, group)
            happened(
                group,
                minute=10 * more + minute,
                kind=EventKind.SHARED,
                deck_id=deck.pk,
                words=deck.title,
            )
        with CaptureQueriesContext(connection) as statements:
            latest_news(user, now=NOW)
        counts.append(len(statements))
    assert counts == [3, 3]


def test_today_shows_them_with_a_way_to_the_group(browser, learner):
    make_enrolment(user=learner, deck=make_deck(owner=learner, cards=1))
    assert "Open group" not in browser.get("/").content.decode()
    group = group_with(learner)
    happened(group, minute=1)
    html = browser.get("/").content.decode()
    assert group.name in html
    assert reverse("group", args=[group.pk]) in html
    assert reverse("progress") in html
    assert "if you study each day, predicted:" in html
