"""Web Push on the wire: the message encrypted for one browser (RFC 8291, aes128gcm of RFC 8188) and signed (RFC 8292).

Pure. A few lines over `cryptography`, which passkeys bring anyway: the usual library would bring two HTTP clients that
know nothing of our guard against addresses inside.
"""

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD: Final = 4096  # bytes; a message of ours is one record
VALID: Final = timedelta(hours=12)  # of a signature; services take 24 hours at most
AUTH_BYTES: Final = 16
POINT_BYTES: Final = 65
_ORDER: Final = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)  # of the curve P-256


@dataclass(frozen=True, slots=True)
class Receiver:
    """A browser's public key and secret, as it gave them."""

    key: ec.EllipticCurvePublicKey
    auth: bytes


def receiver(p256dh: str, auth: str) -> Receiver:
    """Return the receiver of a subscription; raise ValueError where its keys are none."""
    secret, point = from_text(auth), from_text(p256dh)
    if len(secret) != AUTH_BYTES or len(point) != POINT_BYTES:
        raise ValueError("no keys of a subscription")
    return Receiver(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), secret)


def private_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the key of 32 secret bytes."""
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())


def encrypted(
    message: bytes, to: Receiver, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """Return the body of the request; `own` and `salt` are fresh for each message but in tests."""
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    ours, theirs = point_of(own.public_key()), point_of(to.key)
    shared = own.exchange(ec.ECDH(), to.key)
    secret = _derived(shared, to.auth, b"WebPush: info\0" + theirs + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, message + b"\2", None)  # 2: the last record


def signature(origin: str, contact: str, key: ec.EllipticCurvePrivateKey, at: datetime) -> str:
    """Return the value of `Authorization` for a push service; `contact` is the address of this installation."""
    claims = {"aud": origin, "exp": int((at + VALID).timestamp()), "sub": contact}
    head = {"typ": "JWT", "alg": "ES256"}
    signed = ".".join(to_text(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))
    first, second = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{to_text(first.to_bytes(32) + second.to_bytes(32))}"
    return f"vapid t={token}, k={to_text(point_of(key.public_key()))}"


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as browsers take it: 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Return the bytes of base64url with or without padding; raise ValueError."""
    if not text.isascii():
        raise ValueError("no base64url")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
