"""A group and the people around it."""

import pytest

from decks.models import Deck, StudyGroup, User
from tests.factories import make_deck, make_group, make_member
from tests.groups.people import People, make_people


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def group(learner: User) -> StudyGroup:
    """The learner is a plain member of it; somebody else owns it."""
    made = make_group(name="Cloud Certs")
    make_member(made, user=learner)
    return made


@pytest.fixture
def deck(learner: User) -> Deck:
    """One that the learner may share."""
    return make_deck(owner=learner, title="AWS Lambda", cards=3)
