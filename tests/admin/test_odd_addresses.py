"""Addresses of the administration that nobody's link has."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5000
ODD = [
    "/admin/decks/deck/%00/change/",
    f"/admin/decks/card/{DIGITS}/change/",
    "/admin/decks/card/?q=%00",
    f"/admin/decks/card/add/?deck={DIGITS}",
    "/admin/decks/card/add/?deck=%00",
    "/admin/decks/deck/?owner__id__exact=%00",
]


@pytest.mark.parametrize("path", ODD)
def test_odd_addresses_are_not_there(superuser: Client, path: str) -> None:
    assert superuser.get(path).status_code == 404
