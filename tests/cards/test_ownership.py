import pytest

from decks.cards.ownership import forget_source, free_key, release_decks
from decks.editing.deck_deleting import restorable
from decks.models import Deck
from tests.factories import NOW, make_deck, make_public_deck, make_staff, make_user

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
