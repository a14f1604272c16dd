"""The list of a deck's suggestions, what leads there, and what authors do."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decks.models import Comment, Deck, Suggestion
from decks.talk.suggest_screens import ROWS_A_PAGE
from tests.factories import (
    NOW,
    make_card,
    make_public_deck,
    make_suggestion,
    make_user,
)
from tests.study.sittings import cards_of
from tests.talk.suggest_world import (
    Circle,
    answer,
    change_of,
    change_url,
    client_of,
    form_of,
    new_of,
    page_url,
    removal_of,
    send_change,
    words,
)

pytestmark = pytest.mark.django_db


def list_url(deck: Deck) -> str:
    return reverse("suggestions", args=[deck.pk])


def own_url(name: str, suggestion: Suggestion) -> str:
    return reverse(name, args=[suggestion.pk])


# --- The list -------------------------------------------------------------------------


def test_an_empty_list_says_how_one_suggests(circle: Circle) -> None:
    page = words(client_of(circle.ada).get(list_url(circle.deck)))
    assert "Nothing waits for an answer." in page
    reply = client_of(circle.ada).get(list_url(circle.deck), {"show": "answered"})
    assert "No suggestion was answered yet." in words(reply)


def test_open_ones_and_answered_ones(circle: Circle) -> None:
    change_of(circle)
    answer(circle.lin, new_of(circle, question="Novel"), "decline")
    page = words(client_of(circle.ada).get(list_url(circle.deck)))
    assert "Open 1 Answered 1" in page
    assert "Asked Change By Ada" in page
    assert "Novel" not in page
    reply = client_of(circle.ada).get(list_url(circle.deck), {"show": "answered"})
    assert "Novel New card By Ada" in words(reply)
    assert "Declined by Lin" in words(reply)


def test_the_latest_come_first(circle: Circle) -> None:
    for number in range(3):
        at = NOW + dt.timedelta(days=number)
        new_of(circle, question=f"Number {number}", created_at=at)
    page = words(client_of(circle.ada).get(list_url(circle.deck)))
    assert page.index("Number 2") < page.index("Number 1") < page.index("Number 0")


@pytest.mark.parametrize("page", ["2", "99", "x", "-1", "\x00"])
def test_pages(circle: Circle, page: str) -> None:
    for number in range(ROWS_A_PAGE + 1):
        new_of(circle, question=f"Number {number}.")
    reply = client_of(circle.ada).get(list_url(circle.deck), {"page": page})
    assert reply.status_code == 200
    is_second = page in ("2", "99", "-1")
    assert ("Number 0." in words(reply)) == is_second


@pytest.mark.parametrize("show", ["", "answered"])
def test_statements_do_not_grow_with_rows(circle: Circle, show: str) -> None:
    counts = []
    for more in (1, 19):
        for _ in range(more):
            fields: dict[str, Any] = {"author": make_user()}
            if show:
                fields |= {
                    "state": "declined",
                    "answered_by": make_user(),
                    "answered_at": NOW,
                }
            suggestion = make_suggestion(card=make_card(deck=circle.deck), **fields)
            Comment.objects.create(
                suggestion=suggestion,
                text="So",
                form_id=suggestion.form_id,
                created_at=NOW,
            )
        client = client_of(circle.lin)
        with CaptureQueriesContext(connection) as statements:
            page = client.get(list_url(circle.deck), {"show": show})
        counts.append(len(statements))
    assert words(page).count("1 comment") == 20
    assert counts[0] == counts[1] <= 6


def test_a_suggestions_page_costs_the_same_beside_others(circle: Circle) -> None:
    suggestion, counts = change_of(circle), []
    for more in (0, 20):
        for _ in range(more):
            change_of(circle)
        client = client_of(circle.lin)
        with CaptureQueriesContext(connection) as statements:
            client.get(page_url(suggestion))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


# --- What leads there -----------------------------------------------------------------


def test_a_decks_page_leads_readers_and_editors(circle: Circle) -> None:
    change_of(circle)
    url = reverse("deck", args=[circle.deck.pk])
    html = client_of(circle.ada).get(url).content.decode()
    assert change_url(circle.card) in html
    assert reverse("suggest_new", args=[circle.deck.pk]) in html
    assert "1 suggestion waits." not in html
    reply = client_of(circle.lin).get(url)
    assert "1 suggestion waits. Look at it" in words(reply)
    assert change_url(circle.card) not in reply.content.decode()


def test_a_decks_page_costs_editors_the_same_with_many(circle: Circle) -> None:
    counts, url = [], reverse("deck", args=[circle.deck.pk])
    for more in (0, 20):
        for _ in range(more):
            change_of(circle)
        client = client_of(circle.grace)
        with CaptureQueriesContext(connection) as statements:
            client.get(url)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("who", "is_there"), [("ada", True), ("grace", False)])
def test_a_sitting_leads_those_who_may_not_edit(
    circle: Circle, who: str, is_there: bool
) -> None:
    user = getattr(circle, who)
    reply = client_of(user).post(
        reverse("study_deck", args=[circle.deck.pk]), follow=True
    )
    assert "Asked" in words(reply)
    link = f"{change_url(circle.card)}?session="
    assert (link in reply.content.decode()) == is_there


def test_of_a_public_deck_a_learner_reads_what_others_suggest() -> None:
    deck = make_public_deck(cards=1)
    suggestion = make_suggestion(card=cards_of(deck)[0], author=make_user())
    reader = client_of(make_user())
    assert page_url(suggestion) in reader.get(list_url(deck)).content.decode()
    assert reader.get(page_url(suggestion)).status_code == 200


def test_what_others_say_of_it_stands_on_its_page(circle: Circle) -> None:
    suggestion = change_of(circle)
    url = reverse("suggestion_comment_add", args=[suggestion.pk])
    text = {"text": "Name the region too"}
    reply = client_of(circle.grace).post(url, text, follow=True)
    assert "Name the region too" in words(reply)
    page = words(client_of(circle.ada).get(page_url(suggestion)))
    assert "Name the region too" in page


# --- One's own ------------------------------------------------------------------------


def test_its_author_goes_on_with_it(circle: Circle) -> None:
    suggestion = change_of(circle)
    client, url = client_of(circle.ada), own_url("suggestion_change", suggestion)
    fields = form_of(client.get(url))
    assert (fields["answer"], fields["reason"]) == ("Said better", "It is clearer")
    page = client.post(url, fields | {"answer": "Best", "reason": "x"}, follow=True)
    assert "Suggestion changed." in words(page)
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.reason) == ("Best", "x")


@pytest.mark.parametrize("make", [new_of, removal_of])
def test_so_with_a_new_card_and_a_removal(circle: Circle, make) -> None:
    suggestion = make(circle)
    client, url = client_of(circle.ada), own_url("suggestion_change", suggestion)
    fields = form_of(client.get(url)) | {"reason": "Better reason"}
    assert client.post(url, fields)["Location"] == page_url(suggestion)
    suggestion.refresh_from_db()
    assert suggestion.reason == "Better reason"


def test_it_must_still_change_something(circle: Circle) -> None:
    suggestion = change_of(circle)
    client, url = client_of(circle.ada), own_url("suggestion_change", suggestion)
    page = client.post(url, form_of(client.get(url)) | {"answer": "Answered"})
    assert page.status_code == 422
    assert "Nothing is changed yet." in words(page)


def test_two_tabs_of_its_author(circle: Circle) -> None:
    suggestion = change_of(circle)
    client, url = client_of(circle.ada), own_url("suggestion_change", suggestion)
    one, two = (form_of(client.get(url)) for _ in range(2))
    client.post(url, one | {"answer": "First"})
    page = client.post(url, two | {"answer": "Second"})
    assert page.status_code == 422
    assert "You changed this in another tab" in words(page)
    suggestion.refresh_from_db()
    assert suggestion.answer == "First"
    client.post(url, form_of(page))
    suggestion.refresh_from_db()
    assert suggestion.answer == "Second"


def test_what_was_answered_meanwhile_keeps_what_was_typed(circle: Circle) -> None:
    suggestion = change_of(circle)
    client, url = client_of(circle.ada), own_url("suggestion_change", suggestion)
    fields = form_of(client.get(url))
    answer(circle.lin, suggestion, "decline")
    page = client.post(url, fields | {"answer": "Typed long"})
    assert page.status_code == 409
    assert "Lin declined this on" in words(page)
    assert form_of(page)["answer"] == "Typed long"
    suggestion.refresh_from_db()
    assert suggestion.answer == "Said better"
    assert client.get(url)["Location"] == page_url(suggestion)


def test_taking_it_back(circle: Circle) -> None:
    suggestion = change_of(circle)
    client, url = client_of(circle.ada), own_url("suggestion_withdraw", suggestion)
    assert "Suggestion taken back." in words(client.post(url, follow=True))
    page = client.post(url, follow=True)
    assert "Ada took this back on" in words(page)
    suggestion.refresh_from_db()
    assert suggestion.state == "withdrawn"


def test_what_was_answered_is_not_taken_back(circle: Circle) -> None:
    suggestion = change_of(circle)
    answer(circle.lin, suggestion, "accept")
    url = own_url("suggestion_withdraw", suggestion)
    reply = client_of(circle.ada).post(url, follow=True)
    assert "Lin accepted this on" in words(reply)
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"


@pytest.mark.parametrize("name", ["suggestion_change", "suggestion_withdraw"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_nobody_else_changes_it(circle: Circle, name: str, headers) -> None:
    suggestion = change_of(circle)
    for user in (circle.grace, circle.lin, make_user()):
        reply = client_of(user).post(own_url(name, suggestion), {}, headers=headers)
        assert reply.status_code == 404


def test_whoever_left_the_group_reads_it_no_more(circle: Circle) -> None:
    send_change(circle.ada, circle.card)
    suggestion = Suggestion.objects.get()
    circle.group.memberships.filter(user=circle.ada).delete()
    client = client_of(circle.ada)
    assert client.get(page_url(suggestion)).status_code == 404
    url = own_url("suggestion_withdraw", suggestion)
    assert client.post(url).status_code == 404
