"""What the keeper and the editors of a shared deck are told of its learners: nothing
that says what one of them, known by name, has studied."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from decks.editing.card_changing import may_be_learned
from decks.editing.copy_pairs import check_copies
from decks.editing.moving import move_cards
from decks.groups.models import Role, Seen, StudyGroup
from decks.groups.sharing import is_shared
from decks.models import Deck, ReviewState, User
from decks.study.counters import STUCK_LAPSES
from decks.study.sessions import enrol
from tests.editing.deck_settings import page_of, save
from tests.factories import (
    NOW,
    make_card,
    make_deck,
    make_member,
    make_review_state,
    make_user,
    share,
)
from tests.groups.consent import make_circle
from tests.study.sittings import rate, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(group: StudyGroup) -> User:
    """A member who shows the group nothing."""
    return make_member(group, seen=Seen.HIDDEN).user


@pytest.fixture
def deck(learner: User, group: StudyGroup) -> Deck:
    made = make_deck(owner=learner, title="Rivers", cards=3)
    share(made, group, editors_may_edit=True)
    return made


def words(client: Client, name: str, deck: Deck, **query: str) -> str:
    html = client.get(reverse(name, args=[deck.pk]), query).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def study_hard(user: User, deck: Deck) -> None:
    """They rate all cards and miss one of them again and again."""
    enrol(user, deck, now=NOW)
    session = start(user, deck)
    for card in deck.cards.all():
        rate(user, session, card, 2)
    first = deck.cards.in_deck_order()[0]
    states = ReviewState.objects.filter(user=user, card=first)
    states.update(lapse_count=STUCK_LAPSES)


PAGES = ["deck_delete", "deck_edit", "weak_spots", "copies", "deck", "deck_share"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("visibility", ["private", "public"])
def test_no_page_changes_when_a_member_studies(browser, deck, hidden, name, visibility):
    Deck.objects.filter(pk=deck.pk).update(visibility=visibility)
    for _ in range(2):
        make_card(deck=deck, question="The same?", answer="The very same text.")
    check_copies(deck.pk, NOW)
    before = words(browser, name, deck)
    study_hard(hidden, deck)
    assert words(browser, name, deck) == before


@pytest.mark.parametrize("show", ["hard", "unseen"])
def test_no_list_of_cards_changes_when_a_member_studies(browser, deck, hidden, show):
    before = words(browser, "deck", deck, show=show)
    study_hard(hidden, deck)
    assert words(browser, "deck", deck, show=show) == before


def test_the_form_of_a_card_does_not_tell_whether_anybody_learned_it(
    browser, deck, hidden
):
    card = deck.cards.in_deck_order()[0]
    url = reverse("card_edit", args=[card.pk])
    before = browser.get(url).content.decode().count("is_new_meaning")
    study_hard(hidden, deck)
    assert browser.get(url).content.decode().count("is_new_meaning") == before > 0


def test_a_former_member_leaves_no_trace_in_the_counts(browser, deck, group, hidden):
    study_hard(hidden, deck)
    group.memberships.filter(user=hidden).delete()
    text = words(browser, "deck_delete", deck)
    assert "It is shared: 1 other group member will not reach it any more." in text
    assert "rating" not in text


def test_deleting_says_how_many_members_lose_it(browser, deck, hidden):
    text = words(browser, "deck_delete", deck)
    assert "It is shared: 2 other group members will not reach it any more." in text
    assert "Nobody else studies it." not in text


def test_learners_without_a_group_are_counted_as_before(browser, deck, hidden):
    Deck.objects.update(visibility="public")
    study_hard(hidden, deck)
    study_hard(make_user(), deck)
    text = words(browser, "deck_delete", deck)
    assert "1 other person studies it without a group" in text
    assert "The 3 ratings that others gave stay in their history." in text


def test_making_it_private_takes_it_from_nobody_in_its_groups(browser, deck, hidden):
    Deck.objects.filter(pk=deck.pk).update(visibility="public")
    study_hard(hidden, deck)
    assert "they lose it" not in words(browser, "deck_edit", deck)
    reply = save(browser, deck, page_of(deck), visibility="private")
    assert reply.status_code == 302
    assert Deck.objects.readable_by(hidden).get() == deck


def test_making_it_private_is_asked_for_the_others(browser, deck, hidden):
    Deck.objects.filter(pk=deck.pk).update(visibility="public")
    study_hard(hidden, deck)
    study_hard(make_user(), deck)
    assert "1 other person studies this deck without a group of yours" in words(
        browser, "deck_edit", deck
    )
    reply = save(browser, deck, page_of(deck), visibility="private")
    assert "Save, 1 person loses it" in reply.content.decode()
    told = page_of(deck) | {"losing": "1", "visibility": "private"}
    assert json.loads(told["seen"])["visibility"] == "public"
    assert save(browser, deck, told).status_code == 302


def test_an_editor_reads_weak_spots_of_the_texts_alone(deck, group, hidden):
    study_hard(hidden, deck)
    editor = make_member(group, role=Role.EDITOR).user
    client = Client()
    client.force_login(editor)
    text = words(client, "weak_spots", deck)
    assert "0 cards over-long" in text
    assert "stuck" not in text
    assert "never studied" not in text


def test_of_a_deck_without_a_group_everything_is_counted(browser, learner):
    deck = make_deck(owner=learner, cards=2, visibility="public")
    make_review_state(user=make_user(), card=deck.cards.all()[0], lapse_count=9)
    text = words(browser, "weak_spots", deck)
    assert "1 card stuck" in text
    assert "Stuck for 1 person" in text


def test_a_deck_takes_over_that_its_cards_were_shared():
    circle = make_circle(Seen.HIDDEN, cards=2)
    Deck.objects.filter(pk=circle.deck.pk).update(first_shared_at=NOW)
    other = make_deck(owner=circle.head)
    assert not is_shared(other.pk)
    move_cards([circle.cards[0].pk], other.pk, now=NOW)
    assert is_shared(other.pk)


@pytest.mark.parametrize("was_shared", [True, False])
def test_whether_a_card_was_learned_is_not_told_where_a_group_had_it(
    learner: User, was_shared: bool
) -> None:
    deck = make_deck(owner=learner, first_shared_at=NOW if was_shared else None)
    assert may_be_learned(make_card(deck=deck)) == was_shared
