import datetime as dt

import pytest

from decks.cards.ownership import forget_source, free_key, release_decks
from decks.editing.deck_deleting import restorable
from decks.models import Deck
from tests.factories import (
    NOW,
    make_deck,
    make_group,
    make_member,
    make_public_deck,
    make_staff,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db


def test_private_decks_go_with_their_owner_and_shared_ones_stay():
    for _ in range(2):
        owner = make_user()
        private = make_deck(owner=owner, source_key="title:Own")
        shared = make_deck(
            owner=owner, source_key="title:Notes", visibility=Deck.Visibility.PUBLIC
        )
        release_decks([owner.pk])
        owner.delete()
        assert not Deck.objects.filter(pk=private.pk).exists()
        shared.refresh_from_db()
        assert (shared.owner, shared.source_key) == (None, "")


def test_a_built_in_deck_keeps_its_key():
    deck = Deck(source_key="builtin:aws-lambda")
    forget_source(deck)
    assert deck.source_key == "builtin:aws-lambda"


def test_what_an_owner_deleted_nobody_brings_back_after_they_left():
    owner, staff = make_user(), make_staff()
    gone = make_public_deck(owner=owner, cards=1, deleted_at=NOW)
    make_public_deck(cards=1, deleted_at=NOW)
    release_decks([owner.pk])
    owner.delete()
    gone.refresh_from_db()
    assert gone.deleted_at is not None
    assert gone.deleted_at < NOW
    assert gone not in restorable(staff, now=NOW)
    assert restorable(staff, now=NOW).count() == 1


@pytest.mark.parametrize(
    ("key", "deleted_at", "gives"),
    [("title:A", NOW, True), ("title:A", None, False), ("builtin:x", NOW, False)],
)
def test_a_deleted_deck_gives_its_key_to_the_next(key, deleted_at, gives):
    deck = make_deck(owner=make_user(), source_key=key, deleted_at=deleted_at)
    assert free_key(deck) is gives
    deck.refresh_from_db()
    assert deck.source_key == ("" if gives else key)


# --- private decks that a study group has --------------------------------------------


def shared_deck(owner, group, **fields):
    deck = make_deck(owner=owner, cards=1, source_key="title:Own")
    share(deck, group, **fields)
    return deck


def test_a_private_deck_that_a_group_has_goes_to_the_groups_longest_standing_owner():
    goes, first, second = (make_user() for _ in range(3))
    group = make_group(owner=second)
    make_member(group, user=first, role="owner", joined_at=NOW - dt.timedelta(days=1))
    make_member(group, user=goes, role="owner", joined_at=NOW - dt.timedelta(days=9))
    make_member(group, joined_at=NOW - dt.timedelta(days=5))
    deck, alone = shared_deck(goes, group), make_deck(owner=goes)

    release_decks([goes.pk])
    goes.delete()

    deck.refresh_from_db()
    assert (deck.owner, deck.source_key, deck.visibility) == (first, "", "private")
    assert deck.cards.count() == 1
    assert not Deck.objects.filter(pk=alone.pk).exists()


def test_two_decks_with_the_same_key_may_go_to_the_same_heir():
    heir, *goes = (make_user() for _ in range(3))
    group = make_group(owner=heir)
    decks = [shared_deck(one, group) for one in goes]
    release_decks([one.pk for one in goes])
    assert set(Deck.objects.filter(owner=heir)) == set(decks)


def test_of_two_groups_the_one_that_has_had_the_deck_longest_decides():
    goes = make_user()
    later, earlier = make_group(), make_group()
    deck = shared_deck(goes, later)
    share(deck, earlier, shared_at=NOW - dt.timedelta(days=1))
    release_decks([goes.pk])
    deck.refresh_from_db()
    assert earlier.memberships.filter(user=deck.owner).exists()


def test_a_private_deck_goes_where_nobody_else_is_in_the_group():
    goes = make_user()
    deck = shared_deck(goes, make_group(owner=goes))
    release_decks([goes.pk])
    assert not Deck.objects.filter(pk=deck.pk).exists()


def test_what_was_deleted_is_handed_to_nobody():
    goes = make_user()
    deck = shared_deck(goes, make_group())
    Deck.objects.filter(pk=deck.pk).update(deleted_at=NOW)
    release_decks([goes.pk])
    assert not Deck.objects.filter(pk=deck.pk).exists()
