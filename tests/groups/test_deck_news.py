"""Whatever is done to the cards of a shared deck, its groups read of it once."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.cards.writing import Pen, Sides, change_card
from decks.editing.copy_pairs import check_copies
from decks.editing.deck_making import copy_deck
from decks.groups.deck_news import deck_changed
from decks.groups.models import Role, StudyGroup
from decks.models import Deck, GroupEvent, LikelyCopy, Notice, User
from decks.study.sessions import enrol
from decks.transfer import formats
from decks.transfer.run import Target, import_cards
from decks.transfer.saving import save_import
from tests.editing.list_forms import act, ids, undo
from tests.factories import NOW, make_deck, make_group, make_member, share
from tests.transfer.saves import parsed, wish_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(learner: User) -> StudyGroup:
    made = make_group(name="Cloud Certs")
    make_member(made, user=learner, role=Role.EDITOR)
    return made


@pytest.fixture
def member(group: StudyGroup) -> User:
    return make_member(group).user


@pytest.fixture
def deck(learner: User, group: StudyGroup, member: User) -> Deck:
    """The learner's, shared; the member studies it."""
    made = make_deck(owner=learner, title="Rivers", cards=4)
    share(made, group)
    enrol(member, made, now=NOW)
    return made


def told(member: User) -> list[tuple[str, int]]:
    rows = Notice.objects.filter(user=member).order_by("about")
    return list(rows.values_list("words", "count"))


def events() -> list[tuple[str, int]]:
    return list(GroupEvent.objects.order_by("id").values_list("kind", "count"))


ONCE = [("changed cards in Rivers", 1)]


def add(browser: Client, deck: Deck, form_id: uuid.UUID, **more: str) -> None:
    form = {"question": "Q", "answer": "", "tags": "", "form_id": str(form_id), **more}
    browser.post(reverse("card_new", args=[deck.pk]), form)


def edit(browser: Client, card_id: int, question: str, version: int) -> None:
    form = {"question": question, "answer": "", "tags": "", "version": version}
    browser.post(reverse("card_edit", args=[card_id]), form)


def test_a_card_that_is_added_is_told_once_however_often_the_form_is_sent(
    browser, deck, member
):
    form_id = uuid.uuid4()
    for _ in range(2):
        add(browser, deck, form_id)
    assert told(member) == ONCE
    assert events() == [("changed", 1)]


def test_more_within_the_hour_is_the_same_line_and_the_same_notice(
    browser, deck, member
):
    for _ in range(3):
        add(browser, deck, uuid.uuid4())
    assert told(member) == [("changed cards in Rivers", 3)]
    assert events() == [("changed", 3)]


def test_an_edit_is_told_and_one_that_changes_nothing_is_not(browser, deck, member):
    edit(browser, ids(deck)[0], "Other", 1)
    assert told(member) == ONCE
    edit(browser, ids(deck)[0], "Other", 2)
    assert told(member) == ONCE


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("tag", {"asked": "tag", "tags": "new"}),
        ("delete", {}),
    ],
)
def test_a_bulk_act_is_told_once(browser, deck, member, what, more):
    act(browser, deck, what, card=ids(deck)[:3], **more)
    assert told(member) == ONCE


def test_tags_that_nobody_has_are_told_of_nobody(browser, deck, member):
    act(browser, deck, "untag", card=ids(deck), asked="untag", tags="none")
    form = {"old": "none", "new": "other"}
    browser.post(reverse("deck_tags", args=[deck.pk]), form)
    assert told(member) == []


def test_a_tag_that_is_renamed_everywhere_is_told(browser, deck, member):
    deck.cards.update(tags=["old"])
    form = {"old": "old", "new": "other"}
    browser.post(reverse("deck_tags", args=[deck.pk]), form)
    assert told(member) == ONCE


def test_what_is_deleted_and_brought_back_is_told_twice(browser, deck, member):
    reply = act(browser, deck, "delete", card=ids(deck)[:2])
    undo(browser, reply.content.decode())
    assert told(member) == [("changed cards in Rivers", 2)]
    assert GroupEvent.objects.get().count == 2


def test_cards_that_move_are_told_where_they_left_and_where_they_came(
    browser, deck, group, member, learner
):
    other = make_deck(owner=learner, title="Seas")
    share(other, group)
    enrol(member, other, now=NOW)
    act(browser, deck, "move", card=ids(deck)[:2], asked="move", to=other.pk)
    assert {words for words, _ in told(member)} == {
        "changed cards in Rivers",
        "changed cards in Seas",
    }


def test_cards_that_are_copied_are_told_where_they_came(browser, deck, group, learner):
    target = make_deck(owner=learner)
    act(browser, deck, "copy", card=ids(deck)[:2], asked="copy", to=target.pk)
    assert events() == []
    act(browser, target, "copy", card=ids(target)[:1], asked="copy", to=deck.pk)
    assert events() == [("changed", 1)]


def test_putting_aside_is_nobodys_business(browser, deck, member):
    act(browser, deck, "aside", card=ids(deck)[:2])
    assert told(member) == []


def test_a_duplicate_and_a_text_put_back_are_told(browser, deck, member):
    browser.post(reverse("card_duplicate", args=[ids(deck)[0]]))
    card = deck.cards.get(pk=ids(deck)[1])
    pen = Pen(deck.owner, timezone.now())
    change_card(card.pk, Sides("Other", "", ()), pen, seen_version=1)
    back = {"version": 1, "seen_version": 2}
    for _ in range(2):
        browser.post(reverse("card_put_back", args=[card.pk]), back)
    assert told(member) == [("changed cards in Rivers", 2)]


def test_copies_that_become_one_are_told_once(browser, deck, member):
    first, second = deck.cards.in_deck_order()[:2]
    deck.cards.filter(pk=second.pk).update(
        question=first.question, answer=first.answer, text_changed_at=timezone.now()
    )
    check_copies(deck.pk, timezone.now())
    pair = LikelyCopy.objects.get()
    page = browser.get(reverse("copies", args=[deck.pk])).content.decode()
    assert f'action="{reverse("copy_pair", args=[pair.pk])}"' in page
    form = {"keep": first.pk, "earlier_version": 1, "later_version": 1}
    browser.post(reverse("copy_pair", args=[pair.pk]), form)
    assert deck.cards.count() == 3
    assert told(member) == ONCE


def test_an_import_is_told_once_and_one_that_changes_nothing_is_not(
    learner, group, member
):
    key = Target("title:Rivers", "Rivers", owner=learner)
    parsed = formats.read(b"Q: One\nA: 1\n\nQ: Two\nA: 2\n")
    summary = import_cards(parsed, key, now=NOW)
    deck = Deck.objects.get(pk=summary.deck_id)
    share(deck, group)
    enrol(member, deck, now=NOW)
    import_cards(parsed, key, now=NOW)
    assert told(member) == []
    more = formats.read(b"Q: One\nA: 1\n\nQ: Three\nA: 3\n\nQ: Four\nA: 4\n")
    import_cards(more, key, now=NOW)
    assert told(member) == ONCE


def test_whoever_did_it_is_not_told_and_neither_is_who_does_not_study(
    browser, deck, group, learner
):
    idle = make_member(group).user
    enrol(learner, deck, now=NOW)
    add(browser, deck, uuid.uuid4())
    assert told(learner) == []
    assert told(idle) == []


def test_a_deck_of_two_groups_is_told_in_both_and_to_each_person_once(
    browser, deck, group, member
):
    other = make_group()
    make_member(other, user=member)
    share(deck, other)
    add(browser, deck, uuid.uuid4())
    assert told(member) == ONCE
    assert {event.group for event in GroupEvent.objects.all()} == {group, other}


def test_a_copy_is_another_deck(deck, member):
    copy_deck(deck, member, form_id=uuid.uuid4(), now=NOW)
    assert events() == []


def test_a_deck_that_no_group_has_costs_one_statement_and_tells_nobody(
    browser, learner, django_assert_num_queries
):
    own = make_deck(owner=learner, cards=2)
    card_id = ids(own)[0]
    with django_assert_num_queries(1):
        deck_changed(own.pk, by=learner, now=NOW)
    edit(browser, card_id, "Other", 1)
    assert own.cards.get(pk=card_id).question == "Other"
    assert not GroupEvent.objects.exists()


def test_a_save_of_the_import_page_is_told_once_however_often_it_is_sent(
    deck, member, learner
):
    text = parsed(("New", "Yes"), ("Also new", "Too"))
    wish = wish_of(learner, text, deck)
    for _ in range(2):
        save_import(text, wish, now=NOW)
    assert told(member) == ONCE
