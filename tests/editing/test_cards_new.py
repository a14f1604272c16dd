"""Writing new cards: to the letter, once, and open for the next one."""

import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from decks.cards.models import SIDE_MAX_CHARACTERS
from decks.cards.writing import Pen, Sides
from decks.editing.card_adding import add_card
from decks.models import Card, Deck, User
from tests.factories import NOW, make_deck, make_public_deck, make_user
from tests.study.sittings import cards_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner: User) -> Deck:
    return make_deck(owner=learner, title="Seas", question_lang="en", answer_lang="de")


def path(deck: Deck) -> str:
    return reverse("card_new", args=[deck.pk])


def fields(**given: object) -> dict[str, object]:
    return {"question": "Q", "answer": "A", "tags": "", **given}


def form_id(html: str) -> str:
    found = re.search(r'name="form_id" value="([0-9a-f-]{36})"', html)
    assert found is not None
    return found[1]


def test_a_card_is_kept_as_typed(browser: Client, deck: Deck):
    written = {
        "question": "  Two\r\nlines \t",
        "answer": "\r\n\r\n• a\r\n  b  \r\n",
        "tags": "one\r\n two \r\n\r\none",
    }
    browser.post(path(deck), written)
    (card,) = cards_of(deck)
    assert card.question == "  Two\nlines \t"
    assert card.answer == "\n\n• a\n  b  \n"
    assert card.tags == ["one", "two"]
    assert (card.version, card.written_by) == (1, deck.owner)
    deck.refresh_from_db()
    assert deck.card_count == 1


def test_without_script_the_next_form_keeps_the_tags(browser: Client, deck: Deck):
    reply = browser.post(path(deck), fields(tags="a\nb & c"), follow=True)
    assert reply.redirect_chain[0][0].startswith(path(deck))
    html = reply.content.decode()
    assert "Card added." in html
    assert "a\nb &amp; c</textarea>" in html
    assert reverse("card_edit", args=[cards_of(deck)[0].pk]) in html


def test_with_script_the_form_comes_back_empty_but_for_the_tags(
    browser: Client, deck: Deck
):
    headers = {"HX-Request": "true", "HX-Target": "new-card"}
    reply = browser.post(path(deck), fields(tags="a"), headers=headers)
    html = reply.content.decode()
    assert reply.status_code == 200
    assert "<html" not in html
    assert 'id="new-card"' in html
    assert 'role="status"' in html
    assert "a</textarea>" in html
    assert ">\nQ</textarea>" not in html


def test_the_fields_carry_the_decks_languages(browser: Client, deck: Deck):
    html = browser.get(path(deck)).content.decode()
    assert re.search(r'<textarea name="question"[^>]* lang="en"', html)
    assert re.search(r'<textarea name="answer"[^>]* lang="de"', html)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"question": ""}, "Write a question"),
        ({"question": " \r\n "}, "only blanks"),
        ({"question": "x" * (SIDE_MAX_CHARACTERS + 3)}, "20,003 characters, 3 more"),
        ({"answer": "y" * 100_000}, "100,000 characters, 80,000 more"),
        ({"question": "a\x00b"}, "NUL"),
        ({"answer": "a\x00b"}, "NUL"),
        ({"tags": "a\x00b"}, "NUL"),
        ({"tags": "t" * 101}, "at most 100"),
        ({"tags": "\n".join(map(str, range(51)))}, "51 tags"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(
    browser: Client, deck: Deck, given: dict[str, str], words: str
):
    reply = browser.post(path(deck), fields() | {"answer": "kept text"} | given)
    html = reply.content.decode()
    assert reply.status_code == 422
    assert words in html
    assert 'aria-invalid="true"' in html
    if "answer" not in given:
        assert "kept text" in html
    assert not Card.objects.exists()


def test_a_side_as_long_as_may_be_is_kept(browser: Client, deck: Deck):
    text = "\r\n".join(["ä" * 99] * 200)  # 20,000 characters once line ends are one
    assert browser.post(path(deck), fields(question=text)).status_code == 302
    assert len(cards_of(deck)[0].question) == 200 * 100 - 1


def test_a_form_sent_twice_makes_one_card(browser: Client, deck: Deck):
    sent = fields(form_id=form_id(browser.get(path(deck)).content.decode()))
    for _ in range(2):
        assert browser.post(path(deck), sent).status_code == 302
    assert len(cards_of(deck)) == 1


def test_a_form_that_came_back_with_another_text_makes_another_card(
    browser: Client, deck: Deck
):
    sent = form_id(browser.get(path(deck)).content.decode())
    for question in ("One", "Two"):
        browser.post(path(deck), fields(question=question, form_id=sent))
    assert [card.question for card in cards_of(deck)] == ["One", "Two"]


def test_each_form_has_an_id_of_its_own(browser: Client, deck: Deck):
    pages = [browser.get(path(deck)).content.decode() for _ in range(2)]
    for html in pages:
        browser.post(path(deck), fields(form_id=form_id(html)))
    assert len(cards_of(deck)) == 2


@pytest.mark.parametrize("given", ["", "x", "0"])
def test_a_form_with_a_broken_id_never_loses_the_text(
    browser: Client, deck: Deck, given: str
):
    reply = browser.post(path(deck), fields(question="Mine", form_id=given))
    assert reply.status_code in (302, 422)
    assert Card.objects.exists() or "Mine" in reply.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_form_that_arrives_twice_at_once_makes_one_card():
    deck = make_deck(owner=make_user())
    pen, sent = Pen(deck.owner, NOW), uuid.uuid4()

    def add() -> None:
        try:
            add_card(deck, Sides("Q"), pen, form_id=sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Card.objects.filter(deck=deck).count() == 1


def test_only_an_editor_finds_the_page(client: Client, deck: Deck):
    public = make_public_deck()
    client.force_login(make_user())
    for one in (deck, public):
        assert client.get(path(one)).status_code == 404
        assert client.post(path(one), fields()).status_code == 404
    assert not Card.objects.exists()


def test_a_duplicate_comes_right_after_its_card(browser: Client, learner: User):
    deck = make_deck(owner=learner, cards=3)
    first, second, third = cards_of(deck)
    Card.objects.filter(pk=second.pk).update(tags=["a"])
    reply = browser.post(reverse("card_duplicate", args=[second.pk]))
    one, two, copy, three = cards_of(deck)
    assert (one, two, three) == (first, second, third)
    assert (copy.question, copy.answer, copy.tags) == ("Question 2", "Answer 2", ["a"])
    assert reply.headers["Location"] == reverse("card_edit", args=[copy.pk])
