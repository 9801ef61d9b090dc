"""The message on the wire, against the example of the standard and with keys of our own."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from server.push import webpush
from tests.push.push_service import Phone

PHONE = Phone()


def test_the_example_of_rfc_8291() -> None:
    own = ec.derive_private_key(
        int.from_bytes(webpush.from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1()
    )
    to = webpush.receiver(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    salt = webpush.from_text("DGv6ra1nlYgDCS1FRnbzlw")
    assert webpush.to_text(webpush.encrypted(b"When I grow up, I want to be a watermelon", to, own, salt)) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(st.binary(max_size=200))
def test_only_the_browser_reads_it(message: bytes) -> None:
    body = webpush.encrypted(message, webpush.receiver(**PHONE.keys))
    assert PHONE.read(body) == message
    assert message not in body or len(message) < 3


def test_the_signature_holds_and_says_whom_it_is_for() -> None:
    key, at = webpush.private_key(b"k" * 32), datetime(2026, 12, 1, 8, tzinfo=UTC)
    value = webpush.signature("https://push.example.org", "https://hallway.example.org", key, at)
    token, own = value.removeprefix("vapid t=").split(", k=")
    head, claims, signed = token.split(".")
    assert json.loads(webpush.from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(webpush.from_text(claims)) == {
        "aud": "https://push.example.org", "exp": int(at.timestamp()) + 43_200, "sub": "https://hallway.example.org",
    }  # fmt: skip
    raw = webpush.from_text(signed)
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), webpush.from_text(own))
    public.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert webpush.point_of(public) == webpush.point_of(key.public_key())


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""),
        (PHONE.keys["p256dh"], "short"),
        ("BA" + "A" * 85, PHONE.keys["auth"]),
        ("ü" * 87, PHONE.keys["auth"]),
        (PHONE.keys["p256dh"] + "AAAA", PHONE.keys["auth"]),
    ],
    # not by their values: the key is another one in each process that runs tests
    ids=["nothing", "a short secret", "no point", "no letters of a key", "a long key"],
)
def test_what_is_no_key_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        webpush.receiver(p256dh, auth)
