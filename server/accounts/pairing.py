"""Pairing: a signed-in browser invites one phone (security, section 2).

The laptop makes a ticket and shows its secret as a code to scan, and as eight characters to type. The phone comes with
either and gets a claim, which ties the rest to that browser, and a number of two digits. Whoever sits at the laptop
types the number that the phone shows; only then the claim is worth a session, once. So a ticket alone, photographed or
read over a shoulder, opens nothing. Each step has two minutes, five phones and five numbers.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from server.accounts.models import PairingTicket
from server.accounts.sessions import SignedIn
from server.core import ids
from server.core.db import db
from server.core.problems import NotFound

LIFE = timedelta(minutes=2)  # of each step
MOST_CLAIMS, MOST_TRIES = 5, 5
SECRET_BYTES, CLAIM_BYTES = 16, 32
CODE_LETTERS, CODE_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 8  # none that looks like another
WAITING, CLAIMED, AGREED, PAIRED, ENDED = "waiting", "claimed", "agreed", "paired", "ended"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A ticket just made; its secret and code are never shown again."""

    id: str
    secret: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """What a phone gets for a ticket: a secret for its cookie and the number for its screen."""

    secret: str
    number: str
    user_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket as its maker sees it."""

    id: str
    state: str
    browser: str | None
    tries_left: int


def make(session: SignedIn, secret_key: str, at: datetime) -> Invitation:
    """Make a ticket in place of the user's last one, and forget those out of time; inside `write()`; flushes."""
    db.session.execute(
        delete(PairingTicket).where((PairingTicket.user_id == session.user_id) | (PairingTicket.expires_at <= at))
    )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    made = PairingTicket(
        id=ids.fresh(),
        user_id=session.user_id,
        session_sha256=session.token_sha256,
        secret_sha256=_digest(secret),
        code_hmac=_keyed(code, secret_key),
        state=WAITING,
        claims=0,
        tries=0,
        expires_at=at + LIFE,
    )
    db.session.add(made)
    db.session.flush()
    return Invitation(made.id, secret, code, made.expires_at)


def claim_scanned(secret: str, browser: str | None, at: datetime) -> Claim | None:
    """Return the claim of the first phone that comes with the ticket's secret; inside `write()`; flushes."""
    return _claim(PairingTicket.secret_sha256 == _digest(secret), browser, at)


def claim_typed(code: str, secret_key: str, browser: str | None, at: datetime) -> Claim | None:
    """Return the claim of the first phone that comes with the typed code; inside `write()`; flushes."""
    return _claim(PairingTicket.code_hmac == _keyed(_plain(code), secret_key), browser, at)


def show(session: SignedIn, ticket_id: str, at: datetime) -> Shown:
    """Return how far the ticket of this session is; raise NotFound for any other."""
    return _shown(_mine(session, ticket_id), at)


def confirm(session: SignedIn, ticket_id: str, number: str, at: datetime) -> Shown:
    """Compare the number that was typed; the fifth wrong one ends the ticket. Inside `write()`; raises NotFound."""
    ticket = _mine(session, ticket_id)
    if ticket.state != CLAIMED or ticket.expires_at <= at:
        return _shown(ticket, at)
    if hmac.compare_digest((ticket.number or "").encode(), number.encode()):
        ticket.state, ticket.expires_at = AGREED, at + LIFE
    else:
        ticket.tries += 1
        ticket.state = ENDED if ticket.tries >= MOST_TRIES else CLAIMED
    db.session.flush()
    return _shown(ticket, at)


def refuse(session: SignedIn, ticket_id: str) -> None:
    """End the ticket of this session; the phone that came is told. Inside `write()`; raises NotFound."""
    _mine(session, ticket_id).state = ENDED
    db.session.flush()


def state_of(claim: str, at: datetime) -> str:
    """Return how far the phone's claim is: claimed, agreed or ended."""
    found = db.session.scalar(select(PairingTicket).where(PairingTicket.claim_sha256 == _digest(claim)))
    return ENDED if found is None or found.expires_at <= at else found.state


def finish(claim: str, at: datetime) -> str | None:
    """Use up a claim that has been agreed to and return whose session to open; None for any other.

    Inside `write()`; flushes.
    """
    ticket = _found(PairingTicket.claim_sha256 == _digest(claim))
    if ticket is None or ticket.expires_at <= at or ticket.state != AGREED:
        return None
    ticket.state, ticket.claim_sha256 = PAIRED, None
    db.session.flush()
    return ticket.user_id


def clear_all() -> None:
    """Forget all tickets, which a backup brought back; inside `write()`."""
    db.session.execute(delete(PairingTicket))


def _claim(which: ColumnElement[bool], browser: str | None, at: datetime) -> Claim | None:
    ticket = _found(which)
    if ticket is None or ticket.expires_at <= at:
        return None
    ticket.claims += 1
    if ticket.state != WAITING or ticket.claims > MOST_CLAIMS:
        if ticket.claims > MOST_CLAIMS and ticket.state in (WAITING, CLAIMED):
            ticket.state = ENDED
        db.session.flush()
        return None
    secret, number = secrets.token_urlsafe(CLAIM_BYTES), f"{secrets.randbelow(90) + 10}"
    ticket.state, ticket.claim_sha256 = CLAIMED, _digest(secret)
    ticket.browser, ticket.number, ticket.expires_at = browser, number, at + LIFE
    db.session.flush()
    return Claim(secret, number, ticket.user_id, ticket.expires_at)


def _found(which: ColumnElement[bool]) -> PairingTicket | None:
    return db.session.scalar(select(PairingTicket).where(which).with_for_update())


def _mine(session: SignedIn, ticket_id: str) -> PairingTicket:
    found = None
    if ids.is_id(ticket_id):
        mine = (PairingTicket.user_id == session.user_id) & (PairingTicket.session_sha256 == session.token_sha256)
        found = _found((PairingTicket.id == ticket_id) & mine)
    if found is None:
        raise NotFound("This invitation is over. Make a new one.")
    return found


def _shown(ticket: PairingTicket, at: datetime) -> Shown:
    over = ticket.expires_at <= at and ticket.state != PAIRED
    return Shown(ticket.id, ENDED if over else ticket.state, ticket.browser, MOST_TRIES - ticket.tries)


def _plain(code: str) -> str:
    return code.upper().replace("-", "").replace(" ", "")


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _keyed(code: str, secret_key: str) -> bytes:
    return hmac.new(secret_key.encode(), f"pairing code\n{code}".encode("utf-8", "replace"), hashlib.sha256).digest()
