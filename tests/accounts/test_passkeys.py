"""What comes as a passkey may be anything."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from fido2 import cbor
from fido2.utils import websafe_encode

from decks.models import User
from tests.accounts.forms import sign_in, who_is_in
from tests.accounts.passkeys import Device
from tests.accounts.second_steps import give_app, make_confirmed, signed_in

pytestmark = pytest.mark.django_db

MADE_UP: dict[str, Any] = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": websafe_encode(
            b'{"type": "webauthn.get", "challenge": "AAAA", "origin": "https://x.org"}'
        ),
        "authenticatorData": "AAAA",
        "signature": "AAAA",
        "userHandle": "MQ",
        "attestationObject": "oA",
    },
}


def made_up(**parts: Any) -> str:
    return json.dumps({**MADE_UP, "response": {**MADE_UP["response"], **parts}})


def data(flags: int, *rest: int) -> str:
    """An authenticator's data of an unknown host."""
    return websafe_encode(bytes(32) + bytes([flags, 0, 0, 0, 0, *rest]))


def object_of(seen: bytes) -> str:
    """An attestation object; CBOR."""
    parts = {"fmt": "none", "authData": seen, "attStmt": {}}
    return websafe_encode(cbor.encode(parts))


EXTENDED, ATTESTED = 0x80, 0x40
ODD = [
    "",
    "{",
    "null",
    "[]",
    "5",
    '"x"',
    "{}",
    '{"response": null}',
    '{"response": {"userHandle": 5}}',
    '{"id": "\\u0000"}',
    "\0",
    "[" * 100_000,
    json.dumps(MADE_UP),
    json.dumps({**MADE_UP, "response": []}),
    json.dumps({**MADE_UP, "rawId": "é", "id": 5}),
    json.dumps({**MADE_UP, "response": {**MADE_UP["response"], "userHandle": "eno"}}),
    json.dumps({"id": "9" * 6000}),
    '{"id": NaN}',
    '{"id": -Infinity}',
    '{"id": 1e999}',
    '{"id": "\\ud800"}',
    '{"\\udc00": 1}',
    '{"id": ' + "[" * 900 + "]" * 900 + "}",
    made_up(authenticatorData=data(EXTENDED), attestationObject=""),
    made_up(authenticatorData=data(EXTENDED, 0x19), attestationObject="GQ"),
    made_up(authenticatorData=data(EXTENDED, 0x5C), attestationObject="wA"),
    made_up(authenticatorData=data(ATTESTED), attestationObject="oWNmbXRkbm9uZQ"),
    made_up(authenticatorData="", attestationObject=object_of(b"")),
    made_up(userHandle=websafe_encode(b"z" * 13)),
    made_up(userHandle=websafe_encode(b"z" * 12)),
]


@pytest.fixture
def learner() -> User:
    return make_confirmed()


@pytest.mark.parametrize("credential", ODD)
def test_made_up_passkeys_let_nobody_in(
    client: Client, learner: User, credential: str
) -> None:
    url = reverse("mfa_login_webauthn")
    client.get(url, headers={"Accept": "application/json"})
    response = client.post(url, {"credential": credential})
    assert response["Location"] == reverse("account_login")
    assert who_is_in(client) is None


@pytest.mark.parametrize("credential", ODD)
def test_made_up_passkeys_are_no_second_step(
    client: Client, learner: User, credential: str
) -> None:
    give_app(learner)
    sign_in(client, learner.email)
    page = client.post(reverse("mfa_authenticate"), {"credential": credential})
    assert page.status_code == 200
    assert who_is_in(client) is None


@pytest.mark.parametrize("credential", ODD)
def test_made_up_passkeys_are_not_added(learner: User, credential: str) -> None:
    client, url = signed_in(learner), reverse("mfa_add_webauthn")
    client.get(url)
    given = {"credential": credential, "name": "Mine", "passwordless": "on"}
    page = client.post(url, given)
    assert page.status_code == 200
    assert "Mine" in page.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"type": float("nan")},
        {"authenticatorAttachment": "\ud800"},
        {"more": float("inf")},
        {"clientExtensionResults": []},
    ],
)
def test_neither_is_a_real_one_with_odd_parts(
    learner: User, change: dict[str, Any]
) -> None:
    client, url = signed_in(learner), reverse("mfa_add_webauthn")
    client.get(url)
    sent = Device().new_passkey(client) | change
    page = client.post(url, {"credential": json.dumps(sent), "name": "Mine"})
    assert page.status_code == 200
    assert not Authenticator.objects.exists()


def test_nor_is_one_without_a_key(learner: User) -> None:
    client, url = signed_in(learner), reverse("mfa_add_webauthn")
    client.get(url)
    sent = Device().new_passkey(client, is_attested=False)
    page = client.post(url, {"credential": json.dumps(sent), "name": "Mine"})
    assert page.status_code == 200
    assert not Authenticator.objects.exists()


def passkey(owner: Client, **more: Any) -> Device:
    """One that was added just now."""
    device, url = Device(), reverse("mfa_add_webauthn")
    owner.get(url)
    sent = json.dumps(device.new_passkey(owner, **more.pop("said", {})))
    owner.post(url, {"credential": sent, "name": "Mine", **more})
    return device


def sign_in_alone(client: Client, device: Device, user: User) -> Any:
    url = reverse("mfa_login_webauthn")
    client.get(url, headers={"Accept": "application/json"})
    shown = json.dumps(device.shown_passkey(client, user))
    return client.post(url, {"credential": shown}, follow=True)


@pytest.mark.parametrize("resident", [True, None, 5])
def test_a_passkey_signs_in_by_itself_where_it_may(
    client: Client, learner: User, resident: Any
) -> None:
    owner = signed_in(learner)
    device = passkey(owner, passwordless="on", said={"resident": resident})
    sign_in_alone(client, device, learner)
    assert who_is_in(client) == learner
    page = owner.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Signs you in by itself" in page


def test_elsewhere_it_is_the_second_step_only(client: Client, learner: User) -> None:
    owner = signed_in(learner)
    device = passkey(owner)
    page = sign_in_alone(client, device, learner).content.decode()
    assert "This passkey is only the second step." in page
    assert who_is_in(client) is None
    assert (
        "Second step after the"
        in owner.get(reverse("mfa_list_webauthn")).content.decode()
    )
    sign_in(client, learner.email)
    client.get(reverse("mfa_authenticate"))
    shown = json.dumps(device.shown_passkey(client, learner))
    client.post(reverse("mfa_authenticate"), {"credential": shown})
    assert who_is_in(client) == learner


@pytest.mark.parametrize("name", ["", "   ", "\0", "x" * 61])
def test_a_passkey_keeps_a_name_that_is_one(learner: User, name: str) -> None:
    client = signed_in(learner)
    row = Authenticator.objects.create(
        user=learner, type="webauthn", data={"name": "Mine", "credential": {}}
    )
    url = reverse("mfa_edit_webauthn", args=[row.pk])
    assert client.post(url, {"name": name}).status_code == 200
    row.refresh_from_db()
    assert row.data["name"] == "Mine"


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_others_passkeys_are_not_there(learner: User, name: str) -> None:
    other = make_confirmed(email="other@example.com")
    row = Authenticator.objects.create(
        user=other, type="webauthn", data={"name": "Theirs", "credential": {}}
    )
    client = signed_in(learner)
    for response in (
        client.get(reverse(name, args=[row.pk])),
        client.post(reverse(name, args=[row.pk]), {"name": "Mine"}),
    ):
        assert response.status_code == 404
