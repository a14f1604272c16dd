"""New cards, removals, rewriting together; from a sitting, and while cards go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.editing.moving import delete_cards, move_cards
from decks.models import Card, Suggestion
from tests.factories import (
    NOW,
    make_deck,
    make_user,
)
from tests.study.sittings import start
from tests.talk.suggest_world import (
    TEXT,
    Circle,
    change_of,
    change_url,
    client_of,
    form_of,
    page_url,
    send_change,
    words,
)

pytestmark = pytest.mark.django_db


# --- A new card, a removal, together -------------------------------------------------


def test_a_new_card_waits_outside_of_the_deck(circle: Circle) -> None:
    url = reverse("suggest_new", args=[circle.deck.pk])
    client = client_of(circle.ada)
    fields = form_of(client.get(url)) | TEXT | {"reason": "It is missing"}
    client.post(url, fields)
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.card, suggestion.card_version) == (
        "new",
        None,
        None,
    )
    assert Card.objects.filter(deck=circle.deck).count() == 1


def test_a_removal_needs_a_reason_and_leaves_the_card(circle: Circle) -> None:
    url = reverse("suggest_removal", args=[circle.card.pk])
    client = client_of(circle.ada)
    fields = form_of(client.get(url))
    assert client.post(url, fields).status_code == 422
    client.post(url, fields | {"reason": "It is wrong"})
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.question, suggestion.card_version) == (
        "removal",
        "",
        1,
    )
    assert Card.objects.filter(deck=circle.deck).count() == 1


def test_rewriting_together_may_begin_with_the_text_as_it_is(circle: Circle) -> None:
    client = client_of(circle.ada)
    page = client.get(change_url(circle.card) + "?together=1")
    assert "Open to everyone who reads this deck" in words(page)
    fields = form_of(page) | {"reason": "Half of us miss it"}
    page = client.post(change_url(circle.card), fields, follow=True)
    assert Suggestion.objects.get().is_together
    assert "say in the comments how to put it better. You keep the text." in words(page)


def test_what_is_open_for_the_card_is_shown_before_one_writes(circle: Circle) -> None:
    together = change_of(circle, is_together=True, author=circle.lin)
    answered = change_of(circle, state="declined")
    for number in range(3):
        change_of(circle, question=f"Other {number}")
    client = client_of(circle.ada)
    with CaptureQueriesContext(connection) as statements:
        html = client.get(change_url(circle.card)).content.decode()
    assert "Change, together, by Lin" in html
    assert page_url(together) in html
    assert page_url(answered) not in html
    assert len(statements) <= 5


# --- From a sitting, and while cards go ----------------------------------------------


def test_the_way_back_to_the_sitting(circle: Circle) -> None:
    session = start(circle.ada, circle.deck)
    back = reverse("study_answer", args=[session.id, circle.card.pk])
    page = client_of(circle.ada).get(
        change_url(circle.card), {"session": str(session.id)}
    )
    assert back in page.content.decode()
    fields = form_of(page)
    response = send_change(circle.ada, circle.card, session=fields["session"])
    assert response["Location"] == back


@pytest.mark.parametrize("session", ["x", "", "\x00", "1" * 400])
def test_a_strange_sitting_is_none(circle: Circle, session: str) -> None:
    response = send_change(circle.ada, circle.card, session=session)
    assert response["Location"] == page_url(Suggestion.objects.get())


def test_what_was_typed_for_a_card_that_went_becomes_a_new_one(circle: Circle) -> None:
    delete_cards(circle.deck.pk, [circle.card.pk], now=NOW)
    response = send_change(circle.ada, circle.card)
    assert response.status_code == 409
    assert "This card is not there any more" in words(response)
    fields = form_of(response)
    assert (fields["question"], fields["reason"]) == ("Asked better", "It is clearer")
    url = reverse("suggest_new", args=[circle.deck.pk])
    client_of(circle.ada).post(url, fields)
    assert Suggestion.objects.get().kind == "new"


def test_a_card_that_moved_out_of_sight_leaves_the_text(circle: Circle) -> None:
    move_cards([circle.card.pk], make_deck(owner=circle.grace).pk, now=NOW)
    response = send_change(circle.ada, circle.card)
    assert response.status_code == 409
    assert form_of(response)["answer"] == "Said better"
    assert client_of(circle.ada).get(change_url(circle.card)).status_code == 404


@pytest.mark.parametrize("deck", ["", "x", "999999999", "9" * 30])
def test_a_card_that_never_was_ones_own_to_read_is_not_there(
    circle: Circle, deck: str
) -> None:
    response = send_change(make_user(), circle.card, deck=deck)
    assert response.status_code == 404
