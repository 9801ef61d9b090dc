"""An authenticator in software: makes passkeys and signs with them as WebAuthn level 3 says, honestly or not."""

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from server.core import ids
from tests.factories import Browser

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def data(coded: str) -> bytes:
    """Return the bytes of base64url without padding."""
    return urlsafe_b64decode(coded + "=" * (-len(coded) % 4))


@dataclass
class Authenticator:
    """One passkey. What a test wants to be wrong, such as the origin or the count, it sets."""

    origin: str = ORIGIN
    party: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: ids.fresh().encode())
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any], name: str = "Phone") -> dict[str, Any]:
        """Return the new passkey as our app sends it."""
        self.handle = data(options["user"]["id"])
        seen = self._data(self.flags | ATTESTED) + bytes(16) + struct.pack(">H", len(self.credential_id))
        said = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": seen + self.credential_id + self._public()})
        signed = self._client_data("webauthn.create", options["challenge"])
        return {"id": text(self.credential_id), "client_data": text(signed), "attestation": text(said), "name": name}

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a challenge as our app sends it."""
        seen, signed = self._data(self.flags), self._client_data("webauthn.get", options["challenge"])
        signature = self.key.sign(seen + hashlib.sha256(signed).digest(), ec.ECDSA(hashes.SHA256()))
        return {
            "id": text(self.credential_id),
            "client_data": text(signed),
            "authenticator_data": text(seen),
            "signature": text(signature),
            "user_handle": text(self.handle),
        }

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.party.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        # COSE key: EC2, ES256, P-256 (RFC 9053 section 7.1.1)
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})


def asked(browser: Browser, purpose: str, path: str = "/api/challenges", **more: str) -> dict[str, Any]:
    """Return what the server asks the authenticator of this browser for."""
    answer = browser.post(path, {"purpose": purpose} | more)
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json["options"]
    return options


def signed_up(browser: Browser, name: str = "ada", **made: Any) -> Authenticator:
    """Sign up by a new passkey and return the authenticator that holds it."""
    authenticator = Authenticator(**made)
    passkey = authenticator.make(asked(browser, "sign-up", name=name))
    answer = browser.post("/api/users", {"name": name, "passkey": passkey})
    assert answer.status_code == 201, answer.text
    return authenticator


def signed_in(browser: Browser, authenticator: Authenticator) -> Any:
    """Return the answer to signing in by the passkey."""
    return browser.post("/api/session/passkey", {"passkey": authenticator.use(asked(browser, "sign-in"))})
