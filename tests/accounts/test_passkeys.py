"""What comes as a passkey may be anything."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from decks.models import User
from tests.accounts.forms import sign_in, who_is_in
from tests.accounts.second_steps import give_app, make_confirmed, signed_in

pytestmark = pytest.mark.django_db

MADE_UP: dict[str, Any] = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "e30",
        "authenticatorData": "AAAA",
        "signature": "AAAA",
        "userHandle": "MQ",
        "attestationObject": "oA",
    },
}
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
