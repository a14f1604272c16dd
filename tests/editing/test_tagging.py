"""Tags of a deck: counted, renamed, made one, taken off, offered while typing."""

from typing import Any

import pytest
from django.urls import reverse

from decks.cards.forms import TAGS_MAX
from decks.cards.models import How
from decks.cards.writing import Pen
from decks.editing.tagging import (
    remove_tag,
    rename_tag,
    retag,
    tag_counts,
    tag_options,
)
from decks.models import Card, CardVersion, Deck
from tests.factories import NOW, make_card, make_deck, make_public_deck, make_user

pytestmark = pytest.mark.django_db

PEN = Pen(None, NOW, How.RETAGGED)


def make_tagged(*tags: list[str], **fields: Any) -> Deck:
    deck = make_deck(**fields)
    for some in tags:
        make_card(deck=deck, tags=some)
    return deck


def tags_of(deck: Deck) -> list[list[str]]:
    cards = Card.objects.filter(deck=deck).order_by("pk")
    return list(cards.values_list("tags", flat=True))


def test_each_tag_is_counted_by_name():
    deck = make_tagged(["b", "a"], ["a"], [], ["B"])
    make_tagged(["c"])
    counts = tag_counts(deck.pk)
    assert dict(counts) == {"a": 2, "b": 1, "B": 1}
    assert counts[0] == ("a", 2)


def test_a_tag_is_renamed_everywhere_and_the_earlier_text_kept():
    deck = make_tagged(["a", "b"], ["a"], ["c"])
    other = make_tagged(["a"])
    assert rename_tag(deck.pk, "a", "z", PEN) == 2
    assert tags_of(deck) == [["z", "b"], ["z"], ["c"]]
    assert tags_of(other) == [["a"]]
    kept = CardVersion.objects.filter(card__deck=deck)
    assert sorted(kept.values_list("tags", flat=True)) == [["a"], ["a", "b"]]
    changed = Card.objects.filter(deck=deck, version=2)
    assert set(changed.values_list("how", flat=True)) == {How.RETAGGED}
    assert not changed.exclude(text_changed_at=None).exists()


def test_a_tag_renamed_to_another_becomes_that_one():
    deck = make_tagged(["a", "b"], ["b", "a"], ["b"])
    assert rename_tag(deck.pk, "a", "b", PEN) == 2
    assert tags_of(deck) == [["b"], ["b"], ["b"]]


def test_a_tag_is_taken_off_everywhere():
    deck = make_tagged(["a", "b"], ["a"])
    assert remove_tag(deck.pk, "a", PEN) == 2
    assert tags_of(deck) == [["b"], []]
    assert remove_tag(deck.pk, "a", PEN) == 0


def test_a_card_that_would_have_too_many_tags_keeps_those_it_has():
    full = [str(number) for number in range(TAGS_MAX)]
    deck = make_tagged(full, ["x"])
    ids = [card.pk for card in deck.cards.all()]
    assert retag(deck.pk, ids, lambda tags: [*tags, "new"], PEN) == 1
    assert tags_of(deck) == [full, ["x", "new"]]


def test_the_statements_do_not_grow_with_the_cards(django_assert_max_num_queries):
    deck = make_tagged(*[["a"]] * 100)
    with django_assert_max_num_queries(8):
        assert rename_tag(deck.pk, "a", "b", PEN) == 100


def test_tags_that_begin_so_are_offered_first():
    deck = make_tagged(["Lambda"], ["AWS Lambda"], ["Other"], ["lambda layers"])
    assert tag_options(deck.pk, "lam")[:2] == ["Lambda", "lambda layers"]
    assert tag_options(deck.pk, "lam")[2:] == ["AWS Lambda"]
    assert tag_options(deck.pk, "100%_") == []


# --- Pages ----------------------------------------------------------------------------


def path(deck: Deck) -> str:
    return reverse("deck_tags", args=[deck.pk])


def test_the_page_renames_and_says_on_how_many(browser, learner):
    deck = make_tagged(["a"], ["a"], owner=learner)
    html = browser.get(path(deck)).content.decode()
    assert "2 cards" in html
    assert f"{reverse('deck', args=[deck.pk])}?tag=a#cards" in html
    reply = browser.post(path(deck), {"old": "a", "new": " b  c "}, follow=True)
    assert "“a” is now “b c” on 2 cards." in reply.content.decode()
    assert tags_of(deck) == [["b c"], ["b c"]]
    assert Card.objects.filter(deck=deck, written_by=learner).count() == 2


def test_the_page_takes_a_tag_off(browser, learner):
    deck = make_tagged(["a", "b"], owner=learner)
    browser.post(path(deck), {"old": "a", "new": "a", "remove": "1"})
    assert tags_of(deck) == [["b"]]


@pytest.mark.parametrize("new", ["", "  ", "x" * 101, "a\x00b"])
def test_a_name_that_is_none_is_told_and_nothing_changed(browser, learner, new):
    deck = make_tagged(["a"], owner=learner)
    reply = browser.post(path(deck), {"old": "a", "new": new})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.content.decode()
    assert tags_of(deck) == [["a"]]


def test_hostile_tags_are_shown_as_text(browser, learner):
    tag = "<b>\"'&?#/é"
    deck = make_tagged([tag], owner=learner)
    for page in (path(deck), reverse("tag_options", args=[deck.pk])):
        assert '<b>"' not in browser.get(page).content.decode()
    shown = browser.get(reverse("deck", args=[deck.pk]), {"tag": tag})
    assert "Question 1" in shown.content.decode()


def test_tags_are_an_editors(client):
    deck = make_public_deck(owner=make_user())
    make_card(deck=deck, tags=["a"])
    client.force_login(make_user())
    assert client.get(path(deck)).status_code == 404
    assert client.post(path(deck), {"old": "a", "new": "b"}).status_code == 404
    assert client.get(reverse("tag_options", args=[deck.pk])).status_code == 404
    assert tags_of(deck) == [["a"]]
