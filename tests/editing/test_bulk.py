"""One thing done to many cards, and taken back."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen, Sides, add_cards
from decks.editing.moving import delete_cards, restore_cards
from decks.models import Card, CardVersion, Deck, ReviewState, User
from decks.study.repair.checking import check_data
from decks.study.sessions import enrol
from tests.editing.list_forms import act, all_of, hidden, ids, path, undo
from tests.factories import NOW, make_deck, make_public_deck, make_user
from tests.study.sittings import DAY, cards_of, rate, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner: User) -> Deck:
    deck = make_deck(owner=learner, title="Seas", cards=30)
    enrol(learner, deck, now=NOW)
    return deck


# --- Deleting -------------------------------------------------------------------------


def test_the_selected_are_deleted_and_a_toast_brings_them_back(browser, deck):
    before = ids(deck)
    reply = act(browser, deck, "delete", card=before[2:5])
    html = reply.content.decode()
    assert "3 cards deleted." in html
    assert ids(deck) == before[:2] + before[5:]
    assert "3 cards are back." in undo(browser, html).content.decode()
    assert ids(deck) == before


def test_all_are_deleted_beyond_the_page_and_come_back(browser, deck):
    before = ids(deck)
    reply = act(browser, deck, "delete", all=all_of(browser, deck))
    html = reply.content.decode()
    assert "30 cards deleted." in html
    assert ids(deck) == []
    undo(browser, html)
    assert ids(deck) == before


def test_all_of_a_filter_is_not_all(browser, deck):
    Card.objects.filter(pk__in=ids(deck)[:25]).update(tags=["x"])
    seen = all_of(browser, deck, "?tag=x")
    assert "Select all 25" in browser.get(f"/decks/{deck.pk}/?tag=x").content.decode()
    act(browser, deck, "delete", all=seen, tag="x", show="all")
    assert len(ids(deck)) == 5


def test_where_all_are_others_than_were_seen_it_asks_first(browser, deck):
    seen = all_of(browser, deck)
    add_cards(deck.pk, [Sides("New")], Pen(None, timezone.now()))
    reply = act(browser, deck, "delete", all=seen)
    html = reply.content.decode()
    assert "it is 31 cards now, 30 then" in html
    assert len(ids(deck)) == 31
    browser.post(path(deck), hidden(html))
    assert ids(deck) == []


def test_as_many_others_are_not_those_that_were_seen(browser, deck):
    seen = all_of(browser, deck)
    delete_cards(deck.pk, ids(deck)[:1], now=timezone.now())
    add_cards(deck.pk, [Sides("New")], Pen(None, timezone.now()))
    html = act(browser, deck, "delete", all=seen).content.decode()
    assert "Nothing was done yet." in html
    assert len(ids(deck)) == 30


def test_deleting_twice_or_nothing_says_so(browser, deck):
    first = ids(deck)[0]
    act(browser, deck, "delete", card=[first])
    again = act(browser, deck, "delete", card=[first]).content.decode()
    assert "No card was selected. Nothing was changed." in again
    assert len(ids(deck)) == 29


def test_cards_of_other_decks_are_never_meant(browser, deck):
    mine, strange = make_deck(owner=deck.owner, cards=1), make_public_deck(cards=1)
    act(browser, deck, "delete", card=[*ids(mine), *ids(strange), "x", "9" * 40])
    assert Card.objects.count() == 32
    assert len(ids(mine)) == len(ids(strange)) == 1


def test_an_undo_pressed_twice_is_harmless(browser, deck):
    html = act(browser, deck, "delete", card=ids(deck)[:1]).content.decode()
    undo(browser, html)
    assert "nothing left to bring back" in undo(browser, html).content.decode()
    assert len(ids(deck)) == 30


def test_the_page_of_deleted_cards_brings_a_batch_back(browser, deck):
    before = ids(deck)
    act(browser, deck, "delete", card=before[:2])
    act(browser, deck, "delete", card=before[2:3])
    html = browser.get(reverse("cards_deleted", args=[deck.pk])).content.decode()
    assert "<b>2 cards</b>" in html
    assert "<b>1 card</b>" in html
    assert "Question 1" in html
    first = re.findall(r'action="([^"]+/restore/)"', html)[0]
    browser.post(first)
    assert ids(deck) == before[2:]  # the latest first


def test_what_was_deleted_31_days_ago_is_not_offered(browser, deck):
    act(browser, deck, "delete", card=ids(deck)[:1])
    Card.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - 31 * DAY)
    html = browser.get(reverse("cards_deleted", args=[deck.pk])).content.decode()
    assert "No cards were deleted in the last 30 days." in html
    gone = Card.objects.get(deleted_at__isnull=False).deleted_at
    assert gone is not None
    assert restore_cards(deck.pk, gone, now=timezone.now()) == 0


@pytest.mark.full
def test_ten_thousand_are_deleted_and_brought_back(browser, learner):
    deck = make_deck(owner=learner, cards=10_000)
    seen = all_of(browser, deck)
    html = act(browser, deck, "delete", all=seen).content.decode()
    assert "10,000 cards deleted." in html
    assert "10,000 cards are back." in undo(browser, html).content.decode()


# --- Tags, moving, copying ------------------------------------------------------------


def test_a_page_asks_for_the_tags_and_they_are_added(browser, deck):
    chosen = ids(deck)[:2]
    Card.objects.filter(pk=chosen[0]).update(tags=["old"])
    html = act(browser, deck, "tag", card=chosen).content.decode()
    assert "Tag 2 cards" in html
    reply = browser.post(path(deck), {**hidden(html), "tags": "new\nold"}, follow=True)
    assert "2 cards tagged." in reply.content.decode()
    tags = Card.objects.filter(pk__in=chosen).order_by("pk")
    assert list(tags.values_list("tags", flat=True)) == [["old", "new"], ["new", "old"]]
    assert CardVersion.objects.filter(card__in=chosen).count() == 2


def test_no_tag_is_told_at_its_field_and_the_cards_are_kept(browser, deck):
    html = act(browser, deck, "tag", card=ids(deck)[:2]).content.decode()
    reply = browser.post(path(deck), {**hidden(html), "tags": " "})
    again = reply.content.decode()
    assert reply.status_code == 422
    assert "Write at least one tag." in again
    assert hidden(again)["card"] == hidden(html)["card"]


def test_tags_are_taken_off(browser, deck):
    Card.objects.filter(deck=deck).update(tags=["a", "b"])
    seen = all_of(browser, deck)
    html = act(browser, deck, "untag", all=seen).content.decode()
    browser.post(path(deck), {**hidden(html), "tags": "a"})
    assert set(map(tuple, deck.cards.values_list("tags", flat=True))) == {("b",)}


def test_cards_move_with_what_was_learned(browser, deck, learner):
    other = make_deck(owner=learner, title="Lakes", cards=1)
    session, first = start(learner, deck), cards_of(deck)[0]
    rate(learner, session, first, 4)
    html = act(browser, deck, "move", card=[first.pk]).content.decode()
    assert "Lakes</option>" in html
    reply = browser.post(path(deck), {**hidden(html), "to": other.pk}, follow=True)
    assert "1 card moved to “Lakes”." in reply.content.decode()
    assert ids(other)[-1] == first.pk
    assert ReviewState.objects.get(card=first).deck_id == other.pk
    assert check_data(fix=False, now=NOW + DAY).found_count == 0


def test_copies_are_new_and_keep_tags_and_order(browser, deck, learner):
    other = make_deck(owner=learner, cards=1)
    Card.objects.filter(pk=ids(deck)[1]).update(tags=["a"])
    html = act(browser, deck, "copy", card=ids(deck)[:2]).content.decode()
    browser.post(path(deck), {**hidden(html), "to": other.pk})
    _, first, second = cards_of(other)
    assert [first.question, second.question] == ["Question 1", "Question 2"]
    assert second.tags == ["a"]
    assert len(ids(deck)) == 30


def test_only_ones_own_decks_take_cards(browser, deck):
    strange = make_public_deck(owner=make_user(), title="Strange", cards=1)
    make_deck(owner=deck.owner)
    html = act(browser, deck, "move", card=ids(deck)[:1]).content.decode()
    assert "Strange" not in html
    reply = browser.post(path(deck), {**hidden(html), "to": strange.pk})
    assert reply.status_code == 422
    assert len(ids(strange)) == 1


def test_without_another_deck_it_says_where_to_get_one(browser, deck):
    html = act(browser, deck, "move", card=ids(deck)[:1]).content.decode()
    assert reverse("deck_new") in html


# --- Who, and what is no act ----------------------------------------------------------


@pytest.mark.parametrize("what", ["tag", "untag", "move", "copy", "aside", "delete"])
def test_only_an_editor_acts(client, deck, what):
    client.force_login(make_user())
    public = make_public_deck(owner=make_user(), cards=2)
    for one in (deck, public):
        given = {"act": what, "card": ids(one)[0], "all": "2"}
        assert client.post(path(one), given).status_code == 404
        assert client.get(path(one), given).status_code == 404


@pytest.mark.parametrize("what", ["", "x", "DELETE"])
def test_what_is_no_act_does_nothing(browser, deck, what):
    reply = browser.post(path(deck), {"act": what, "card": ids(deck)[0]})
    assert reply.status_code == 302
    assert len(ids(deck)) == 30


def test_looking_deletes_nothing(browser, deck):
    reply = browser.get(path(deck), {"act": "delete", "card": ids(deck)[0]})
    assert "Delete 1 card" in reply.content.decode()
    assert len(ids(deck)) == 30


@pytest.mark.parametrize("name", ["cards_restore", "cards_bring_back"])
@pytest.mark.parametrize("moment", [0, 10**18, 10**40])
def test_a_moment_that_never_was_brings_nothing_back(browser, deck, name, moment):
    reply = browser.post(f"/decks/{deck.pk}/").status_code
    assert reply == 405
    address = reverse(name, args=[deck.pk, moment])
    assert browser.post(address).status_code == 302
    assert len(ids(deck)) == 30
