"""S1: every URL, role and method, against the table in `access_matrix.py`.

The URLs come from the resolver: one that nobody listed fails the build, and so does a
line of the table whose URL is gone.
"""

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from decks.models import StudySession
from tests import access_account as account
from tests import access_matrix as matrix
from tests.access_matrix import IN_GROUP, READERS, SIGN_IN, SIGNED_IN, SITE
from tests.access_world import GROUP_NAME, SECRET, World
from tests.kept_rows import fingerprint, undone
from tests.sampling import IS_FULL, asked, one_of_all
from tests.site_urls import account_names, own_routes

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


# --- the table is whole --------------------------------------------------------------


def test_every_url_of_ours_has_a_line_and_every_line_a_url() -> None:
    assert {route.name for route in own_routes()} == set(SITE)


def test_no_url_name_stands_twice() -> None:
    names = [route.name for route in own_routes()]
    assert sorted(names) == sorted(set(names))


def test_every_url_of_allauth_is_listed() -> None:
    listed = (
        account.ACCOUNT_DOORS
        | account.ACCOUNT_OPEN
        | account.ACCOUNT_OWN
        | set(account.ACCOUNT_STEPS)
    )
    assert account_names() == listed


# --- our URLs ------------------------------------------------------------------------


def cases(*asked: str) -> Iterator[Any]:
    """Each URL with each deck that matters, or `asked`; in `make test` with one."""
    for name, rule in SITE.items():
        decks = list(asked or READERS) if rule.is_about_a_deck else ["public"]
        for deck in decks if IS_FULL else [one_of_all(decks, name)]:
            yield pytest.param(name, deck, id=f"{name}-{deck}")


def expected(name: str, deck: str, role: str, method: str) -> int | str:
    """The table's reply: a status, SIGN_IN, or the names of where a redirect leads."""
    rule = SITE[name]
    if role == "anonymous" and not rule.public:
        return SIGN_IN
    if method not in rule.methods:
        return 405
    return rule.methods[method] if rule.lets_in(role, deck) else 404


def ask(client: Client, method: str, url: str, form: Any, **headers: str) -> Any:
    if method == "POST":
        return client.post(url, form, headers=headers)
    return client.generic(method, url, headers=headers)


def outcome(response: HttpResponse, url: str, method: str) -> int | str:
    """A response in the table's words."""
    if response.status_code != 302:
        return response.status_code
    there = urlsplit(response["Location"])
    if there.path == reverse("account_login"):
        way_back = url if method in ("GET", "HEAD") else reverse("home")
        assert parse_qs(there.query)["next"] == [way_back]
        return SIGN_IN
    return str(resolve(there.path).url_name)


def methods_for(deck: str, role: str) -> tuple[str, ...]:
    """All of them; `make test` asks mostly for those that pages and forms send: which
    others a view takes depends neither on the deck nor on who asks."""
    is_whole = IS_FULL or (deck, role) in {
        ("public", "anonymous"),
        ("public", "learner"),
    }
    return matrix.METHODS if is_whole else ("GET", "POST")


def roles_for(name: str, deck: str, one_of: int) -> list[str]:
    """All of them; `make test` asks for a part, always with who must not get in."""
    roles = SITE[name].roles(deck)
    chosen = asked(roles, name, deck, one_of=one_of)
    return [role for role in roles if role in chosen or role == "outsider"]


@pytest.mark.parametrize(("name", "deck"), cases())
def test_each_method_gets_what_the_table_says(
    world: World, subtests: pytest.Subtests, name: str, deck: str
) -> None:
    url, form = world.url(name, deck), world.form(name, deck)
    for role in roles_for(name, deck, 8):
        client = world.client(role)
        before = fingerprint()
        for method in methods_for(deck, role):
            wanted = expected(name, deck, role, method)
            with subtests.test(role=role, method=method), undone():
                response = ask(client, method, url, form)
                assert_agree(outcome(response, url, method), wanted)
                assert_nothing_slips(response, role, is_invitation=name == "join")
                if method != "POST" or wanted in (SIGN_IN, 404, 405):
                    assert fingerprint() == before


def assert_agree(found: int | str, wanted: int | str) -> None:
    assert str(found) in str(wanted).split(" or ")


def assert_nothing_slips(
    response: HttpResponse, role: str, *, is_invitation: bool = False
) -> None:
    # Joined, since a file may come in pieces.
    said = b"".join(response).decode() + str(response.headers)
    if role not in (*IN_GROUP, "invited"):
        assert GROUP_NAME not in said or is_invitation
    if role in (*READERS["private"], *READERS["kept"], *IN_GROUP):
        return  # decks of theirs stand in lists too; the other one is looked for below
    assert SECRET not in said


@pytest.mark.parametrize(("name", "deck"), cases("public", "shared"))
def test_htmx_gets_the_same_refusals(
    world: World, subtests: pytest.Subtests, name: str, deck: str
) -> None:
    """Sign-in is a redirect of the whole page: never a page to swap into a card."""
    url, form = world.url(name, deck), world.form(name, deck)
    for role in roles_for(name, deck, 8):
        client = world.client(role)
        before = fingerprint()
        for method in ("GET", "POST"):
            wanted = expected(name, deck, role, method)
            if wanted not in (SIGN_IN, 404, 405):
                continue
            with subtests.test(role=role, method=method):
                response = ask(client, method, url, form, **HTMX)
                assert_refused_to_htmx(response, wanted)
                assert fingerprint() == before


def assert_refused_to_htmx(response: HttpResponse, wanted: int | str) -> None:
    assert SECRET not in response.content.decode()
    if wanted != SIGN_IN:
        assert response.status_code == wanted
        return
    assert (response.status_code, response.content) == (200, b"")
    assert urlsplit(response["HX-Redirect"]).path == reverse("account_login")


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_one_persons_private_deck_is_on_no_page_of_the_other(
    world: World, role: str
) -> None:
    other = world.decks["kept" if role == "owner" else "private"]
    client = world.client(role)
    for name in ("home", "deck_list", "preferences"):
        assert other.title not in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("role", SIGNED_IN)
def test_no_other_persons_address_or_deck_is_on_a_page(world: World, role: str) -> None:
    client = world.client(role)
    pages = [world.url(name) for name in ("home", "deck_list", "preferences", "deck")]
    shown = "".join(client.get(url).content.decode() for url in pages)
    assert not [key for key, one in world.people.items() if one.email in shown]


@pytest.mark.parametrize("deck", ["private", "kept"])
def test_a_hidden_deck_looks_like_one_that_is_not_there(
    world: World, deck: str
) -> None:
    client = world.client("outsider")
    hidden, gone = (
        client.get(reverse("deck", args=[pk])).content
        for pk in (world.decks[deck].pk, 999_999_999)
    )
    assert hidden == gone


@pytest.mark.parametrize("role", ["outsider", "owner", "staff", "archived"])
def test_a_malformed_rating_says_nothing_about_anothers_session(
    world: World, role: str
) -> None:
    client, before = world.client(role), fingerprint()
    response = client.post(world.url("rate"), {"confidence": "9"}, follow=True)
    assert response.status_code == 404
    assert fingerprint() == before


def test_a_card_of_a_deck_outside_the_session_is_not_rated(world: World) -> None:
    StudySession.objects.update(deck_ids=[world.decks["public"].pk])
    client, form = world.client("learner"), world.form("rate", "unlisted")
    before = fingerprint()
    response = client.post(world.url("rate"), form)
    assert response.status_code == 404
    assert fingerprint() == before


@pytest.mark.parametrize("deck", ["private", "kept"])
def test_practice_with_a_card_that_was_closed_since_writes_nothing(
    world: World, deck: str
) -> None:
    client, before = world.client("learner"), fingerprint()
    response = client.post(world.url("practise"), world.form("practise", deck))
    assert response.status_code in (302, 404)
    assert fingerprint() == before


@pytest.mark.parametrize("role", ["outsider", "owner", "staff", "archived"])
@pytest.mark.parametrize("name", ["undo", "practise", "study_again", "browse"])
def test_anothers_session_is_not_told_from_one_that_is_not_there(
    world: World, name: str, role: str
) -> None:
    client, url = world.client(role), world.url(name)
    session_id = resolve(url).kwargs["session_id"]
    gone = url.replace(str(session_id), str(uuid.uuid4()))
    form = world.form(name)
    replies = [
        client.get(path) if name == "browse" else client.post(path, form)
        for path in (url, gone)
    ]
    assert [reply.status_code for reply in replies] == [404, 404]
    assert replies[0].content == replies[1].content


# --- allauth's URLs ------------------------------------------------------------------


def account_url(name: str) -> str:
    for args in ([], ["no-such-key"], ["1"], ["1", "no-such-key"]):
        with contextlib.suppress(NoReverseMatch):
            return reverse(name, args=args)
    raise AssertionError(name)


@pytest.mark.parametrize("name", sorted(account.ACCOUNT_OPEN))
@pytest.mark.parametrize("role", ["anonymous", "outsider"])
def test_open_account_pages(world: World, name: str, role: str) -> None:
    assert world.client(role).get(account_url(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(account.ACCOUNT_DOORS))
def test_doors_open_for_strangers_and_send_others_home(world: World, name: str) -> None:
    assert world.client("anonymous").get(account_url(name)).status_code == 200
    response = world.client("outsider").get(account_url(name))
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


@pytest.mark.parametrize("name", sorted(account.ACCOUNT_OWN))
def test_ones_own_account_is_behind_sign_in(
    client: Client, subtests: pytest.Subtests, name: str
) -> None:
    url = account_url(name)
    for method in matrix.METHODS:
        with subtests.test(method=method):
            assert outcome(ask(client, method, url, {}), url, method) == SIGN_IN


@pytest.mark.parametrize("name", sorted(account.ACCOUNT_STEPS))
def test_steps_lead_to_the_beginning_of_their_way(world: World, name: str) -> None:
    wanted = account.ACCOUNT_STEPS[name]
    for role, place in zip(("anonymous", "outsider"), wanted, strict=True):
        response = world.client(role).get(account_url(name))
        location = response.headers.get("Location")
        assert location == (reverse(place) if place else None)


@pytest.mark.parametrize("name", sorted(account_names()))
@pytest.mark.parametrize("role", ["anonymous", "outsider"])
def test_account_pages_change_nothing_when_sent_nothing(
    world: World, name: str, role: str
) -> None:
    before, url = fingerprint(), account_url(name)
    for method in matrix.METHODS:
        with undone():
            response = ask(world.client(role), method, url, {})
            assert response.status_code in (200, 302, 403, 404, 405)
            assert SECRET not in response.content.decode()
    assert fingerprint() == before
