"""The order of a group's decks."""

import pytest
from django.urls import reverse

from decks.groups.models import StudyGroup
from decks.groups.sharing import shares_of, step_share
from decks.models import Deck, GroupDeck
from tests.factories import NOW, make_deck, make_group, make_member, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> StudyGroup:
    return make_group()


def test_decks_are_moved_up_and_down(group):
    decks = [make_deck(title=title) for title in "abc"]
    for deck in decks:
        share(deck, group)
    a, b, c = decks
    assert step_share(group.pk, c.pk, -1) == 2
    assert [row.deck for row in shares_of(group)] == [a, c, b]
    assert step_share(group.pk, a.pk, 5) == 3
    assert [row.deck for row in shares_of(group)] == [c, b, a]
    assert step_share(group.pk, c.pk, -1) == 1
    assert step_share(group.pk, make_deck().pk, 1) is None


def test_a_deleted_deck_in_between_is_no_step(group):
    decks = [make_deck(title=title) for title in "abc"]
    for deck in decks:
        share(deck, group)
    Deck.objects.filter(title="b").update(deleted_at=NOW)
    assert step_share(group.pk, decks[2].pk, -1) == 1
    assert [row.deck.title for row in shares_of(group)] == ["c", "a"]


def test_equal_places_are_pushed_apart(group):
    decks = [make_deck(title=title) for title in "abc"]
    for deck in decks:
        share(deck, group, position=1)
    step_share(group.pk, decks[0].pk, 1)
    assert [row.deck.title for row in shares_of(group)] == ["b", "a", "c"]


@pytest.mark.parametrize("decks", [1, 200])
def test_the_statements_do_not_grow(group, decks, django_assert_num_queries):
    for _ in range(decks):
        share(make_deck(), group)
    first = GroupDeck.objects.all()[0]
    with django_assert_num_queries(5):  # with the savepoint's two
        step_share(group.pk, first.deck_id, 1)


@pytest.mark.parametrize("role", ["owner", "editor", "member"])
def test_the_groups_page_has_the_buttons_for_whoever_may(client, group, role):
    deck = make_deck(title="Rivers", cards=1)
    share(deck, group)
    client.force_login(make_member(group, role=role).user)
    html = client.get(reverse("group", args=[group.pk])).content.decode()
    place = reverse("group_deck_place", args=[group.pk, deck.pk])
    unshare = reverse("group_unshare", args=[group.pk, deck.pk])
    assert (f'action="{place}"' in html) is (role != "member")
    assert (f'href="{unshare}"' in html) is (role == "owner")


def test_whoever_shared_a_deck_finds_the_way_out(client, group):
    member = make_member(group).user
    deck = make_deck(owner=member, cards=1)
    share(deck, group)
    client.force_login(member)
    html = client.get(reverse("group", args=[group.pk])).content.decode()
    assert reverse("group_unshare", args=[group.pk, deck.pk]) in html
    assert reverse("group_deck_place", args=[group.pk, deck.pk]) not in html
