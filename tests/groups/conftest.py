"""A group and the people around it."""

import pytest

from tests.groups.people import People, make_people


@pytest.fixture
def people(db: None) -> People:
    return make_people()
