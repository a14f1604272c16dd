"""A device that holds a passkey, as far as a site can tell."""

import hashlib
import json
import os
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from decks.models import User

HOST = "testserver"
FLAG = AuthenticatorData.FLAG
SEEN = FLAG.UP | FLAG.UV


class Device:
    """One passkey. Its replies answer what the site asked this client last."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(16)

    def new_passkey(
        self, client: Client, *, is_attested: bool = True, resident: Any = True
    ) -> dict[str, Any]:
        """What a browser sends to add it; `resident` is what it says of the key."""
        cose = ES256.from_cryptography_key(self._key.public_key())
        data = AttestedCredentialData.create(Aaguid(bytes(16)), self._id, cose)
        flags = SEEN | FLAG.AT if is_attested else SEEN
        seen = _authenticator_data(flags, data if is_attested else b"")
        return self._reply(
            {"credProps": {"rk": resident}},
            clientDataJSON=_client_data(client, "webauthn.create"),
            attestationObject=AttestationObject.create("none", seen, {}),
        )

    def shown_passkey(self, client: Client, user: User) -> dict[str, Any]:
        """What a browser sends to sign this person in."""
        seen, said = _authenticator_data(SEEN), _client_data(client, "webauthn.get")
        signed = seen + hashlib.sha256(said).digest()
        return self._reply(
            {},
            clientDataJSON=said,
            authenticatorData=seen,
            signature=self._key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=user_pk_to_url_str(user).encode(),
        )

    def _reply(self, results: dict[str, Any], **parts: bytes) -> dict[str, Any]:
        return {
            "id": websafe_encode(self._id),
            "rawId": websafe_encode(self._id),
            "type": "public-key",
            "clientExtensionResults": results,
            "response": {name: websafe_encode(part) for name, part in parts.items()},
        }


def _authenticator_data(flags: FLAG, credential: bytes = b"") -> AuthenticatorData:
    host = hashlib.sha256(HOST.encode()).digest()
    return AuthenticatorData(AuthenticatorData.create(host, flags, 0, credential))


def _client_data(client: Client, kind: str) -> bytes:
    said = {
        "type": kind,
        "challenge": client.session["mfa.webauthn.state"]["challenge"],
        "origin": f"https://{HOST}",
    }
    return json.dumps(said).encode()
