"""Changing a card: on a page, in its row, from the session; and two editors at once."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.editing.moving import delete_cards
from decks.models import Card, CardVersion, Deck, Review, User
from decks.study.repair.states import learners, replay_states
from decks.study.sessions import enrol
from tests.factories import make_deck, make_user
from tests.study.sittings import cards_of, rate, start

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}


@pytest.fixture
def deck(learner: User) -> Deck:
    return make_deck(owner=learner, cards=2)


@pytest.fixture
def card(deck: Deck) -> Card:
    return cards_of(deck)[0]


def path(card: Card) -> str:
    return reverse("card_edit", args=[card.pk])


def text(card: Card, **given: object) -> dict[str, object]:
    """The form of this card as its page sends it, with something changed."""
    sent = {"question": card.question, "answer": card.answer, "tags": ""}
    return {**sent, "version": card.version, "deck": card.deck_id, **given}


def in_row(card: Card) -> dict[str, str]:
    return {**SWAP, "HX-Target": f"card-{card.pk}"}


IN_STUDY = {**SWAP, "HX-Target": "card"}


# --- One editor -----------------------------------------------------------------------


def test_the_form_shows_the_card_and_says_which_version_it_saw(browser, card):
    html = browser.get(path(card)).content.decode()
    assert "Question 1</textarea>" in html
    assert 'name="version" value="1"' in html


def test_a_change_is_kept_with_what_was_there_before(browser, card, learner):
    reply = browser.post(path(card), text(card, answer=" New\r\n", tags="a\nb"))
    assert reply.headers["Location"] == f"/decks/{card.deck_id}/#cards"
    card.refresh_from_db()
    assert (card.answer, card.tags, card.version) == (" New\n", ["a", "b"], 2)
    assert card.written_by == learner
    assert CardVersion.objects.get(card=card).answer == "Answer 1"


def test_a_form_sent_twice_changes_the_card_once(browser, card):
    sent = text(card, answer="New")
    for _ in range(2):
        assert browser.post(path(card), sent).status_code == 302
    card.refresh_from_db()
    assert card.version == 2


def test_saving_nothing_new_writes_nothing(browser, card):
    browser.post(path(card), text(card))
    card.refresh_from_db()
    assert card.version == 1
    assert not CardVersion.objects.exists()


def test_in_the_list_the_row_becomes_a_form_and_a_row_again(browser, card):
    html = browser.get(path(card), headers=in_row(card)).content.decode()
    assert html.lstrip().startswith("<li")
    assert f'id="card-{card.pk}"' in html
    assert f'id="card{card.pk}_question"' in html
    reply = browser.post(
        path(card), text(card, question="New"), headers=in_row(card), follow=True
    )
    html = reply.content.decode()
    assert reply.redirect_chain[0][0].startswith(reverse("card_row", args=[card.pk]))
    assert html.lstrip().startswith("<li")
    assert "New</b>" in html


def test_a_row_with_errors_stays_a_form_with_what_was_typed(browser, card):
    sent = text(card, question="", answer="typed")
    reply = browser.post(path(card), sent, headers=in_row(card))
    html = reply.content.decode()
    assert reply.status_code == 422
    assert html.lstrip().startswith("<li")
    assert "typed</textarea>" in html


def test_in_the_session_the_form_takes_the_cards_place(browser, card, learner):
    deck = card.deck
    enrol(learner, deck, now=timezone.now())
    session = start(learner, deck, now=timezone.now())
    html = browser.get(
        f"{path(card)}?session={session.id}", headers=IN_STUDY
    ).content.decode()
    assert html.lstrip().startswith('<div class="study" id="card"')
    assert f'name="session" value="{session.id}"' in html
    sent = text(card, answer="New words", session=str(session.id))
    reply = browser.post(path(card), sent, headers=IN_STUDY, follow=True)
    html = reply.content.decode()
    assert html.lstrip().startswith('<div class="study" id="card"')
    assert "New words" in html


def test_no_one_but_an_editor_changes_a_card(client, card):
    client.force_login(make_user())
    for headers in ({}, in_row(card), IN_STUDY):
        assert client.get(path(card), headers=headers).status_code == 404
        sent = text(card, answer="Stolen")
        assert client.post(path(card), sent, headers=headers).status_code == 404
    card.refresh_from_db()
    assert card.answer == "Answer 1"


# --- It means something else ----------------------------------------------------------


def test_only_a_card_that_somebody_learned_can_come_to_mean_something_else(
    browser, card
):
    assert (
        "This means something else now" not in browser.get(path(card)).content.decode()
    )
    reader = make_user()
    Deck.objects.filter(pk=card.deck_id).update(visibility="public")
    enrol(reader, card.deck, now=timezone.now())
    rate(reader, start(reader, card.deck, now=timezone.now()), card, 4)
    html = browser.get(path(card)).content.decode()
    assert "This means something else now" in html

    browser.post(path(card), text(card, answer="Other", is_new_meaning="on"))

    card.refresh_from_db()
    assert card.is_new_meaning
    resets = Review.objects.filter(user=reader, card=card, kind=Review.Kind.RESET)
    assert resets.count() == 1
    assert replay_states(learners(), fix=False).difference_count == 0


# --- Two editors at once --------------------------------------------------------------


@pytest.fixture
def other(card: Card) -> User:
    """Somebody who changed the card after the learner opened its form."""
    user = make_user(display_name="Grace")
    Card.objects.filter(pk=card.pk).update(
        answer="Theirs", version=2, written_by=user, updated_at=timezone.now()
    )
    return user


@pytest.mark.parametrize("place", ["page", "row", "study"])
def test_the_second_to_save_sees_the_others_text_beside_theirs(
    browser, card, other, place
):
    headers = {"page": {}, "row": in_row(card), "study": IN_STUDY}[place]
    reply = browser.post(path(card), text(card, answer="Mine"), headers=headers)
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "Grace changed this card while you were writing" in html
    assert re.search(r"<del>.*Theirs.*</del>", html)
    assert re.search(r"<ins>.*Mine.*</ins>", html)
    assert "Mine</textarea>" in html
    assert "Keep mine" in html
    assert "Take theirs" in html
    card.refresh_from_db()
    assert card.answer == "Theirs"


def test_keeping_mine_saves_over_the_version_that_was_shown(browser, card, other):
    html = browser.post(path(card), text(card, answer="Mine")).content.decode()
    assert 'name="version" value="2"' in html
    browser.post(path(card), text(card, answer="Mine", version=2))
    card.refresh_from_db()
    assert (card.answer, card.version) == ("Mine", 3)
    assert CardVersion.objects.get(card=card, version=2).answer == "Theirs"


def test_a_third_change_in_between_is_shown_as_well(browser, card, other):
    browser.post(path(card), text(card, answer="Mine"))
    Card.objects.filter(pk=card.pk).update(answer="Later still", version=3)
    reply = browser.post(path(card), text(card, answer="Mine", version=2))
    assert reply.status_code == 422
    assert "Later still" in reply.content.decode()


def test_ones_own_other_tab_is_told_as_such(browser, card, learner):
    Card.objects.filter(pk=card.pk).update(answer="A", version=2, written_by=learner)
    html = browser.post(path(card), text(card, answer="B")).content.decode()
    assert "You changed this card in another tab or on another device" in html


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(browser, card):
    reply = browser.post(path(card), {"question": "Mine", "answer": "Mine"})
    assert reply.status_code == 422
    card.refresh_from_db()
    assert card.question == "Question 1"


@pytest.mark.parametrize("place", ["page", "row", "study"])
def test_the_text_of_a_card_deleted_meanwhile_can_become_a_new_one(
    browser, card, place
):
    delete_cards(card.deck_id, [card.pk], now=timezone.now())
    headers = {"page": {}, "row": in_row(card), "study": IN_STUDY}[place]
    reply = browser.post(path(card), text(card, answer="Long work"), headers=headers)
    html = reply.content.decode()
    assert reply.status_code == (409 if place == "page" else 422)
    assert "It was deleted on" in html
    assert "Long work</textarea>" in html
    assert f'action="{reverse("card_new", args=[card.deck_id])}"' in html


def test_the_text_of_a_card_gone_for_good_is_kept_too(browser, card, deck):
    sent = text(card, answer="Long work")
    Card.objects.filter(pk=card.pk).delete()
    reply = browser.post(path(card), sent)
    assert reply.status_code == 409
    assert "Long work</textarea>" in reply.content.decode()


def test_a_card_moved_meanwhile_between_ones_decks_is_saved_where_it_is(
    browser, card, learner
):
    Card.objects.filter(pk=card.pk).update(deck=make_deck(owner=learner))
    browser.post(path(card), text(card, answer="Mine"))
    card.refresh_from_db()
    assert card.answer == "Mine"


def test_a_deleted_card_has_no_form(browser, card):
    delete_cards(card.deck_id, [card.pk], now=timezone.now())
    assert browser.get(path(card)).status_code == 404


def test_whoever_never_could_change_it_learns_nothing_of_a_deleted_card(client, card):
    delete_cards(card.deck_id, [card.pk], now=timezone.now() - dt.timedelta(days=1))
    client.force_login(make_user())
    assert client.post(path(card), text(card, answer="x")).status_code == 404
