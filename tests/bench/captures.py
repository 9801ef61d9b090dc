"""What a phone sends after a morning in the hall: contact, scan and note for each person met."""

import base64
from typing import Any

from server.core import ids
from tests.bench.words import Words

SEED = 8
AT = "2027-11-29T09:12:03Z"


def mutations(count: int, words: Words, after: int) -> list[dict[str, Any]]:
    """Return the outbox of that many captures, three mutations each, numbered from `after` + 1."""
    made = [mutation for _ in range(count) for mutation in _capture(words)]
    return [mutation | {"n": number} for number, mutation in enumerate(made, after + 1)]


def _capture(words: Words) -> list[dict[str, Any]]:
    contact, name = ids.fresh(), words.name()
    given, family = name.split()
    email = f"{given.lower()}@{family.lower()}.example"
    raw = f"BEGIN:VCARD\nVERSION:3.0\nN:{family};{given}\nFN:{name}\nEMAIL:{email}\nEND:VCARD"
    return [
        _made("contact", contact, _contact(name, email, words)),
        _made("scan", ids.fresh(), _scan(raw, contact)),
        _made("note", ids.fresh(), _note(contact, words)),
    ]


def _contact(name: str, email: str, words: Words) -> dict[str, Any]:
    given, family = name.split()
    return {
        "name": name,
        "given_name": given,
        "family_name": family,
        "degrees": {"add": ["MD"], "remove": []},
        "institution": words.title(),
        "emails": {"add": [email], "remove": []},
        "met_on": "2027-11-29",
    }


def _scan(raw: str, contact: str) -> dict[str, Any]:
    raw_b64 = base64.b64encode(raw.encode()).decode()
    return {"captured_at": AT, "symbology": "]Q1", "raw": raw, "raw_b64": raw_b64, "contact": contact}


def _note(contact: str, words: Words) -> dict[str, Any]:
    bullets = "\n".join(words.title() for _ in range(3))
    return {
        "contact": contact,
        "at": AT,
        "bullets": {"from": None, "to": bullets},
        "promise": words.title(),
        "promise_due_on": "2027-12-02",
    }


def _made(kind: str, row: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"id": ids.fresh(), "kind": kind, "row": row, "base": 0, "at": AT, "set": values}
