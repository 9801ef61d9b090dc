"""Passkeys as browsers speak of them: what an authenticator is asked, and whether what it says is true.

WebAuthn level 3 by way of py_webauthn: discoverable, user verification required, no attestation. The relying party's id
is the host of our own address, and a passkey made for it works for no other. No database and no Flask here. The library
is loaded with the first passkey that is asked for: it is a tenth of what a server process holds.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from server.config import LOOPBACK, Settings

CHALLENGE_BYTES, HANDLE_BYTES = 32, 64
PATIENCE_MS = 300_000  # as long as a challenge lives
NAME = "Hallway"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who asks: the id passkeys are made for, and the origins they may be used from."""

    id: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewKey:
    """A passkey that was just made and checked."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str


class NotGenuine(Exception):
    """What was said does not hold: another challenge, origin or party, a wrong signature, a count that fell."""


def relying_party(settings: Settings, origins: Iterable[str]) -> RelyingParty:
    """Return who we are. Browsers take no number for a host, so 127.0.0.1 is `localhost`."""
    host = urlsplit(settings.url).hostname or ""
    numeric = host in {name.strip("[]") for name in LOOPBACK}
    return RelyingParty("localhost" if numeric else host, tuple(sorted(origins)))


def fresh_handle() -> bytes:
    """Return 64 random bytes by which authenticators know a user; they say nothing about the person."""
    return secrets.token_bytes(HANDLE_BYTES)


def to_make(party: RelyingParty, challenge: bytes, handle: bytes, name: str, known: Iterable[bytes]) -> dict[str, Any]:
    """Return what a browser needs to make a passkey (PublicKeyCredentialCreationOptionsJSON)."""
    import webauthn
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AttestationConveyancePreference,
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=handle,
        user_name=name,
        challenge=challenge,
        timeout=PATIENCE_MS,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json_dict(options)


def to_use(party: RelyingParty, challenge: bytes, allowed: Iterable[bytes] = ()) -> dict[str, Any]:
    """Return what a browser needs to use a passkey; with none named it offers every one it has for us."""
    import webauthn
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=PATIENCE_MS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def challenge_in(client_data: str) -> bytes:
    """Return the challenge that was signed, b"" where there is none to be read."""
    from webauthn.helpers import base64url_to_bytes, parse_client_data_json

    try:
        return parse_client_data_json(base64url_to_bytes(client_data)).challenge
    except Exception:  # a foreign parser over a stranger's bytes raises whatever it likes
        return b""


def check_new(party: RelyingParty, challenge: bytes, sent: dict[str, Any]) -> NewKey:
    """Return the passkey that was made for this challenge; raise NotGenuine."""
    import webauthn

    response = {"clientDataJSON": sent["client_data"], "attestationObject": sent["attestation"]}
    try:
        made = webauthn.verify_registration_response(
            credential=_credential(sent, response),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except Exception as fault:  # as above: CBOR, certificates and curves have errors of their own
        raise NotGenuine from fault
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count, sent["name"])


def check_use(party: RelyingParty, challenge: bytes, sent: dict[str, Any], public_key: bytes, last_count: int) -> int:
    """Return the authenticator's new count; raise NotGenuine, also where the count did not rise and is not 0."""
    import webauthn

    response = {
        "clientDataJSON": sent["client_data"],
        "authenticatorData": sent["authenticator_data"],
        "signature": sent["signature"],
        "userHandle": sent["user_handle"],
    }
    try:
        used = webauthn.verify_authentication_response(
            credential=_credential(sent, response),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=public_key,
            credential_current_sign_count=last_count,
            require_user_verification=True,
        )
    except Exception as fault:
        raise NotGenuine from fault
    return used.new_sign_count


def raw(text: str) -> bytes:
    """Return the bytes of base64url text, b"" where it is none."""
    from webauthn.helpers import base64url_to_bytes

    try:
        return base64url_to_bytes(text)
    except ValueError:
        return b""


def _credential(sent: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    plain = urlsafe_b64encode(raw(sent["id"])).decode().rstrip("=")
    return {"id": plain, "rawId": plain, "type": "public-key", "response": response}
