"""The page of the take-out and its two files."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.models import User
from decks.transfer import take_out_views
from decks.transfer.take_out import paging, reviews
from tests.factories import NOW, make_public_deck, make_review

pytestmark = pytest.mark.django_db

FILES = [
    ("take_out_reviews", "text/csv; charset=utf-8", "reviews", "csv"),
    ("take_out_account", "application/json", "account", "json"),
]


def rate_some(user: User, count: int) -> None:
    for card in make_public_deck(cards=count).cards.all():
        make_review(user=user, card=card)


@pytest.mark.parametrize(("count", "words"), [(0, "0 reviews"), (1, "1 review:")])
def test_the_page_counts_the_reviews_and_leads_to_both_files(
    browser: Client, learner: User, count: int, words: str
) -> None:
    rate_some(learner, count)
    html = browser.get(reverse("take_out")).content.decode()
    assert words in html
    assert all(f'href="{reverse(name)}"' in html for name, *_ in FILES)


def test_settings_lead_there(browser: Client) -> None:
    html = browser.get(reverse("preferences")).content.decode()
    assert f'href="{reverse("take_out")}"' in html


@pytest.mark.parametrize(("name", "content_type", "what", "extension"), FILES)
def test_a_file_is_saved_under_the_learners_day_and_kept_by_nobody(
    browser: Client,
    learner: User,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content_type: str,
    what: str,
    extension: str,
) -> None:
    User.objects.filter(pk=learner.pk).update(time_zone="Pacific/Kiritimati")
    evening = NOW + dt.timedelta(hours=12)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    reply = browser.get(reverse(name))
    assert reply["Content-Type"] == content_type
    assert reply["Content-Disposition"] == (
        f'attachment; filename="flashcards-{what}-2026-03-03.{extension}"'
    )
    assert reply["Cache-Control"] == "private, no-store"
    assert reply["X-Content-Type-Options"] == "nosniff"


def test_the_files_hold_what_is_theirs(browser: Client, learner: User) -> None:
    rate_some(learner, 2)
    text = browser.get(reverse("take_out_reviews")).content.decode()
    assert len(text.splitlines()) == 3
    account = json.loads(browser.get(reverse("take_out_account")).content)
    assert account["profile"]["email"] == learner.email
    assert len(account["reviews"]) == 2


@pytest.mark.parametrize("name", [name for name, *_ in FILES])
def test_a_head_makes_nothing(browser: Client, name: str) -> None:
    browser.get(reverse("take_out"))
    with CaptureQueriesContext(connection) as asked:
        reply = browser.head(reverse(name))
    assert b"".join(reply) == b""
    assert "Content-Length" not in reply
    assert reply["Content-Disposition"].startswith("attachment")
    assert not [query for query in asked if "decks_review" in query["sql"]]
    assert len(asked) == 2  # who is asking


@pytest.mark.parametrize("name", [name for name, *_ in FILES])
def test_a_large_file_is_made_while_it_is_sent(
    browser: Client, learner: User, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """So that a million reviews are never held at once."""
    monkeypatch.setattr(paging, "PAGE_ROWS", 1)
    monkeypatch.setattr(reviews, "PAGE_ROWS", 1)
    rate_some(learner, 3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    whole = browser.get(reverse(name))
    assert int(whole["Content-Length"]) == len(whole.content)
    monkeypatch.setattr(take_out_views, "WHOLE_MAX_BYTES", 1)
    reply = browser.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        pieces = list(reply)
    assert len(asked) > 3
    assert len(pieces) > 3
    assert b"".join(pieces) == whole.content
