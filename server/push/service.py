"""Which devices want reminders, and the reminders of this hour: a count and nothing else."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select, update

from server.accounts.models import Session, User
from server.accounts.sessions import ABSOLUTE, SLIDING, SignedIn
from server.agenda.addresses import BadAddress
from server.agenda.fetching import Policy
from server.config import Settings, kept_secret
from server.core.db import db, write
from server.core.problems import Invalid
from server.core.strict_json import dumps
from server.followups import cadence
from server.followups import service as followups
from server.followups.days import local_day, zone_named
from server.push import sending
from server.push.models import PushSubscription

MOST_DEVICES: Final = 10  # of one student; the oldest goes
USUAL_HOUR: Final = 8  # where the student's day begins at midnight, which is no time to ring
WINDOW: Final = 4  # hours in which a missed reminder is still sent
KEY_FILE: Final = "push_key"
NOT_TAKEN: Final = "This browser's reminders cannot be reached from this server."

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

SUBSCRIPTIONS = cast(Table, PushSubscription.__table__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser says of itself when reminders are switched on."""

    endpoint: str
    p256dh: str
    auth: str
    zone: str | None


@dataclass(slots=True)
class Sent:
    """What became of the reminders of one run."""

    sent: int = 0
    gone: int = 0
    failed: int = 0


def key_of(settings: Settings) -> "ec.EllipticCurvePrivateKey":
    """Return the key that signs reminders: the setting's, else one made once under the instance folder."""
    from server.push import webpush  # its library is seldom wanted, and 7 MB of what a server process would hold

    if settings.push_key:
        return webpush.private_key(webpush.from_text(settings.push_key))
    return webpush.private_key(bytes.fromhex(_kept(settings.instance / KEY_FILE)))


def _kept(path: Path) -> str:
    try:
        return kept_secret(path)
    except FileExistsError:  # another process made it in this moment
        return kept_secret(path)


def turn_on(signed_in: SignedIn, asked: Asked, policy: Policy, at: datetime) -> None:
    """Keep where this browser is reached, for as long as it stays signed in. Inside `write()`; raises Invalid."""
    from server.push import webpush

    try:
        sending.endpoint(asked.endpoint, policy)
        webpush.receiver(asked.p256dh, asked.auth)
    except (BadAddress, ValueError):
        raise Invalid(NOT_TAKEN, errors=[{"pointer": "/endpoint", "detail": NOT_TAKEN}]) from None
    made = hashlib.sha256(asked.endpoint.encode()).hexdigest()
    turn_off(signed_in)
    db.session.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == made))
    db.session.add(
        PushSubscription(
            id=made,
            user_id=signed_in.user_id,
            session_made_at=signed_in.created_at,
            endpoint=asked.endpoint,
            p256dh=asked.p256dh,
            auth=asked.auth,
            zone=asked.zone,
            created_at=at,
            sent_on=None,
        )
    )
    db.session.flush()
    _drop_oldest(signed_in.user_id)


def turn_off(signed_in: SignedIn) -> None:
    """Forget where this browser is reached. Inside `write()`."""
    db.session.execute(delete(SUBSCRIPTIONS).where(*_of(signed_in)))


def is_on(signed_in: SignedIn) -> bool:
    """Tell whether this browser gets reminders."""
    return db.session.scalar(select(SUBSCRIPTIONS.c.id).where(*_of(signed_in)).limit(1)) is not None


def _of(signed_in: SignedIn) -> tuple[ColumnElement[bool], ...]:
    return (
        SUBSCRIPTIONS.c.user_id == signed_in.user_id,
        SUBSCRIPTIONS.c.session_made_at == signed_in.created_at,
    )


def _drop_oldest(user_id: str) -> None:
    newest = select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.user_id == user_id)
    kept = list(db.session.scalars(newest.order_by(SUBSCRIPTIONS.c.created_at.desc()).limit(MOST_DEVICES)))
    db.session.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.user_id == user_id, SUBSCRIPTIONS.c.id.not_in(kept)))


def forget_signed_out(at: datetime) -> int:
    """Drop what was asked for by sign-ins that have ended; return how many. Inside `write()`."""
    lives = exists().where(
        Session.user_id == SUBSCRIPTIONS.c.user_id,
        Session.created_at == SUBSCRIPTIONS.c.session_made_at,
        Session.created_at > at - ABSOLUTE,
        Session.last_seen_at > at - SLIDING,
    )
    disabled = exists().where(User.id == SUBSCRIPTIONS.c.user_id, User.disabled_at.is_not(None))
    return db.session.connection().execute(delete(SUBSCRIPTIONS).where(or_(~lives, disabled))).rowcount


def send_due(settings: Settings, policy: Policy, at: datetime) -> Sent:
    """Send each student whose morning it is how many follow-ups are due; one message a day to each device."""
    with write():
        told = Sent(gone=forget_signed_out(at))
    for user_id in list(db.session.scalars(select(SUBSCRIPTIONS.c.user_id).distinct())):
        for one, today, count in list(_waiting(user_id, at)):
            _remind(one, today, count, _Run(settings, policy, at, told))
    db.session.rollback()
    return told


@dataclass(frozen=True, slots=True)
class _Run:
    settings: Settings
    policy: Policy
    at: datetime
    told: Sent


def _waiting(user_id: str, at: datetime) -> Iterator[tuple[PushSubscription, date, int]]:
    """Yield the devices that are to be reminded now, with their day and what is due."""
    chosen = followups.settings_row(user_id)
    hour = (chosen.morning_hour if chosen else 0) or USUAL_HOUR
    counts: dict[str | None, int] = {}
    devices = select(PushSubscription).where(PushSubscription.user_id == user_id)
    for one in db.session.scalars(devices):
        zone = (chosen.zone if chosen else None) or one.zone
        local = at.astimezone(zone_named(zone))
        if not hour <= local.hour < hour + WINDOW or one.sent_on == local.date():
            continue
        if zone not in counts:
            counts[zone] = count_due(user_id, zone, at - timedelta(hours=(chosen.morning_hour or 0) if chosen else 0))
        if counts[zone]:
            db.session.expunge(one)
            yield one, local.date(), counts[zone]


def count_due(user_id: str, zone: str | None, at: datetime) -> int:
    """Return how many follow-ups are due or late, each by the day it is where the person was met."""
    return sum(
        step.state == "open" and step.when in {"due", "late"}
        for story in followups.stories(user_id)
        for step in cadence.steps(story, local_day(at, zone_named(story.zone or zone)))
    )


def _remind(one: PushSubscription, today: date, count: int, run: _Run) -> None:
    from server.push import webpush

    if not _claim(one.id, one.sent_on, today):
        return  # another run was faster
    try:
        address = sending.endpoint(one.endpoint, run.policy)
        body = webpush.encrypted(dumps({"due": count}), webpush.receiver(one.p256dh, one.auth))
        signed = webpush.signature(sending.origin(address), run.settings.url, key_of(run.settings), run.at)
        status = sending.send(address, body, signed, run.policy)
    except (BadAddress, ValueError):
        status = next(iter(sending.GONE))
    if status in sending.TAKEN:
        run.told.sent += 1
    elif status in sending.GONE:
        with write():
            db.session.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == one.id))
        run.told.gone += 1
    else:
        _claim(one.id, today, one.sent_on)
        run.told.failed += 1


def _claim(name: str, before: date | None, after: date | None) -> bool:
    """Put the day of the last reminder before it is sent: a crash in between loses one, and none comes twice."""
    day = SUBSCRIPTIONS.c.sent_on
    unchanged = and_(SUBSCRIPTIONS.c.id == name, day.is_(None) if before is None else day == before)
    with write():
        done = db.session.connection().execute(update(SUBSCRIPTIONS).where(unchanged).values(sent_on=after))
    return done.rowcount == 1
