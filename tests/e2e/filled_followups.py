"""Invented records of the weeks after a meeting: messages, letters, news, people kept twice, and what was deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.e2e.steps import today
from tests.samples.overfull import LONG_NAME

Record = tuple[str, str, dict[str, Any] | None]  # kind, id, fields; None deletes it
LONG_WORD = "Universitätsklinikum-der-vereinigten-Landkreise"


def follow_ups(writer: str) -> list[Record]:
    """Return one who waits for a nudge, one who may still answer, two letters of the writer, and a piece of news."""
    priya, joan = str(uuid4()), str(uuid4())
    known = [
        _made("contact", priya, name="Priya Raman", institution="Eastmere Clinic", met_on=_day(-12)),
        _made("contact", joan, name="Joan Abiodun", role="Chief resident", met_on=_day(-9)),
    ]
    letters = [
        _made("letter", contact=writer, purpose="Residency 2028", deadline_on=_day(40), asked_on=_day(-1)),
        _made("letter", contact=joan, purpose="Research year", deadline_on=_day(75)),
    ]
    news = _made("milestone", name="Passed Step 2", reached_on=_day(-1), contacts=[writer, priya])
    return [*known, _sent(priya, 9), _sent(joan, 3), *letters, news]


def to_tidy_up(conference: str) -> list[Record]:
    """Return somebody who was kept twice, and a second badge without a name."""
    twice = {"name": "Ilse Tanaka", "emails": ["ilse@brackwater.example"], "institution": "Brackwater"}
    code = {"captured_at": _at(0), "symbology": "DataMatrix", "raw": "0f8fad5b-d9cb-469f", "conference": conference}
    return [_made("contact", met_on=_day(-2), conference=conference, **twice), _made("scan", **code)]


def deleted(conference: str) -> list[Record]:
    """Return a person and a badge that were deleted."""
    person = _made("contact", name="Bo Sato", institution="Hillside Imaging", met_on=_day(-2), conference=conference)
    code = _made("scan", captured_at=_at(1), symbology="QRCode", raw="WIFI:S:guests;;", conference=conference)
    return [person, code, (person[0], person[1], None), (code[0], code[1], None)]


def too_many(contact: str) -> list[Record]:
    """Return too much of all of it: two unanswered messages, long letters, long news, codes of one long word."""
    letters = [
        _made("letter", contact=contact, purpose=f"{number}: {LONG_WORD * 2}", deadline_on=_day(number))
        for number in range(5)
    ]
    news = [_made("milestone", name="Matched at last " * 7, reached_on=_day(-1), contacts=[contact]) for _ in range(3)]
    codes = [
        _made("scan", captured_at=_at(number), symbology="QRCode", raw=f"{number}{'4711902233' * 30}")
        for number in range(12)
    ]
    gone = _made("contact", name=LONG_NAME, institution=f"{LONG_WORD} {LONG_WORD}")
    return [_sent(contact, 1), _sent(contact, 2), *letters, *news, *codes, gone, (gone[0], gone[1], None)]


def _sent(contact: str, days_ago: int) -> Record:
    words = {"subject": "The dose study", "direction": "out", "purpose": "thank_you", "channel": "email"}
    return _made("outreach", contact=contact, sent_at=_at(days_ago), **words)


def _made(kind: str, row: str | None = None, **fields: Any) -> tuple[str, str, dict[str, Any]]:
    return (kind, row or str(uuid4()), fields)


def _day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def _at(days_ago: int) -> str:
    then = datetime.now(UTC) - timedelta(days=days_ago, minutes=5)
    return then.isoformat(timespec="seconds").replace("+00:00", "Z")
