"""What a request chose to sign in with from now on: a password, or a passkey made for a challenge of this browser."""

from typing import Any

from server.accounts import challenges, cookies, passkeys, relying_party, service
from server.accounts.challenges import Taken
from server.accounts.credentials import NewCredential
from server.accounts.entering import party
from server.core import clock
from server.core.db import write


def choose(
    body: dict[str, Any], purpose: str, name: str, user_id: str | None = None
) -> tuple[NewCredential, bytes | None]:
    """Return the checked credential and the handle its passkey was made for; raise Invalid, Busy.

    Hashes or opens a transaction of its own, so it is called outside any.
    """
    sent = body.get("passkey")
    if sent is None:
        return NewCredential(password_hash=service.hash_new(body["password"], name)), None
    taken = take(sent, purpose, user_id)
    key = passkeys.check_made(party(), taken, sent)
    return NewCredential(key=key), taken.handle if taken else None


def take(sent: dict[str, Any], purpose: str, user_id: str | None = None) -> Taken | None:
    """Use up the challenge that was signed; None unless it was made for this browser, purpose and user."""
    with write():
        value = relying_party.challenge_in(sent["client_data"])
        taken = challenges.take(value, cookies.visit(), purpose, clock.now())
    return taken if taken is not None and taken.user_id == user_id else None
