"""Two at one suggestion at the same moment: one of them does it, nothing is doubled."""

import itertools

import pytest
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.moving import delete_cards, move_cards
from decks.models import Card, CardVersion, Suggestion
from decks.talk.suggest_answers import Answer, accept, decline
from decks.talk.suggesting import (
    Answered,
    Meanwhile,
    change_suggestion,
    text_mark,
    withdraw,
)
from tests.factories import NOW, make_deck
from tests.study.test_recording import in_threads
from tests.talk.suggest_world import (
    Circle,
    change_of,
    new_of,
    removal_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """Run each in a thread of its own; "done" or the name of what it raised."""
    waiting = iter(acts)

    def run() -> str:
        act = next(waiting)
        try:
            act()
        except (Answered, Meanwhile, Suggestion.DoesNotExist) as error:
            return type(error).__name__
        return "done"

    return sorted(in_threads(len(acts), run))


def seen_by(user, suggestion: Suggestion, version: int | None = 1) -> Answer:
    mark = text_mark(suggestion)
    return Answer(user, timezone.now(), seen=mark, seen_version=version)


def test_two_editors_who_accept_add_one_card(circle: Circle) -> None:
    suggestion = new_of(circle)
    acts = [
        lambda who=who: accept(suggestion.pk, seen_by(who, suggestion, None))
        for who in (circle.grace, circle.lin, circle.grace, circle.lin)
    ]
    assert at_once(*acts) == ["Answered", "Answered", "Answered", "done"]
    assert Card.objects.filter(deck=circle.deck).count() == 2


def test_of_accepting_and_declining_one_counts(circle: Circle) -> None:
    suggestion = change_of(circle)
    acts = (
        lambda: accept(suggestion.pk, seen_by(circle.grace, suggestion)),
        lambda: decline(suggestion.pk, seen_by(circle.lin, suggestion)),
    )
    assert at_once(*acts) == ["Answered", "done"]
    suggestion.refresh_from_db()
    card = Card.objects.get(pk=circle.card.pk)
    assert card.version == (2 if suggestion.state == "accepted" else 1)


def test_of_accepting_and_taking_back_one_counts(circle: Circle) -> None:
    suggestion = removal_of(circle)
    acts = (
        lambda: accept(suggestion.pk, seen_by(circle.lin, suggestion)),
        lambda: withdraw(suggestion.pk, by=circle.ada, now=NOW),
    )
    assert at_once(*acts) == ["Answered", "done"]
    suggestion.refresh_from_db()
    is_there = Card.objects.filter(deck=circle.deck).exists()
    assert is_there == (suggestion.state == "withdrawn")


def test_a_text_that_is_changed_at_that_moment_is_not_accepted_unseen(
    circle: Circle,
) -> None:
    suggestion = change_of(circle)
    mark = text_mark(suggestion)

    def rewrite() -> None:
        new = Sides("Asked", "Sneaked in")
        change_suggestion(suggestion.pk, new, "Why", seen=mark, seen_version=1)

    answered = seen_by(circle.lin, suggestion)
    found = at_once(lambda: accept(suggestion.pk, answered), rewrite)
    assert found in (["Answered", "done"], ["Meanwhile", "done"])
    assert Card.objects.get(pk=circle.card.pk).answer != "Sneaked in"


def test_an_editor_who_writes_on_the_card_at_that_moment_is_not_written_over(
    circle: Circle,
) -> None:
    suggestion = change_of(circle)
    accepting = seen_by(circle.lin, suggestion)

    def write() -> None:
        pen = Pen(circle.grace, NOW)
        mine = Sides("Asked", "Grace’s")
        try:
            change_card(circle.card.pk, mine, pen, seen_version=1)
        except Exception as error:
            raise Meanwhile from error

    assert at_once(lambda: accept(suggestion.pk, accepting), write) == [
        "Meanwhile",
        "done",
    ]
    assert CardVersion.objects.filter(card=circle.card).count() == 1


@pytest.mark.parametrize("way", ["move", "delete"])
def test_a_card_that_goes_at_that_moment(circle: Circle, way: str) -> None:
    suggestion, other = change_of(circle), make_deck(owner=circle.grace)
    accepting = seen_by(circle.lin, suggestion)

    def go() -> None:
        if way == "move":
            move_cards([circle.card.pk], other.pk, now=NOW)
        else:
            delete_cards(circle.deck.pk, [circle.card.pk], now=NOW)

    found = at_once(lambda: accept(suggestion.pk, accepting), go)
    suggestion.refresh_from_db()
    is_written = CardVersion.objects.filter(card=circle.card).exists()
    assert is_written == (suggestion.state == "accepted") == (found == ["done"] * 2)


def test_many_who_answer_many_wait_for_nobody_for_ever(circle: Circle) -> None:
    found = [new_of(circle, question=f"Card {number}") for number in range(4)]
    pairs = itertools.product((circle.grace, circle.lin), found)
    acts = [
        lambda who=who, one=one: accept(one.pk, seen_by(who, one, None))
        for who, one in pairs
    ]
    assert at_once(*acts) == ["Answered"] * 4 + ["done"] * 4
    circle.deck.refresh_from_db()
    assert circle.deck.card_count == 5 == Card.objects.filter(deck=circle.deck).count()
