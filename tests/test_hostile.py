"""Whatever is sent, no page breaks: every form and every query with hostile values."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decks.models import Deck, Review, User
from decks.study.selections import Selection
from decks.study.sessions import enrol, start_session
from tests.access_making import make_world
from tests.access_matrix import SITE
from tests.factories import make_public_deck
from tests.kept_rows import undone
from tests.sampling import asked

pytestmark = pytest.mark.django_db

HOSTILE = {
    "nul": "a\0b",
    "huge number": "9" * 400,
    "negative": "-1",
    "long": "x" * 100_000,
    "markup": "<script>alert(1)</script>",
    "quote": "' OR 1=1 --",
    "right to left": "\u202eabc",
    "arabic digits": "\u0664\u0662",
    "line breaks": "a\r\nSet-Cookie: x=1",
    "infinity": "1e999",
    "template": "{{ 7*7 }}{% csrf_token %}",
    "empty": "",
}
FORMS = {
    "account_login": ["login", "password", "next", "remember"],
    "account_signup": ["display_name", "email", "password1", "time_zone", "next"],
    "account_reset_password": ["email"],
    "account_request_login_code": ["email", "next"],
    "account_email": ["email", "action_add", "action_send"],
    "account_change_password": ["oldpassword", "password1", "password2"],
}
QUERIES = {
    "choose": ["deck"],
    "library": ["q", "sort", "page"],
    "decks_deleted": ["page"],
    "deck": ["show", "after"],
    "try_card": ["level"],
    "account_login": ["next"],
    "account_signup": ["next", "email"],
    "home": ["x"],
    "search": ["q", "deck", "show", "start"],
    "notices": ["page"],
}
QUERIES_OF_OURS = {
    "study_answer": ["was"],
    "browse": ["turned"],
    "start_over": ["session"],
    "card_note": ["session"],
    "card_edit": ["session"],
    "card_talk": ["before", "session"],
    "comment_edit": ["session"],
}
VALUES = pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())


@pytest.fixture
def quiet(browser: Client) -> Client:
    browser.raise_request_exception = False
    return browser


@pytest.fixture
def deck() -> Deck:
    return make_public_deck(cards=2)


@pytest.mark.parametrize("signed_in", [True, False])
@VALUES
def test_forms(quiet: Client, signed_in: bool, value: str) -> None:
    client = quiet if signed_in else Client(raise_request_exception=False)
    for name, fields in FORMS.items():
        for field in fields:
            form = dict.fromkeys(fields, "ordinary text 7") | {field: value}
            status = client.post(reverse(name), form).status_code
            assert status < 500, (name, field)


@VALUES
def test_every_form_of_ours(value: str) -> None:
    """Each field of each form of the site, the others as a page would send them."""
    world = make_world()
    for name in (name for name, rule in SITE.items() if "POST" in rule.methods):
        role = "owner" if "editing" in SITE[name].about else "learner"
        client, url = world.client(role), world.url(name, "unlisted")
        client.raise_request_exception = False
        form = world.form(name, "unlisted")
        for field in asked([*form, "session"], name, value, one_of=24):
            with undone():
                status = client.post(url, form | {field: value}).status_code
            assert status < 500, (name, field)


@VALUES
def test_queries_of_sessions_and_cards(value: str) -> None:
    world = make_world()
    for name, fields in QUERIES_OF_OURS.items():
        role = "owner" if "editing" in SITE[name].about else "learner"
        client, url = world.client(role), world.url(name, "unlisted")
        client.raise_request_exception = False
        for field in fields:
            status = client.get(url, {field: value}).status_code
            assert status < 500, (name, field)


@VALUES
def test_queries(quiet: Client, deck: Deck, learner: User, value: str) -> None:
    enrol(learner, deck, now=timezone.now())
    for name, fields in QUERIES.items():
        path = reverse(name, args=[deck.pk] if name == "deck" else [])
        for field, client in itertools.product(fields, (quiet, Client())):
            client.raise_request_exception = False
            for headers in ({}, {"HX-Request": "true"}, {"HX-Current-URL": value}):
                if "\n" in "".join(headers.values()):
                    continue
                status = client.get(path, {field: value}, headers=headers).status_code
                assert status < 500, (name, field, headers)


@VALUES
def test_ratings(quiet: Client, deck: Deck, learner: User, value: str) -> None:
    enrol(learner, deck, now=timezone.now())
    session = start_session(learner, Selection(deck_ids=(deck.pk,)), now=timezone.now())
    assert session is not None
    good = {
        "card": str(session.card_ids[0]),
        "prompt": "0",
        "rating_id": "00000000-0000-4000-8000-000000000000",
        "seen_reviews": "0",
        "confidence": "4",
    }
    for field in good:
        form = good | {field: value}
        status = quiet.post(reverse("rate", args=[session.id]), form).status_code
        assert status < 500, field
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/decks/99999999999999999999999/",
        "/decks/0/",
        "/decks/1/study/",
        "/decks/0/options/",
        "/decks/99999999999999999999999/defaults/",
        "/cards/99999999999999999999999/flag/",
        "/cards/0/note/",
        "/study/00000000-0000-0000-0000-000000000000/browse/99999999999999999999/",
        "/study/00000000-0000-0000-0000-000000000000/",
        "/study/00000000-0000-0000-0000-000000000000/cards/9999999999999999999999/",
        "/study/not-a-uuid/",
        "/static/../flashcards/settings.py",
        "/static/%00",
        "/%00",
        "/%ff%fe",
        "//evil.example/",
        "/decks/1/?show=%00",
        "/accounts/confirm-email/%00/",
        "/accounts/password/reset/key/x-%00/",
    ],
)
def test_addresses(quiet: Client, path: str) -> None:
    for client in (quiet, Client(raise_request_exception=False)):
        assert client.get(path).status_code < 500
        assert client.post(path).status_code < 500


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"a=1&" * 5000, "application/x-www-form-urlencoded"),
        (b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"confidence=4", "text/plain; charset=nonsense"),
    ],
)
def test_bodies(quiet: Client, body: bytes, kind: str) -> None:
    for name in ("account_login", "preferences", "study_due"):
        reply = quiet.generic("POST", reverse(name), body, content_type=kind)
        assert reply.status_code < 500, name


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1"])
def test_other_hosts_are_refused(host: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_a_session_cookie_that_is_none_is_a_strangers() -> None:
    client = Client(raise_request_exception=False)
    for value in ("x", "\u00e9", "a" * 5000, "' OR 1=1"):
        client.cookies["sessionid"] = value
        assert client.get("/settings/").status_code == 302
