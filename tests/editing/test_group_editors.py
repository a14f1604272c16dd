"""What somebody may whom a group lets edit a deck, and what its owner alone may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.groups.models import Role, StudyGroup
from decks.models import Card, Deck, ReviewState, User
from decks.study.sessions import enrol
from tests.editing.list_forms import act, ids
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_review_state,
    make_staff,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db

KEEPING = (
    "deck_edit",
    "deck_delete",
    "deck_defaults",
    "deck_link_renew",
    "deck_archive",
    "deck_unarchive",
    "deck_restore",
)
WRITING = ("card_new", "import_into", "deck_tags", "copies", "cards_deleted")


@pytest.fixture
def owner() -> User:
    return make_user(display_name="Ada")


@pytest.fixture
def group(owner: User, learner: User) -> StudyGroup:
    """Where the learner is an editor and the owner of the deck a plain member."""
    made = make_group(name="Cloud Certs")
    make_member(made, user=owner)
    make_member(made, user=learner, role=Role.EDITOR)
    return made


@pytest.fixture
def deck(owner: User, group: StudyGroup) -> Deck:
    made = make_deck(owner=owner, title="AWS Lambda", cards=6)
    share(made, group, editors_may_edit=True)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, deck: Deck) -> str:
    return client.get(reverse("deck", args=[deck.pk])).content.decode()


# --- what is the owner's -------------------------------------------------------------


@pytest.mark.parametrize("name", KEEPING)
def test_an_editor_does_not_keep_the_deck(browser, deck, name):
    url = reverse(name, args=[deck.pk])
    assert browser.post(url).status_code == 404
    assert browser.get(url).status_code in (404, 405)
    assert Deck.objects.values("archived_at", "deleted_at").get() == {
        "archived_at": None,
        "deleted_at": None,
    }


@pytest.mark.parametrize("name", WRITING)
def test_an_editor_writes_cards(browser, deck, name):
    assert browser.get(reverse(name, args=[deck.pk])).status_code == 200


@pytest.mark.parametrize("name", [*KEEPING, *WRITING])
def test_members_and_strangers_do_neither(deck, group, name):
    member, stranger = make_member(group).user, make_user()
    for user in (member, stranger):
        reply = signed_in(user).post(reverse(name, args=[deck.pk]))
        assert reply.status_code in (404, 405)


def test_a_share_for_studying_lets_no_editor_write(browser, group, owner):
    deck = make_deck(owner=owner, cards=1)
    share(deck, group, editors_may_edit=False)
    for name in WRITING:
        assert browser.get(reverse(name, args=[deck.pk])).status_code == 404


def test_each_finds_on_the_page_what_they_may(browser, deck, group, owner, learner):
    edits, adds = "/edit/", reverse("card_new", args=[deck.pk])
    settings = f'href="{reverse("deck_edit", args=[deck.pk])}"'
    mine, theirs = page(signed_in(owner), deck), page(browser, deck)
    assert settings in mine
    assert adds in mine
    assert settings not in theirs
    assert adds in theirs
    assert edits in theirs  # the cards' own
    member = make_member(group).user
    enrol(member, deck, now=NOW)
    plain = page(signed_in(member), deck)
    assert settings not in plain
    assert adds not in plain


def test_the_owner_loses_nothing_by_leaving_the_group(deck, group, owner):
    group.memberships.filter(user=owner).delete()
    assert Deck.objects.kept_by(owner).get() == deck


def test_an_editor_who_leaves_edits_no_more(browser, deck, group, learner):
    card_id = ids(deck)[0]
    group.memberships.filter(user=learner).delete()
    text = {"question": "Mine", "answer": "", "tags": "", "version": 1}
    reply = browser.post(reverse("card_edit", args=[card_id]), text)
    assert reply.status_code == 404
    assert not Card.objects.filter(question="Mine").exists()


def test_staff_who_edit_in_a_group_do_not_find_the_deck_in_the_administration(
    deck, group
):
    staff = make_staff()
    make_member(group, user=staff, role=Role.EDITOR)
    reply = signed_in(staff).get(reverse("admin:decks_deck_change", args=[deck.pk]))
    assert reply.status_code == 302
    assert Deck.objects.editable_by(staff).filter(pk=deck.pk).exists()


# --- moving and copying --------------------------------------------------------------


def targets(client: Client, deck: Deck, what: str) -> str:
    url = reverse("cards_act", args=[deck.pk])
    chosen: dict[str, Any] = {"act": what, "card": ids(deck)[0]}
    return client.get(url, chosen).content.decode()


def test_an_editor_copies_cards_into_a_deck_of_their_own(browser, deck, learner):
    own = make_deck(owner=learner, title="Mine")
    act(browser, deck, "copy", card=ids(deck)[:2], asked="copy", to=own.pk)
    assert own.cards.count() == 2
    assert deck.cards.count() == 6


def test_an_editor_takes_no_card_into_a_deck_of_their_own(browser, deck, learner):
    own = make_deck(owner=learner, title="My private one")
    assert "My private one" not in targets(browser, deck, "move")
    act(browser, deck, "move", card=ids(deck)[:2], asked="move", to=own.pk)
    assert not own.cards.exists()


def test_an_editor_moves_cards_to_another_deck_of_its_owner_and_all_follow(
    browser, deck, group, owner
):
    other = make_deck(owner=owner, title="Also shared")
    share(other, group, editors_may_edit=True)
    member = make_member(group).user
    card = deck.cards.first()
    make_review_state(user=member, card=card)
    act(browser, deck, "move", card=[card.pk], asked="move", to=other.pk)
    assert ReviewState.objects.get(user=member).deck_id == other.pk
    assert Deck.objects.readable_by(member).filter(pk=other.pk).exists()


@pytest.mark.parametrize("is_public", [True, False])
def test_an_editor_moves_no_card_to_where_another_group_cannot_follow(
    browser, deck, group, owner, is_public
):
    """The deck is another group's too, or everyone's; the other one is not."""
    other = make_deck(owner=owner, title="Closed to some")
    share(other, group, editors_may_edit=True)
    if is_public:
        Deck.objects.filter(pk=deck.pk).update(visibility="public")
    else:
        share(deck, make_group())
    assert "Closed to some" not in targets(browser, deck, "move")
    act(browser, deck, "move", card=ids(deck)[:1], asked="move", to=other.pk)
    assert not other.cards.exists()


def test_where_nothing_can_be_moved_to_copying_is_offered(browser, deck, learner):
    own = make_deck(owner=learner, title="Mine")
    html = targets(browser, deck, "move")
    assert "Copy 1 card…" in html
    again = {"act": "copy", "card": ids(deck)[0]}
    asked = browser.post(reverse("cards_act", args=[deck.pk]), again).content.decode()
    assert f'<option value="{own.pk}">Mine</option>' in asked


def test_the_owner_moves_cards_wherever_they_can_edit(deck, owner):
    own = make_deck(owner=owner, title="Private")
    act(signed_in(owner), deck, "move", card=ids(deck)[:2], asked="move", to=own.pk)
    assert own.cards.count() == 2


def test_an_editor_deletes_cards_and_the_owner_brings_them_back(browser, deck, owner):
    act(browser, deck, "delete", card=ids(deck)[:2])
    assert deck.cards.count() == 4
    listed = signed_in(owner).get(reverse("cards_deleted", args=[deck.pk]))
    deletion = listed.context["deletions"][0]
    undo = reverse("cards_restore", args=[deck.pk, deletion.moment_us])
    signed_in(owner).post(undo)
    assert deck.cards.count() == 6


def test_putting_aside_is_each_persons_own(browser, deck, group, learner):
    member = make_member(group).user
    enrol(member, deck, now=timezone.now())
    act(browser, deck, "aside", card=ids(deck)[:3])
    aside = ReviewState.objects.filter(put_aside_at__isnull=False)
    assert {state.user_id for state in aside} == {learner.pk}
