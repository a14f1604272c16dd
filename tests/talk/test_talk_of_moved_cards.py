"""Cards move, go into one another and are deleted: what was said goes with them."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen
from decks.editing.copy_merging import Seen, merge_cards
from decks.editing.deck_deleting import delete_deck
from decks.editing.moving import delete_cards, move_cards
from decks.models import Card, Comment, Suggestion
from tests.factories import (
    make_card,
    make_comment,
    make_deck,
    make_review,
    make_suggestion,
)
from tests.talk.talking import Circle, make_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def purge_after(days: int) -> None:
    long_ago = timezone.now() - dt.timedelta(days=days)
    Card.objects.filter(deleted_at__isnull=False).update(deleted_at=long_ago)
    call_command("purge_deleted")


def test_a_card_that_goes_into_another_takes_its_discussion_along(circle) -> None:
    other = make_card(deck=circle.deck)
    circle.said("member", "Of the first")
    make_comment(card=other, author=circle.people["owner"], text="Of the other")
    pen = Pen(circle.people["owner"], timezone.now())
    keep, drop = Seen(other.pk, other.version), Seen(circle.card.pk, 1)
    merge_cards(circle.deck.pk, keep=keep, drop=drop, pen=pen)
    url = reverse("card_talk", args=[other.pk])
    page = circle.client("member").get(url).content.decode()
    assert page.index("Of the first") < page.index("Of the other")


def test_a_card_that_moves_where_a_member_cannot_follow_takes_it_along(circle) -> None:
    circle.said("member", "Goes along")
    private = make_deck(owner=circle.people["owner"])
    move_cards([circle.card.pk], private.pk, now=timezone.now())
    url = reverse("card_talk", args=[circle.card.pk])
    assert circle.client("member").get(url).status_code == 404
    assert "Goes along" in circle.page("owner")


@pytest.mark.parametrize("is_known", [True, False])
def test_what_was_said_of_a_purged_card_is_gone(circle, is_known) -> None:
    if is_known:
        make_review(user=circle.people["member"], card=circle.card)
    suggestion = make_suggestion(card=circle.card)
    circle.said("member")
    make_comment(suggestion=suggestion)
    delete_cards(circle.deck.pk, [circle.card.pk], now=timezone.now())
    purge_after(29)
    assert Comment.objects.count() == 2
    purge_after(31)
    assert not Comment.objects.exists()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("state", ["open", "accepted", "declined"])
def test_a_suggested_card_that_never_was_stays(circle, state) -> None:
    make_suggestion(deck=circle.deck, state=state)
    call_command("purge_deleted")
    assert Suggestion.objects.exists() == (state != "accepted")


def test_what_was_suggested_for_a_purged_deck_is_gone(circle) -> None:
    make_review(user=circle.people["member"], card=circle.card)
    make_suggestion(deck=circle.deck)
    long_ago = timezone.now() - dt.timedelta(days=31)
    delete_deck(circle.deck.pk, now=long_ago)
    call_command("purge_deleted")
    assert not Suggestion.objects.exists()


def test_what_is_said_of_a_card_without_words_stays(circle) -> None:
    empty = make_card(deck=circle.deck, question="", answer="")
    make_comment(card=empty)
    call_command("purge_deleted")
    assert Comment.objects.exists()
