"""The page of a group."""

import pytest
from django.test import Client

from tests.factories import make_group, make_user

pytestmark = pytest.mark.django_db


def test_one(client: Client) -> None:
    owner = make_user()
    group = make_group(owner=owner)
    client.force_login(owner)
    page = client.get(f"/groups/{group.pk}/")
    assert page.status_code == 200
