"""A group and its owner, for the tests of its page."""

import pytest

from decks.groups.models import Membership, Seen, StudyGroup
from decks.models import User
from tests.factories import make_group, make_user
from tests.progress.group_rows import LONG_AGO


@pytest.fixture
def owner(db: None) -> User:
    return make_user(display_name="Maya Okafor")


@pytest.fixture
def group(owner: User) -> StudyGroup:
    group = make_group(owner=owner, name="Cloud Certs", created_at=LONG_AGO)
    Membership.objects.update(seen=Seen.NAMED, seen_since=LONG_AGO, joined_at=LONG_AGO)
    return group
