"""S1 for the administration: staff only, and nobody's private deck even for them."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.access_world import SECRET, World
from tests.kept_rows import fingerprint
from tests.site_urls import admin_routes

pytestmark = pytest.mark.django_db


ADMIN_PARTS = {
    r"<path:content_type_id>": "1",
    r"\^\(\?P<app_label>.*\)/\$": "decks/",
    r"\(\?P<url>\.\*\)\$": "nowhere/",
}


def admin_urls(world: World) -> list[str]:
    """Every address of the administration, asked about the owner's private deck."""
    deck = world.decks["private"]
    urls = []
    for url in (f"/{route.route}" for route in admin_routes()):
        asked = deck.cards.get().pk if "/card/" in url else deck.pk
        url = url.replace("<path:object_id>", str(asked)).replace("<id>", str(asked))
        for part, value in ADMIN_PARTS.items():
            url = re.sub(part, value, url)
        urls.append(url)
    return urls


def test_the_addresses_of_the_administration_are_complete(world: World) -> None:
    urls = admin_urls(world)
    assert f"/admin/decks/deck/{world.decks['private'].pk}/change/" in urls
    assert not [url for url in urls if set("<(^$") & set(url)]


def ask(client: Client, method: str, url: str) -> Any:
    return client.get(url) if method == "GET" else client.post(url, {"post": "yes"})


def admin_asks(world: World) -> Iterator[tuple[str, str]]:
    """Each address by GET and POST, but for signing out, which ends the asking."""
    for url in admin_urls(world):
        yield "GET", url
        if url != reverse("admin:logout"):
            yield "POST", url


@pytest.mark.parametrize("role", ["anonymous", "outsider", "owner", "learner"])
def test_the_administration_lets_only_staff_in(
    world: World, subtests: pytest.Subtests, role: str
) -> None:
    client, before = world.client(role), fingerprint()
    doors = {reverse("account_login"), reverse("admin:login"), reverse("admin:index")}
    for method, url in admin_asks(world):
        with subtests.test(method=method, url=url):
            response = ask(client, method, url)
            if response.status_code != 403:
                assert response.status_code == 302
                assert urlsplit(response["Location"]).path in doors
            assert fingerprint() == before


def test_staff_find_no_private_deck_of_others_in_the_administration(
    world: World, subtests: pytest.Subtests
) -> None:
    world.decks["kept"].delete()  # theirs to see, with the same words on it
    client, before = world.client("staff"), fingerprint()
    for method, url in admin_asks(world):
        with subtests.test(method=method, url=url):
            response = ask(client, method, url)
            assert response.status_code in (200, 302, 403, 404, 405)
            assert SECRET not in response.content.decode()
            assert fingerprint() == before


def test_the_way_from_the_administration_ends_in_a_refusal(world: World) -> None:
    response = world.client("outsider").get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
