"""A learner for the tests of the pages behind the numbers."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from decks.models import Deck, User
from tests.study.sittings import cards_of, make_learner, rate, start


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def rated(client: Client, now: dt.datetime, db: None) -> tuple[User, Deck]:
    """A learner, signed in, who has rated three cards today: 2, 4 and 4."""
    user, deck = make_learner(cards=3)
    session = start(user, deck, now=now)
    for card, level in zip(cards_of(deck), (2, 4, 4), strict=True):
        rate(user, session, card, level, now=now)
    client.force_login(user)
    return user, deck
