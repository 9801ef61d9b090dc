"""Accounts with invented records: nothing yet, the usual third day of a meeting, and far too much of everything."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from server.core import ids
from tests.e2e import published
from tests.e2e.conftest import Hallway
from tests.e2e.filled_followups import Record, deleted, follow_ups, to_tidy_up, too_many
from tests.e2e.steps import ZONE, sign_in, today
from tests.samples.overfull import LONG_NAME, LONG_TITLE, overfull_csv

TEXTS = {"why", "question", "bullets", "text", "note", "pitch"}  # of which a phone sends what it replaces
SEND = """async (mutations) => {
    const body = { schema: 1, device: crypto.randomUUID(), since: [0, ''], limit: 0, mutations }
    const headers = { 'Content-Type': 'application/json', 'X-Hallway': '1' }
    return (await fetch('/api/sync', { method: 'POST', headers, body: JSON.stringify(body) })).json()
}"""


@dataclass(frozen=True)
class Places:
    """The ids whose pages are worth a look."""

    item: str
    poster: str
    person: str
    contact: str | None = None
    followup: str | None = None
    own: bool = False  # of a conference that the student imported, and may correct


def empty(page: Page) -> Places:
    """Return the pages of the demo conference to a guest without a record."""
    page.goto("/")
    agenda = published.agenda(page)
    item, poster = _session(agenda), next(one for one in agenda["items"] if one["kind"] == "poster")
    return Places(item["id"], poster["id"], item["people"][0])


def usual(page: Page, hallway: Hallway) -> Places:
    """Sign in a student in the middle of the meeting: five people met, targets of each tier, things owed."""
    sign_in(page, hallway)
    agenda = published.agenda(page)
    places = empty(page)
    contact, followup = str(uuid4()), str(uuid4())
    more = [*follow_ups(contact), *to_tidy_up(agenda["id"]), *deleted(agenda["id"]), _profile()]
    send(page, [*_targets(agenda), *_people(agenda, contact), *_own(contact, followup), *more])
    return Places(places.item, places.poster, places.person, contact, followup)


def overfull(page: Page, hallway: Hallway) -> Places:
    """Sign in a student whose every word is too long, at a meeting of the same kind that has just changed."""
    sign_in(page, hallway)
    file = overfull_csv(today())
    _import(hallway, file)
    agenda = published.agenda(page, "Overfull")
    item = next(one for one in agenda["items"] if one["title"] == LONG_TITLE)
    poster = next(one for one in agenda["items"] if one["kind"] == "poster")
    contact, followup = str(uuid4()), str(uuid4())
    flags = [_target(agenda, one, "must", why="Why " * 60) for one in agenda["items"]]
    own = [*_own(contact, followup, "Send the phantom paper " * 8), *too_many(contact)]
    send(page, [*flags, *_long_people(agenda, contact), *own])
    page.goto("/")
    page.get_by_label("Conference").select_option(label="Overfull")
    expect(page.get_by_role("button", name="No day yet")).to_be_visible()
    expect(page.get_by_text("All sent")).to_be_visible()
    later = file.replace(b"10:30,11:45,Room ", b"14:10,15:25,Hall ").replace(b"No room, no people", b"No room")
    _import(hallway, later)
    page.reload()
    expect(page.get_by_role("region", name="things you flagged changed")).to_be_visible()
    return Places(item["id"], poster["id"], poster["people"][0], contact, followup, own=True)


def _import(hallway: Hallway, file: bytes) -> None:
    path = hallway.folder / "overfull.csv"
    path.write_bytes(file)
    own = ("--owner", "demo", "--conference", "overfull", "--name", "Overfull", "--timezone", ZONE)
    hallway.run("agenda", "import", str(path), *own)


def _session(agenda: dict[str, Any]) -> dict[str, Any]:
    """Return a session of this morning with people."""
    found = [one for one in agenda["items"] if one["kind"] not in {"poster", "break"} and one["people"]]
    return next((one for one in found if "T10:30" in str(one["local"])), found[0])


def _targets(agenda: dict[str, Any]) -> list[Record]:
    sessions = [one for one in agenda["items"] if one["kind"] not in {"poster", "break"} and one["starts"]]
    now = [one for one in sessions if one["day_on"] == today().isoformat() and "T10:30" in str(one["local"])]
    now.sort(key=lambda one: (str(one["room"]), str(one["title"])))
    later = [one for one in sessions if one["day_on"] == today().isoformat() and str(one["local"])[11:] > "11"]
    posters = [one for one in agenda["items"] if one["kind"] == "poster"]
    made = [
        _target(agenda, now[0], "must", "Runs the spring dose study", "Who reads the films at night?"),
        _target(agenda, now[2], "should"),
        _target(agenda, later[0], "must", "Two of my own questions are on this panel"),
        _target(agenda, later[3], "nice"),
    ]
    return made + [
        _target(agenda, one, tier) for one, tier in zip(posters[::17], ("must", "should", "nice"), strict=False)
    ]


def _target(agenda: dict[str, Any], item: dict[str, Any], tier: str, why: str = "", question: str = "") -> Record:
    fields = {"item": item["id"], "conference": agenda["id"], "tier": tier, "title_at_flagging": item["title"][:200]}
    return (
        "target",
        ids.natural(f"target:item:{item['id']}"),
        fields | ({"why": why} if why else {}) | ({"question": question} if question else {}),
    )


def _met(
    agenda: dict[str, Any], name: str, days_ago: int, fields: dict[str, Any], note: dict[str, Any]
) -> list[Record]:
    contact = str(fields.pop("id", uuid4()))
    met = today() - timedelta(days=days_ago)
    own = {"name": name, "met_on": met.isoformat(), "conference": agenda["id"], "how_found": "Badge"}
    at = datetime(met.year, met.month, met.day, 16, 42, tzinfo=UTC).isoformat().replace("+00:00", "Z")
    about = {"contact": contact, "conference": agenda["id"], "at": at, "item": _session(agenda)["id"]}
    return [("contact", contact, own | fields), ("note", str(uuid4()), about | note)]


def _people(agenda: dict[str, Any], first: str) -> list[Record]:
    said = {"bullets": "Takes students for the spring dose study\nTrained two from abroad, both on J-1"}
    maren = {"id": first, "role": "Program director", "institution": "Lakefront University Hospital", "degrees": ["MD"]}
    ways = {"emails": ["oduya@lakefront.example"], "phones": ["+1 312 555 0142"], "tags": ["IMG friendly", "dose"]}
    due = {"promise": "my CV", "promise_due_on": today().isoformat(), "ask": "May I write to you? Yes"}
    visa = {"bullets": "Asked about visa"}
    ilse = {
        "role": "Physicist",
        "institution": "Brackwater Institute",
        "tags": ["dose"],
        "emails": ["ilse@brackwater.example"],
    }
    return [
        *_met(agenda, "Maren Oduya", 2, maren | ways, said | due),
        *_met(agenda, "Ilse Tanaka-Brandt", 2, ilse, {"bullets": "Has the data of the phantom"}),
        *_met(
            agenda,
            "Teo Lindqvist",
            1,
            {"role": "Resident, PGY-3", "institution": "Harbour General"},
            {"bullets": "Knows my school"},
        ),
        *_met(agenda, "Amara Nwosu-Bright", 0, {"institution": "Nordhaven Radiology Group"}, visa),
        *_met(
            agenda,
            "Kofi Halloran",
            0,
            {"role": "Fellow"},
            {"bullets": "Offered research", "promise": "the poster as PDF"},
        ),
        (
            "scan",
            str(uuid4()),
            {"captured_at": _now(), "symbology": "QRCode", "raw": "SB4711902233", "conference": agenda["id"]},
        ),
    ]


def _long_people(agenda: dict[str, Any], first: str) -> list[Record]:
    long = {
        "role": f"Professor and chair of {'everything ' * 12}".strip(),
        "institution": "Universitätsklinikum-der-vereinigten-Landkreise-Oberniederwaldfeld " * 2,
        "emails": [f"{'very.long.address' * 6}@hospital.example", "second@hospital.example"],
        "phones": ["+1 312 555 0142 extension 123456789012345"],
        "urls": [f"https://hospital.example/{'people/' * 30}"],
        "tags": [f"tag number {number} of a dozen" for number in range(12)],
        "degrees": ["MD", "PhD", "MPH", "FACR", "FRCR"],
    }
    note = {
        "bullets": "\n".join(f"{number}: {'said a lot ' * 12}" for number in range(12)),
        "promise": "promised " * 40,
        "ask": "asked " * 60,
    }
    crowd = [
        one
        for number in range(12)
        for one in _met(agenda, f"{LONG_NAME[:74]} {number}", number, dict(long), {"bullets": note["bullets"]})
    ]
    return [*_met(agenda, LONG_NAME, 3, long | {"id": first}, note), *crowd]


def _own(contact: str, followup: str, title: str = "Send the phantom paper") -> list[Record]:
    due = {"step": "own", "cycle": followup, "due_on": today().isoformat(), "state": "open"}
    return [("followup", followup, due | {"contact": contact, "title": title[:200].strip()})]


def _profile() -> Record:
    told = {
        "name": "Zoë Brémond",
        "school": "École de médecine",
        "email": "zoe@ecole.example",
        "role": "Medical student",
    }
    return ("profile", ids.natural("profile:self"), told)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _as_sent(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as a phone sends them (docs/sync.md): sets as what is added, texts with what they replace."""
    made = {name: {"add": value} if isinstance(value, list) else value for name, value in fields.items()}
    return made | {name: {"from": "", "to": made[name]} for name in made.keys() & TEXTS}


def send(page: Page, records: list[Record]) -> None:
    """Send the records to the server as a phone of their own does."""
    made = [
        {"id": str(uuid4()), "n": number, "kind": kind, "row": row, "base": 0, "at": _now()}
        | ({"delete": True} if fields is None else {"set": _as_sent(fields)})
        for number, (kind, row, fields) in enumerate(records, 1)
    ]
    answer = page.evaluate(SEND, made)
    wanted = [{"deleted"} if "delete" in one else {"applied", "merged"} for one in made]
    assert all(ack[1] in one for ack, one in zip(answer["acked"], wanted, strict=True)), answer
