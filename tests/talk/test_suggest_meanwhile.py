"""What changed, went or was answered between an editor's look and their answer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.moving import delete_cards, move_cards, restore_cards
from decks.models import (
    Card,
    Notice,
    Suggestion,
)
from decks.talk.suggest_answers import Answer, accept, decline
from decks.talk.suggesting import Answered, Meanwhile, text_mark
from tests.factories import (
    NOW,
    make_deck,
    make_user,
)
from tests.talk.suggest_world import (
    Circle,
    answer,
    card_now,
    change_of,
    client_of,
    form_of,
    page_url,
    removal_of,
    words,
)

pytestmark = pytest.mark.django_db


# --- What changed meanwhile ---------------------------------------------------------


def test_a_card_that_changed_meanwhile_comes_with_the_new_difference(
    circle: Circle,
) -> None:
    suggestion = change_of(circle)
    client = client_of(circle.lin)
    sent = form_of(client.get(page_url(suggestion)))
    pen = Pen(circle.grace, NOW)
    change_card(circle.card.pk, Sides("Asked", "Grace’s"), pen, seen_version=1)
    url = reverse("suggestion_answer", args=[suggestion.pk])
    page = client.post(url, sent | {"do": "accept", "words": "Kept"})
    assert page.status_code == 422
    assert "The card was changed meanwhile. Nothing was accepted" in words(page)
    assert "Grace’s" in words(page)
    assert card_now(circle).version == 2
    again = form_of(page)
    assert (again["seen_version"], again["words"]) == ("2", "Kept")
    client.post(url, again | {"do": "as_suggested"})
    assert card_now(circle).answer == "Said better"


def test_readers_are_told_that_the_card_changed(circle: Circle) -> None:
    suggestion = change_of(circle)
    pen = Pen(circle.grace, NOW)
    change_card(circle.card.pk, Sides("Asked", "Other"), pen, seen_version=1)
    page = words(client_of(circle.ada).get(page_url(suggestion)))
    assert "The card was changed since you saw it." in page
    page = words(client_of(circle.lin).get(page_url(suggestion)))
    assert "The card was changed since its author saw it." in page


def test_a_change_that_somebody_made_already_is_simply_accepted(
    circle: Circle,
) -> None:
    suggestion = change_of(circle)
    pen = Pen(circle.grace, NOW)
    change_card(circle.card.pk, Sides("Asked", "Said better"), pen, seen_version=1)
    page = words(client_of(circle.lin).get(page_url(suggestion)))
    assert "The card says just this already." in page
    answer(circle.lin, suggestion, "accept")
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"
    assert card_now(circle).version == 2


def test_a_text_that_its_author_changed_meanwhile_is_not_accepted_unseen(
    circle: Circle,
) -> None:
    suggestion = change_of(circle)
    client = client_of(circle.lin)
    sent = form_of(client.get(page_url(suggestion)))
    Suggestion.objects.filter(pk=suggestion.pk).update(answer="Sneaked in")
    url = reverse("suggestion_answer", args=[suggestion.pk])
    page = client.post(url, sent | {"do": "as_suggested"})
    assert page.status_code == 422
    assert "Its author changed this suggestion meanwhile." in words(page)
    assert card_now(circle).version == 1


def test_a_removal_of_a_card_that_changed_is_asked_again(circle: Circle) -> None:
    suggestion = removal_of(circle)
    seen = Answer(circle.lin, NOW, seen=text_mark(suggestion), seen_version=1)
    pen = Pen(circle.grace, NOW)
    change_card(circle.card.pk, Sides("Asked", "Right now"), pen, seen_version=1)
    with pytest.raises(Meanwhile):
        accept(suggestion.pk, seen)
    assert card_now(circle).deleted_at is None


# --- Cards that went ----------------------------------------------------------------


def test_a_deleted_cards_change_becomes_a_new_card(circle: Circle) -> None:
    suggestion = change_of(circle)
    delete_cards(circle.deck.pk, [circle.card.pk], now=NOW)
    page = words(client_of(circle.lin).get(page_url(suggestion)))
    assert "The card was deleted since. The text can still become a new card." in page
    assert "Accept as a new card" in page
    answer(circle.lin, suggestion, "accept")
    made = Card.objects.get(deck=circle.deck)
    assert (made.answer, made.written_by) == ("Said better", circle.ada)
    assert made.pk != circle.card.pk


def test_so_does_one_of_a_card_that_is_gone_for_good(circle: Circle) -> None:
    suggestion = change_of(circle)
    circle.card.delete()
    answer(circle.lin, suggestion, "accept")
    assert Card.objects.get(deck=circle.deck).answer == "Said better"


def test_a_card_that_was_deleted_meanwhile_is_not_made_anew_unasked(
    circle: Circle,
) -> None:
    suggestion = change_of(circle)
    client = client_of(circle.lin)
    sent = form_of(client.get(page_url(suggestion))) | {"do": "accept"}
    delete_cards(circle.deck.pk, [circle.card.pk], now=NOW)
    url = reverse("suggestion_answer", args=[suggestion.pk])
    page = client.post(url, sent)
    assert page.status_code == 422
    assert "The card was deleted meanwhile." in words(page)
    assert not Card.objects.filter(deck=circle.deck).exists()


def test_nor_one_that_came_back_meanwhile(circle: Circle) -> None:
    suggestion = change_of(circle)
    moment = delete_cards(circle.deck.pk, [circle.card.pk], now=timezone.now())
    client = client_of(circle.lin)
    sent = form_of(client.get(page_url(suggestion))) | {"do": "accept"}
    restore_cards(circle.deck.pk, moment, now=timezone.now())
    url = reverse("suggestion_answer", args=[suggestion.pk])
    page = client.post(url, sent)
    assert "The card is back. Nothing was done" in words(page)
    assert Card.objects.filter(deck=circle.deck).count() == 1


def test_a_deleted_cards_removal_can_only_be_declined(circle: Circle) -> None:
    suggestion = removal_of(circle)
    delete_cards(circle.deck.pk, [circle.card.pk], now=NOW)
    page = words(client_of(circle.lin).get(page_url(suggestion)))
    assert "There is nothing left to take out." in page
    assert "Accept" not in page
    assert answer(circle.lin, suggestion, "accept").status_code == 422
    assert answer(circle.lin, suggestion, "decline").status_code == 302


def test_readers_do_not_see_what_was_deleted(circle: Circle) -> None:
    suggestion = removal_of(circle)
    delete_cards(circle.deck.pk, [circle.card.pk], now=NOW)
    assert "Answered" not in words(client_of(circle.ada).get(page_url(suggestion)))
    list_url = reverse("suggestions", args=[circle.deck.pk])
    assert "A card that was deleted" in words(client_of(circle.ada).get(list_url))


def test_a_card_that_moved_takes_its_suggestions_along(circle: Circle) -> None:
    suggestion = change_of(circle)
    kai = make_user()
    other = make_deck(owner=kai)
    move_cards([circle.card.pk], other.pk, now=NOW)
    for user in (circle.ada, circle.lin, circle.grace):
        assert client_of(user).get(page_url(suggestion)).status_code == 404
    assert "Asked" in words(client_of(kai).get(reverse("suggestions", args=[other.pk])))
    answer(kai, suggestion, "accept")
    assert card_now(circle).answer == "Said better"
    assert card_now(circle).deck == other


def test_the_cards_own_deck_counts_however_it_came_there(circle: Circle) -> None:
    suggestion = change_of(circle)
    other = make_deck(owner=make_user())
    Card.objects.filter(pk=circle.card.pk).update(deck=other)
    assert client_of(circle.lin).get(page_url(suggestion)).status_code == 404
    list_page = client_of(circle.lin).get(reverse("suggestions", args=[circle.deck.pk]))
    assert page_url(suggestion) not in list_page.content.decode()


# --- Twice --------------------------------------------------------------------------


def test_whoever_comes_second_is_told_and_keeps_their_text(circle: Circle) -> None:
    suggestion = change_of(circle)
    client = client_of(circle.grace)
    sent = form_of(client.get(page_url(suggestion)))
    answer(circle.lin, suggestion, "accept")
    url = reverse("suggestion_answer", args=[suggestion.pk])
    page = client.post(url, sent | {"do": "change", "answer": "Mine", "words": "Hm"})
    assert page.status_code == 409
    assert "This was answered before you Lin accepted this on" in words(page)
    assert "Nothing was done twice." in words(page)
    assert "Mine" in words(page)
    assert "Hm" in words(page)
    assert card_now(circle).version == 2
    assert Notice.objects.filter(user=circle.ada, kind="answered").get().count == 1


@pytest.mark.parametrize("act", [accept, decline])
def test_an_answered_one_is_not_answered_again(circle: Circle, act) -> None:
    suggestion = change_of(circle)
    seen = Answer(circle.lin, NOW, seen=text_mark(suggestion), seen_version=1)
    accept(suggestion.pk, seen)
    with pytest.raises(Answered) as error:
        act(suggestion.pk, seen)
    assert error.value.suggestion.answered_by == circle.lin
