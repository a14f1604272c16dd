"""Who of several people may read a deck, by the rule that holds for each of them."""

import pytest
from django.utils import timezone

from decks.models import Deck, DeckReader
from decks.talk.readers import readers_among
from tests.factories import (
    make_deck,
    make_group,
    make_member,
    make_staff,
    make_user,
    share,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("visibility", Deck.Visibility.values)
@pytest.mark.parametrize("is_archived", [True, False])
@pytest.mark.parametrize("is_deleted", [True, False])
@pytest.mark.parametrize("has_owner", [True, False])
def test_each_is_asked_the_same(visibility, is_archived, is_deleted, has_owner) -> None:
    now = timezone.now()
    people = [make_user(), make_user(), make_user(), make_user(), make_staff()]
    owner, member, came, _outsider, _staff = people
    deck = make_deck(
        owner=owner if has_owner else None,
        visibility=visibility,
        archived_at=now if is_archived else None,
        deleted_at=now if is_deleted else None,
    )
    group = make_group(owner=make_user())
    make_member(group, user=member)
    share(deck, group)
    DeckReader.objects.create(user=came, deck=deck, came_at=now)
    alone = [
        person.pk
        for person in people
        if Deck.objects.readable_by(person).filter(pk=deck.pk).exists()
    ]
    assert readers_among(deck.pk, people) == alone


def test_nobody_asked_costs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert readers_among(1, []) == []
