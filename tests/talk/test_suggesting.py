"""Suggesting a change, a card, a removal: what is written, once, and who is told."""

import uuid

import pytest

from decks.cards.models import SIDE_MAX_CHARACTERS, DeckReader
from decks.cards.writing import Pen, Sides, change_card
from decks.models import Card, Notice, Suggestion
from decks.talk.suggesting import OPEN_MAX, Draft, TooManyOpen, suggest
from tests.factories import (
    NOW,
    make_deck,
    make_public_deck,
    make_suggestion,
    make_user,
)
from tests.study.sittings import cards_of
from tests.study.test_recording import in_threads
from tests.talk.suggest_world import (
    TEXT,
    Circle,
    change_url,
    client_of,
    form_of,
    make_circle,
    page_url,
    send_change,
    words,
)

pytestmark = pytest.mark.django_db


# --- A change ------------------------------------------------------------------------


def test_the_form_begins_with_the_cards_text(circle: Circle) -> None:
    page = client_of(circle.ada).get(change_url(circle.card))
    fields = form_of(page)
    assert (fields["question"], fields["answer"]) == ("Asked", "Answered")
    assert fields["version"] == "1"


def test_a_change_is_kept_whole_and_the_card_stays(circle: Circle) -> None:
    response = send_change(circle.ada, circle.card)
    suggestion = Suggestion.objects.get()
    assert response["Location"] == page_url(suggestion)
    assert (suggestion.kind, suggestion.card, suggestion.deck) == (
        "change",
        circle.card,
        circle.deck,
    )
    assert (suggestion.question, suggestion.answer, suggestion.tags) == (
        "Asked better",
        "Said better",
        ["one", "two"],
    )
    assert (suggestion.author, suggestion.card_version) == (circle.ada, 1)
    circle.card.refresh_from_db()
    assert (circle.card.question, circle.card.version) == ("Asked", 1)


@pytest.mark.parametrize("who", ["grace", "lin", "ada"])
def test_readers_and_editors_suggest(circle: Circle, who: str) -> None:
    assert send_change(getattr(circle, who), circle.card).status_code == 302
    assert Suggestion.objects.get().author == getattr(circle, who)


def test_a_learner_of_a_public_deck_and_one_by_its_link_suggest() -> None:
    reader = make_user()
    deck = make_public_deck(cards=1)
    linked = make_deck(owner=make_user(), cards=1, visibility="unlisted")
    DeckReader.objects.create(user=reader, deck=linked, came_at=NOW)
    for one in (deck, linked):
        assert send_change(reader, cards_of(one)[0]).status_code == 302
    assert Suggestion.objects.filter(author=reader).count() == 2


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_outsider_gets_what_is_not_there(circle: Circle, headers) -> None:
    suggestion = make_suggestion(card=circle.card, author=circle.ada)
    client = client_of(make_user())
    there = [page_url(suggestion), change_url(circle.card)]
    gone = ["/suggestions/999999999/", "/cards/999999999/suggest/"]
    for one, other in zip(there, gone, strict=True):
        replies = [client.get(url, headers=headers) for url in (one, other)]
        assert [reply.status_code for reply in replies] == [404, 404]
        assert replies[0].content == replies[1].content


def test_what_differs_in_nothing_is_not_sent(circle: Circle) -> None:
    same = {"question": "Asked", "answer": "Answered", "tags": ""}
    response = send_change(circle.ada, circle.card, **same)
    assert response.status_code == 422
    assert "Nothing is changed yet." in words(response)
    assert not Suggestion.objects.exists()


def test_other_line_ends_are_no_change(circle: Circle) -> None:
    Card.objects.filter(pk=circle.card.pk).update(answer="One\rTwo\r\nThree")
    client = client_of(circle.ada)
    fields = form_of(client.get(change_url(circle.card)))
    fields["answer"] = "One\r\nTwo\r\nThree"
    response = client.post(change_url(circle.card), fields | {"reason": "Why"})
    assert "Nothing is changed yet." in words(response)


def test_other_tags_are_a_change(circle: Circle) -> None:
    sent = {"question": "Asked", "answer": "Answered", "tags": "new"}
    assert send_change(circle.ada, circle.card, **sent).status_code == 302


def test_the_text_that_the_card_says_since_is_told(circle: Circle) -> None:
    pen = Pen(circle.grace, NOW)
    change_card(circle.card.pk, Sides("Asked", "New"), pen, seen_version=1)
    sent = {"question": "Asked", "answer": "New", "tags": ""}
    response = send_change(circle.ada, circle.card, **sent)
    assert "The card was changed meanwhile: it says just this already." in words(
        response
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": " \n "}, "Say why, or where it is from."),
        ({"reason": "x" * 1001}, "This has 1,001 characters, 1 more than the 1,000"),
        ({"reason": "a\x00b"}, "There is a NUL character"),
        ({"question": " "}, "There are only blanks in the question."),
        ({"answer": "x" * (SIDE_MAX_CHARACTERS + 1)}, "more than the 20,000 that fit"),
        ({"tags": "x" * 101}, "a tag has at most 100"),
    ],
)
def test_bad_input_is_told_at_its_place_and_kept(circle: Circle, fields, said) -> None:
    response = send_change(circle.ada, circle.card, **fields)
    assert response.status_code == 422
    assert said in words(response)
    kept = form_of(response)
    assert kept["question"] in (TEXT["question"], " ")
    assert not Suggestion.objects.exists()


def test_a_thousand_characters_over_two_lines_fit(circle: Circle) -> None:
    reason = "x" * 499 + "\r\n" + "y" * 500
    send_change(circle.ada, circle.card, reason=reason)
    assert Suggestion.objects.get().reason == "x" * 499 + "\n" + "y" * 500


@pytest.mark.parametrize("version", ["", "0", "99", "2147483648", "-1", "x"])
def test_a_strange_version_is_never_more_than_there_is(
    circle: Circle, version: str
) -> None:
    response = send_change(circle.ada, circle.card, version=version)
    found = Suggestion.objects.first()
    assert found is None or found.card_version == 1
    assert (response.status_code == 302) == (found is not None)


# --- Once ----------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_and_tells_once(circle: Circle) -> None:
    form_id = uuid.uuid4()
    replies = [send_change(circle.ada, circle.card, form_id=form_id) for _ in range(2)]
    assert replies[0]["Location"] == replies[1]["Location"]
    assert Suggestion.objects.count() == 1
    assert Notice.objects.get(user=circle.lin).count == 1


def test_the_same_form_with_another_text_makes_another(circle: Circle) -> None:
    form_id = uuid.uuid4()
    send_change(circle.ada, circle.card, form_id=form_id)
    send_change(circle.ada, circle.card, form_id=form_id, answer="Else")
    assert Suggestion.objects.count() == 2


def test_anothers_form_id_is_ones_own(circle: Circle) -> None:
    form_id = uuid.uuid4()
    send_change(circle.ada, circle.card, form_id=form_id)
    send_change(circle.lin, circle.card, form_id=form_id)
    authors = set(Suggestion.objects.values_list("author", flat=True))
    assert authors == {circle.ada.pk, circle.lin.pk}


def test_fifty_may_wait(circle: Circle) -> None:
    for _ in range(OPEN_MAX - 1):
        make_suggestion(card=circle.card, author=circle.ada)
    make_suggestion(card=circle.card, author=circle.lin)
    make_suggestion(card=circle.card, author=circle.ada, state="declined")
    assert send_change(circle.ada, circle.card).status_code == 302
    response = send_change(circle.ada, circle.card, answer="One more")
    assert response.status_code == 422
    assert "50 suggestions of yours wait for an answer in this deck." in words(response)
    assert form_of(response)["answer"] == "One more"
    assert send_change(circle.lin, circle.card).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_fiftieths_at_once_one_is_let_in() -> None:
    circle = make_circle()
    for _ in range(OPEN_MAX - 1):
        make_suggestion(card=circle.card, author=circle.ada)

    def send() -> bool:
        sides = Sides(str(uuid.uuid4()))
        draft = Draft(Suggestion.Kind.NEW, circle.deck.pk, "Why", sides=sides)
        try:
            suggest(circle.ada, draft, form_id=uuid.uuid4(), now=NOW)
        except TooManyOpen:
            return False
        return True

    assert sorted(in_threads(4, send)) == [False, False, False, True]
    assert Suggestion.objects.count() == OPEN_MAX
