"""A card that was written anew since the learner knew it."""

import pytest
from django.urls import reverse

from decks.cards.models import How
from decks.cards.writing import Pen, Sides, change_card
from decks.models import Card, Deck, User
from decks.study.changes import Earlier, earlier_text
from decks.study.showings import Showing, card_showing
from decks.study.undo import undo_rating
from tests.factories import NOW
from tests.study.sittings import DAY, MINUTE, cards_of, make_learner, rate, start

pytestmark = pytest.mark.django_db


def rewrite(card: Card, *, now=NOW + DAY, **sides: str) -> None:
    text = {"question": card.question, "answer": card.answer, **sides}
    wanted = Sides(text["question"], text["answer"])
    pen = Pen(None, now, How.WRITTEN)
    card.version = change_card(card.pk, wanted, pen, seen_version=card.version).version


def shown(user: User, card: Card) -> Showing:
    showing = card_showing(user, card.pk)
    assert showing is not None
    return showing


def told(user: User, card: Card) -> Earlier:
    earlier = earlier_text(shown(user, card))
    assert earlier is not None
    return earlier


def known_card(level: int = 4):
    """A learner, a sitting and a card that was rated in it at NOW."""
    user, deck = make_learner()
    session, card = start(user), cards_of(deck)[0]
    Card.objects.filter(deck=deck).update(updated_at=NOW - DAY)
    recorded = rate(user, session, card, level)
    return user, session, card, recorded


def test_a_card_that_stayed_as_it_was_says_nothing_and_costs_nothing(
    django_assert_num_queries,
) -> None:
    user, _, card, _ = known_card()
    showing = shown(user, card)
    with django_assert_num_queries(0):
        assert earlier_text(showing) is None


def test_the_text_that_was_rated_is_told():
    user, _, card, _ = known_card()
    rewrite(card, answer="Better")
    earlier = told(user, card)
    assert (earlier.question, earlier.answer) == ("Question 1", "Answer 1")


def test_of_several_changes_the_text_that_was_rated_is_told():
    user, session, card, _ = known_card(level=2)
    rewrite(card, answer="Second", now=NOW + MINUTE)
    rate(user, session, card, 4, seen=1, now=NOW + 20 * MINUTE)
    rewrite(card, answer="Third", now=NOW + DAY)
    rewrite(card, answer="Fourth", now=NOW + 2 * DAY)
    assert told(user, card).answer == "Second"


def test_it_is_told_once():
    user, session, card, _ = known_card()
    rewrite(card, answer="Better")
    rate(user, session, card, 4, seen=1, now=NOW + 9 * DAY)
    assert earlier_text(shown(user, card)) is None


def test_undo_tells_it_again():
    user, session, card, _ = known_card()
    rewrite(card, answer="Better")
    rate(user, session, card, 4, seen=1, now=NOW + 9 * DAY)
    last = start_rating_id(user, session)
    undo_rating(user=user, session_id=session.id, rating_id=last, now=NOW + 9 * DAY)
    assert told(user, card).answer == "Answer 1"


def start_rating_id(user, session):
    return type(session).objects.get(user=user, id=session.id).last_rating_id


def test_whoever_never_rated_it_is_told_nothing():
    user, deck = make_learner()
    card = cards_of(deck)[0]
    rewrite(card, answer="Better")
    assert earlier_text(shown(user, card)) is None


def test_a_text_that_was_put_back_is_no_change():
    user, _, card, _ = known_card()
    rewrite(card, answer="Worse")
    rewrite(card, answer="Answer 1", now=NOW + 2 * DAY)
    assert earlier_text(shown(user, card)) is None


def test_other_tags_are_no_change():
    user, _, card, _ = known_card()
    pen = Pen(None, NOW + DAY)
    change_card(card.pk, Sides("Question 1", "Answer 1", ("new",)), pen, seen_version=1)
    assert not shown(user, card).is_changed


def test_the_answer_side_shows_the_difference(client):
    user, session, card, _ = known_card()
    rewrite(card, answer="Answer one, better")
    client.force_login(user)
    page = client.get(reverse("study_answer", args=[session.id, card.pk]))
    html = page.content.decode()
    assert "Changed since you learned it" in html
    assert "<ins>" in html
    assert "<del>" in html


def test_card_text_carries_its_language(client):
    user, session, card, _ = known_card()
    Deck.objects.filter(pk=card.deck_id).update(question_lang="es", answer_lang="pt-BR")
    client.force_login(user)
    page = client.get(reverse("study_answer", args=[session.id, card.pk]))
    html = page.content.decode()
    assert '<h1 class="q1" tabindex="-1" dir="auto" lang="es">' in html
    assert '<div lang="pt-BR">' in html


def test_without_a_language_there_is_none(client):
    user, session, card, _ = known_card()
    client.force_login(user)
    page = client.get(reverse("study_answer", args=[session.id, card.pk]))
    assert 'dir="auto">Question 1' in page.content.decode()
