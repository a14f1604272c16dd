"""One thing done to many cards, and taken back."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from decks.editing.bulk_acting import bring_back_cards, put_aside_cards
from decks.models import Card, CardVersion, Deck, ReviewState, User
from decks.study import marks
from decks.study.repair.checking import check_data
from decks.study.sessions import enrol
from tests.factories import NOW, make_card, make_deck, make_public_deck, make_user
from tests.study.sittings import DAY, MINUTE, cards_of, rate, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(learner: User) -> Deck:
    deck = make_deck(owner=learner, title="Seas", cards=30)
    enrol(learner, deck, now=NOW)
    return deck


def path(deck: Deck) -> str:
    return reverse("cards_act", args=[deck.pk])


def ids(deck: Deck) -> list[int]:
    return [card.pk for card in cards_of(deck)]


def act(browser, deck, what, **given):
    return browser.post(path(deck), {"act": what, **given}, follow=True)


def hidden(html: str) -> dict[str, list[str]]:
    """The hidden fields of the page that asks, but for the token."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', html
    ):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def undo(browser, reply):
    """Press the toast's button."""
    offered = r'<form method="post" action="([^"]+)">(?:(?!<form).)*?Undo'
    action = re.search(offered, reply, re.DOTALL)
    assert action is not None
    return browser.post(action[1], follow=True)


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
    reply = act(browser, deck, "delete", all="30", show="all")
    html = reply.content.decode()
    assert "30 cards deleted." in html
    assert ids(deck) == []
    undo(browser, html)
    assert ids(deck) == before


def test_all_of_a_filter_is_not_all(browser, deck):
    Card.objects.filter(pk__in=ids(deck)[:25]).update(tags=["x"])
    act(browser, deck, "delete", all="25", tag="x", show="all")
    assert len(ids(deck)) == 5


def test_where_all_are_others_than_were_seen_it_asks_first(browser, deck):
    make_card(deck=deck)
    reply = act(browser, deck, "delete", all="30", show="all")
    html = reply.content.decode()
    assert "it is 31 cards now, 30 then" in html
    assert len(ids(deck)) == 31
    browser.post(path(deck), hidden(html))
    assert ids(deck) == []


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


def test_ten_thousand_are_deleted_and_brought_back(browser, learner):
    deck = make_deck(owner=learner, cards=10_000)
    html = act(browser, deck, "delete", all="10000", show="all").content.decode()
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
    html = act(browser, deck, "untag", all="30", show="all").content.decode()
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


# --- Putting aside --------------------------------------------------------------------


def test_the_selected_are_put_aside_and_brought_back_by_the_toast(
    browser, deck, learner
):
    session, cards = start(learner, deck), cards_of(deck)
    rate(learner, session, cards[0], 4)
    before = list(ReviewState.objects.filter(card=cards[0]).values())
    reply = act(browser, deck, "aside", card=[cards[0].pk, cards[5].pk])
    html = reply.content.decode()
    assert "2 cards put aside." in html
    aside = ReviewState.objects.filter(user=learner, put_aside_at__isnull=False)
    assert set(aside.values_list("card_id", "due_at")) == {
        (cards[0].pk, None),
        (cards[5].pk, None),
    }
    assert check_data(fix=False, now=NOW + DAY).found_count == 0
    undo(browser, html)
    assert list(ReviewState.objects.filter(card=cards[0]).values()) == before
    assert check_data(fix=False, now=NOW + DAY).found_count == 0


def test_many_are_put_aside_and_back_as_one_is(learner, deck):
    session, cards = start(learner, deck), cards_of(deck)
    for minute, card in enumerate(cards[:4]):
        rate(learner, session, card, 1 + minute, now=NOW + minute * MINUTE)
    marks.start_over(learner, cards[3], now=NOW + DAY)
    one = list(ReviewState.objects.order_by("card_id").values())
    for card in cards[:5]:
        marks.put_aside(learner, card, now=NOW + 2 * DAY)
        marks.bring_back(learner, card)
    wanted = list(ReviewState.objects.order_by("card_id").values())
    put_aside_cards(learner, deck.pk, [c.pk for c in cards[:5]], now=NOW + 2 * DAY)
    assert bring_back_cards(learner, deck.pk, NOW + 2 * DAY) == 5
    assert list(ReviewState.objects.order_by("card_id").values()) == wanted
    assert wanted[:4] == one[:4]


def test_what_was_put_aside_before_stays_so_when_the_others_come_back(learner, deck):
    first, second = cards_of(deck)[:2]
    marks.put_aside(learner, first, now=NOW)
    assert put_aside_cards(learner, deck.pk, [first.pk, second.pk], now=NOW + DAY) == 1
    bring_back_cards(learner, deck.pk, NOW + DAY)
    assert ReviewState.objects.get(put_aside_at__isnull=False).card_id == first.pk


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
