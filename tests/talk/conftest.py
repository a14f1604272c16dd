"""A deck of a group, with people around it."""

import pytest

from tests.talk.suggest_world import Circle, make_circle


@pytest.fixture
def circle(db: None) -> Circle:
    return make_circle()
