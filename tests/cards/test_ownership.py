import pytest

from decks.cards.ownership import forget_source, release_decks
from decks.models import Deck
from tests.factories import make_deck, make_user

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
