"""S2: no form counts without its token, and looking at a page changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.mails.choosing import choose
from decks.models import MailChoice, User
from tests import access_matrix as matrix
from tests.access_matrix import SITE
from tests.access_world import World
from tests.kept_rows import fingerprint
from tests.sampling import is_asked
from tests.site_urls import account_names, admin_routes, all_routes

pytestmark = pytest.mark.django_db

BY_LINK = {"mail_off"}
"""Mail programs send this without having seen a page (RFC 8058): the signed link in the
address stands for the token."""

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
OUR_PAGE = "The form could not be sent"


def checking_client(world: World, role: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    if role != "anonymous":
        client.force_login(world.people[role])
    return client


def every_url(world: World) -> list[str]:
    """Each URL of the site once, with arguments that fit."""
    account = [_first_fitting(name) for name in sorted(account_names())]
    admin = [
        "/" + route.route
        for route in admin_routes()
        if not set("<(^$") & set(route.route)
    ]
    return [world.url(name) for name in SITE] + account + admin


def part_of_urls(world: World, *asked_by: str, one_of: int) -> list[str]:
    """Those that `make test` asks, by their place: addresses have numbers of rows."""
    numbered = enumerate(every_url(world))
    return [url for n, url in numbered if is_asked(*asked_by, n, one_of=one_of)]


def _first_fitting(name: str) -> str:
    args: dict[str, list[str | int]] = {
        "account_confirm_email": ["no-such-key"],
        "account_reset_password_from_key": ["1", "no-such-key"],
        "mfa_edit_webauthn": [0],
        "mfa_remove_webauthn": [0],
    }
    return reverse(name, args=args.get(name, []))


@pytest.mark.parametrize("role", ["anonymous", "learner", "staff"])
@pytest.mark.parametrize("method", UNSAFE)
def test_no_route_takes_anything_without_a_token(
    world: World, subtests: pytest.Subtests, role: str, method: str
) -> None:
    client = checking_client(world, role)
    before = fingerprint()
    by_link = {world.url(name) for name in BY_LINK}
    for url in part_of_urls(world, role, method, one_of=6):
        if url in by_link:
            continue
        with subtests.test(url=url):
            response = client.generic(method, url)
            assert response.status_code == 403
            assert OUR_PAGE in response.content.decode()
            assert fingerprint() == before


TAKERS = sorted(n for n in SITE if "POST" in SITE[n].methods and n not in BY_LINK)


@pytest.mark.parametrize("name", TAKERS)
def test_a_whole_form_without_its_token_changes_nothing(
    world: World, name: str
) -> None:
    client = checking_client(world, "learner")
    before = fingerprint()
    for headers in ({}, {"HX-Request": "true"}):
        response = client.post(world.url(name), world.form(name), headers=headers)
        assert response.status_code == 403
        assert OUR_PAGE in response.content.decode()
    assert fingerprint() == before


def test_another_sites_token_does_not_count(world: World) -> None:
    client = checking_client(world, "learner")
    client.cookies["csrftoken"] = "a" * 32
    given = {**world.form("rate"), "csrfmiddlewaretoken": "b" * 32}
    assert client.post(world.url("rate"), given).status_code == 403


def test_the_token_of_the_page_counts(world: World) -> None:
    """The check above is real: with the token the same form is taken."""
    client = checking_client(world, "learner")
    page = client.get(world.url("study"))
    token = page.context["csrf_token"]
    given = {**world.form("rate"), "csrfmiddlewaretoken": str(token)}
    before = fingerprint()
    assert client.post(world.url("rate"), given).status_code == 302
    assert fingerprint() != before


def test_nobody_is_exempt_but_the_link_in_a_mail() -> None:
    exempt = {r.name for r in all_routes() if getattr(r.view, "csrf_exempt", False)}
    assert exempt == BY_LINK


@pytest.mark.parametrize("role", ["anonymous", "learner", "staff"])
def test_a_link_in_a_mail_is_of_one_account_and_its_mail(
    world: World, role: str
) -> None:
    """What stands for the token lets its reader do this, and nothing else."""
    client = checking_client(world, role)
    for user in (world.people["learner"], world.people["owner"]):
        choose(user, digest="daily", reminds=True, now=timezone.now())
    others = User.objects.exclude(pk=world.people["learner"].pk)
    before = list(others.order_by("pk").values())
    assert client.post(world.url("mail_off")).status_code == 200
    assert list(others.order_by("pk").values()) == before
    rows = dict(MailChoice.objects.values_list("user", "digest"))
    assert rows == {
        world.people["learner"].pk: "off",
        world.people["owner"].pk: "daily",
    }


@pytest.mark.parametrize("role", matrix.ROLES)
def test_looking_changes_nothing(
    world: World, subtests: pytest.Subtests, role: str
) -> None:
    client = world.client(role)
    before = fingerprint()
    for url in part_of_urls(world, role, one_of=6):
        for method in ("GET", "HEAD"):
            with subtests.test(url=url, method=method):
                client.generic(method, url)
                assert fingerprint() == before
