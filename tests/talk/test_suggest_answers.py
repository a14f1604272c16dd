"""An editor's answer: what is written, and whose name it carries."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decks.cards.models import How
from decks.models import (
    Card,
    CardVersion,
    LikelyCopy,
    Suggestion,
)
from decks.study.recording import moment_us
from decks.talk.suggest_answers import Answer, accept, decline
from decks.talk.suggesting import text_mark
from tests.factories import (
    NOW,
    make_card,
    make_user,
)
from tests.talk.suggest_world import (
    Circle,
    answer,
    card_now,
    change_of,
    client_of,
    form_of,
    make_circle,
    new_of,
    page_url,
    removal_of,
    words,
)

pytestmark = pytest.mark.django_db


# --- Accepting ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["grace", "lin"])
def test_an_accepted_change_stands_on_the_card(circle: Circle, who: str) -> None:
    suggestion, editor = change_of(circle), getattr(circle, who)
    response = answer(editor, suggestion, "accept", words="Thank you")
    assert response["Location"] == page_url(suggestion)
    card = card_now(circle)
    assert (card.question, card.answer, card.version) == ("Asked", "Said better", 2)
    assert (card.written_by, card.how) == (circle.ada, How.SUGGESTED)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answered_by) == ("accepted", editor)
    assert suggestion.answer_words == "Thank you"
    assert CardVersion.objects.get(card=card).answer == "Answered"


def test_the_history_says_suggested_by_whom_and_who_accepted(circle: Circle) -> None:
    suggestion = change_of(circle)
    answer(circle.lin, suggestion, "accept")
    page = client_of(circle.grace).get(reverse("card_history", args=[circle.card.pk]))
    assert "Suggested by Ada, accepted by Lin" in words(page)
    assert page_url(suggestion) in page.content.decode()


def test_a_new_card_comes_to_the_end_and_is_new_for_everyone(circle: Circle) -> None:
    suggestion = new_of(circle, tags=["one"])
    answer(circle.lin, suggestion, "accept")
    card = Card.objects.filter(deck=circle.deck).in_deck_order().last()
    assert card is not None
    assert (card.question, card.answer, card.tags) == (
        "Suggested question",
        "Suggested answer",
        ["one"],
    )
    assert (card.written_by, card.how, card.position) == (
        circle.ada,
        How.SUGGESTED,
        2,
    )
    circle.deck.refresh_from_db()
    assert circle.deck.card_count == 2
    suggestion.refresh_from_db()
    assert suggestion.card == card


def test_an_accepted_removal_can_be_undone(circle: Circle) -> None:
    answer(circle.lin, removal_of(circle), "accept")
    assert not Card.objects.filter(deck=circle.deck).exists()
    card = card_now(circle)
    assert card.deck.trash_of == circle.deck
    moment = moment_us(card.deleted_at)
    undo = reverse("cards_restore", args=[circle.deck.pk, moment])
    client_of(circle.lin).post(undo)
    assert Card.objects.filter(deck=circle.deck).exists()


def test_the_undo_is_offered(circle: Circle) -> None:
    suggestion = removal_of(circle)
    client = client_of(circle.lin)
    sent = form_of(client.get(page_url(suggestion))) | {"do": "accept"}
    url = reverse("suggestion_answer", args=[suggestion.pk])
    page = client.post(url, sent, follow=True)
    assert "Accepted. 1 card deleted." in words(page)
    assert f"/decks/{circle.deck.pk}/cards/deleted/" in page.content.decode()


def test_accepting_with_changes(circle: Circle) -> None:
    suggestion = change_of(circle)
    answer(circle.lin, suggestion, "change", answer="Said best", words="Shorter")
    card = card_now(circle)
    assert (card.answer, card.written_by) == ("Said best", circle.ada)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answer) == ("changed", "Said better")
    page = words(client_of(circle.ada).get(page_url(suggestion)))
    assert "Lin accepted this with changes on" in page
    assert "What was changed in it" in page
    assert "[taken out: better ] [put in: best ]" in page


def test_with_changes_that_change_nothing_is_as_suggested(circle: Circle) -> None:
    suggestion = change_of(circle)
    answer(circle.lin, suggestion, "change")
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"


def test_text_that_was_changed_is_not_passed_over_by_accept(circle: Circle) -> None:
    suggestion = change_of(circle)
    page = answer(circle.lin, suggestion, "accept", answer="Said best")
    assert page.status_code == 422
    assert "You wrote other text below." in words(page)
    fields = form_of(page)
    assert fields["answer"] == "Said best"
    assert card_now(circle).version == 1
    url = reverse("suggestion_answer", args=[suggestion.pk])
    client_of(circle.lin).post(url, fields | {"do": "as_suggested"})
    assert card_now(circle).answer == "Said better"


def test_changes_must_be_a_card(circle: Circle) -> None:
    suggestion = change_of(circle)
    page = answer(circle.lin, suggestion, "change", question=" ", words="Word")
    assert page.status_code == 422
    assert "There are only blanks in the question." in words(page)
    assert form_of(page)["words"] == "Word"
    assert card_now(circle).version == 1


@pytest.mark.parametrize("do", ["", "x", "accept\x00"])
def test_an_answer_that_is_none_does_nothing(circle: Circle, do: str) -> None:
    page = answer(circle.lin, change_of(circle), do)
    assert page.status_code == 422
    assert card_now(circle).version == 1


def test_what_was_not_seen_is_not_accepted(circle: Circle) -> None:
    suggestion = change_of(circle)
    url = reverse("suggestion_answer", args=[suggestion.pk])
    assert client_of(circle.lin).post(url, {"do": "accept"}).status_code == 422
    assert card_now(circle).version == 1


def test_copies_are_looked_for(circle: Circle) -> None:
    long = "Lambda scales to process as quickly as possible, up to the groups"
    Card.objects.filter(pk=circle.card.pk).update(question="What?", answer=long)
    answer(circle.lin, new_of(circle, question="What?", answer=long), "accept")
    assert LikelyCopy.objects.filter(deck=circle.deck).count() == 1


# --- Declining, and who may answer --------------------------------------------------


def test_declining_with_a_word(circle: Circle) -> None:
    suggestion = change_of(circle)
    answer(circle.lin, suggestion, "decline", words="See https://example.com/docs.")
    suggestion.refresh_from_db()
    assert suggestion.state == "declined"
    assert card_now(circle).version == 1
    page = client_of(circle.ada).get(page_url(suggestion)).content.decode()
    link = '<a href="https://example.com/docs" rel="nofollow'
    assert link in page


def test_a_blank_text_does_not_stand_in_the_way_of_declining(circle: Circle) -> None:
    suggestion = change_of(circle)
    assert answer(circle.lin, suggestion, "decline", question="").status_code == 302


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_members_and_outsiders_do_not_answer(circle: Circle, headers) -> None:
    suggestion = change_of(circle)
    url = reverse("suggestion_answer", args=[suggestion.pk])
    sent = {"do": "accept", "seen": text_mark(suggestion), "seen_version": 1}
    for user in (circle.ada, make_user()):
        reply = client_of(user).post(url, sent, headers=headers)
        assert reply.status_code == 404
    assert card_now(circle).version == 1


def test_an_editor_who_is_one_no_more_does_not_answer(circle: Circle) -> None:
    suggestion = change_of(circle)
    circle.deck.shares.update(editors_may_edit=False)
    seen = Answer(circle.lin, NOW, seen=text_mark(suggestion), seen_version=1)
    for act in (accept, decline):
        with pytest.raises(Suggestion.DoesNotExist):
            act(suggestion.pk, seen)


def test_a_member_sees_no_form_of_an_answer(circle: Circle) -> None:
    suggestion = change_of(circle)
    page = client_of(circle.ada).get(page_url(suggestion)).content.decode()
    assert reverse("suggestion_answer", args=[suggestion.pk]) not in page
    page = client_of(circle.lin).get(page_url(suggestion)).content.decode()
    assert reverse("suggestion_answer", args=[suggestion.pk]) in page
    assert '<details class="suggest__own">' in page


# --- To the letter ------------------------------------------------------------------

letters = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60
)


class ToTheLetter(TestCase):
    @given(question=letters.filter(str.strip), answered=letters)
    def test_accepting_writes_exactly_what_was_suggested(
        self, question: str, answered: str
    ) -> None:
        circle = make_circle()
        client = client_of(circle.ada)
        url = reverse("suggest_change", args=[circle.card.pk])
        sent = {"question": question, "answer": answered, "reason": "Why"}
        client.post(url, sent | {"version": 1})
        suggestion = Suggestion.objects.filter(card=circle.card).first()
        if suggestion is None:
            assert (question, answered) == ("Asked", "Answered")
            return
        seen = Answer(
            circle.lin,
            NOW + dt.timedelta(days=1),
            seen=text_mark(suggestion),
            seen_version=1,
        )
        accept(suggestion.pk, seen)
        card = card_now(circle)
        assert card.question == question.replace("\r\n", "\n")
        assert card.answer == answered.replace("\r\n", "\n")


def test_the_page_shows_hostile_text_as_text(circle: Circle) -> None:
    hostile = "<script>alert(1)</script>"
    make_card(deck=circle.deck, question=hostile)
    suggestion = change_of(
        circle, question=hostile, answer=hostile, reason=hostile, tags=[hostile]
    )
    page = client_of(circle.lin).get(page_url(suggestion)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
