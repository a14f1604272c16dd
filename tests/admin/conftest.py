"""Who asks in the administration's tests, and what about."""

import pytest
from django.test import Client

from decks.models import Deck
from tests.admin.pages import SECRET, signed_in
from tests.factories import (
    make_card,
    make_deck,
    make_public_deck,
    make_staff,
    make_user,
)


@pytest.fixture
def staff() -> Client:
    return signed_in(make_staff())


@pytest.fixture
def superuser() -> Client:
    return signed_in(make_staff(is_superuser=True))


@pytest.fixture
def ownerless() -> Deck:
    return make_public_deck(cards=2, title="Kept by staff")


@pytest.fixture
def foreign() -> Deck:
    deck = make_deck(owner=make_user(), title=f"{SECRET} deck")
    make_card(deck=deck, question=f"{SECRET} question", answer=f"{SECRET} answer")
    return deck
