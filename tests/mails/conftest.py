"""Whoever asked for mail."""

import pytest

from decks.models import User
from tests.factories import (
    make_user,
)
from tests.mails.people import want_mail


@pytest.fixture
def learner(db: None) -> User:
    return want_mail(make_user(display_name="Bob"))
