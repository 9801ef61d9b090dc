"""What one signs in with: shown, added to, taken away from. Every change takes a sign-in of the last 10 minutes."""

from typing import Any

from werkzeug.wrappers import Response

from server.accounts import choosing, credentials, passkeys, recovery, service
from server.accounts.challenges import ADD
from server.accounts.credentials import NewCredential
from server.accounts.entering import FRESH
from server.accounts.schemas import AccountAnswer, AddedPasskey, NewPassword, RecoveryCodes
from server.accounts.who import ask_again_after, current_session, current_user_id
from server.core import clock
from server.core.access import signed_in
from server.core.api import Blueprint, reply
from server.core.db import db, write
from server.core.logs import security_event
from server.core.problems import SignInNeeded

blueprint = Blueprint("credentials", __name__, description="What one signs in with")


@blueprint.get("/api/account")
@signed_in
@blueprint.response(200, AccountAnswer)
def show_account() -> Response:
    """Say what one can sign in with; `reset_at` until it is dismissed."""
    return _answer()


@blueprint.post("/api/account/passkeys")
@signed_in
@blueprint.arguments(AddedPasskey)
@blueprint.response(201, AccountAnswer)
def add_passkey(body: dict[str, Any]) -> Response:
    """Sign in by this passkey as well; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    credential, _ = choosing.choose(body, ADD, "", user_id)
    with write():
        credentials.give(credentials.locked(user_id), credential, clock.now())
    security_event("passkey-added")
    return _answer(201)


@blueprint.delete("/api/account/passkeys/<passkey_id>")
@signed_in
@blueprint.response(200, AccountAnswer)
def remove_passkey(passkey_id: str) -> Response:
    """Remove a passkey, unless it is the only way in; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    with write():
        credentials.remove_passkey(user_id, passkey_id)
    security_event("passkey-removed")
    return _answer()


@blueprint.put("/api/account/password")
@signed_in
@blueprint.arguments(NewPassword)
@blueprint.response(200, AccountAnswer)
def set_password(body: dict[str, Any]) -> Response:
    """Set a password, in place of the old one if there is any; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    name = service.get(user_id).name
    db.session.rollback()  # no read transaction stays open while the hash is computed
    made = NewCredential(password_hash=service.hash_new(body["password"], name))
    with write():
        credentials.give(credentials.locked(user_id), made, clock.now())
    security_event("password-set")
    return _answer()


@blueprint.delete("/api/account/password")
@signed_in
@blueprint.response(200, AccountAnswer)
def remove_password() -> Response:
    """Sign in by passkeys only, if there is one; takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    with write():
        credentials.remove_password(user_id)
    security_event("password-removed")
    return _answer()


@blueprint.post("/api/account/recovery-codes")
@signed_in
@blueprint.response(201, RecoveryCodes)
def make_recovery_codes() -> Response:
    """Make eight new recovery codes; the old ones are void. Takes a sign-in of the last 10 minutes."""
    ask_again_after(FRESH)
    user_id = current_user_id()
    with write():
        credentials.locked(user_id)
        codes = recovery.replace(user_id, clock.now())
    security_event("recovery-codes-made")
    return reply({"recovery_codes": codes}, 201)


@blueprint.delete("/api/account/reset-notice")
@signed_in
@blueprint.response(200, AccountAnswer)
def dismiss_reset_notice() -> Response:
    """Say that one has read when the sign-in was reset; the session that reset it cannot say so."""
    user_id, told = current_user_id(), _is_told()
    with write():
        if told:
            credentials.locked(user_id).reset_at = None
            db.session.flush()
    return _answer()


def _is_told() -> bool:
    """Tell whether this session began after the sign-in was last reset: whoever did it knows, and may be a stranger."""
    session = current_session()
    if session is None:
        raise SignInNeeded
    reset_at = service.get(session.user_id).reset_at
    return reset_at is not None and session.created_at > reset_at


def _answer(status: int = 200) -> Response:
    user_id = current_user_id()
    user = service.get(user_id)
    body = {
        "password": user.password_hash is not None,
        "passkeys": [
            {
                "id": one.id,
                "name": one.name,
                "created_at": clock.wire(one.created_at),
                "last_used_at": clock.wire(one.last_used_at),
            }
            for one in passkeys.of(user_id)
        ],
        "recovery_codes": recovery.left(user_id),
        "reset_at": clock.wire(user.reset_at) if _is_told() else None,
    }
    return reply(body, status)
