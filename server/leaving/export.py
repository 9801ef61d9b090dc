"""Everything that this server keeps of a student, as one ZIP: JSON of all of it, and what other programs read."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any

from sqlalchemy import select

from server.accounts.models import Passkey, User
from server.agenda.models import Conference
from server.calendar import files
from server.calendar.ical import Layout
from server.calendar.models import CalendarFeed
from server.calendar.refreshing import ALL
from server.contacts import merging
from server.core.clock import wire
from server.core.db import db, snapshot
from server.core.problems import Busy
from server.core.strict_json import dumps
from server.leaving import tables, vcard
from server.sync import devices, registry, rows
from server.sync.mine import mine
from server.sync.models import Blob, Device, Mutation
from server.sync.registry import Kind

FORMAT, VERSION = "hallway-export", 1
AT_ONCE = 500  # rows read together
CHUNK = 64 * 1024
NO_ROOM = "There is no room on the server to put your file together. Nothing was changed; please try again later."
READ_ME = """Everything that Hallway keeps of you on its server, as of {at}.

account.json      your account, where you are signed in, your calendar addresses, agendas of your own
rows/             all records of every kind, with other values that wait and what is in the bin
log.json          every change that was ever sent, in order
held.json         changes that could not be applied, with the reason
tables/           the same records as CSV, for spreadsheets: what is not in the bin
contacts.vcf      the people, for an address book
calendar.ics      your plan and your follow-ups, for a calendar
photos/           pictures, named by the records

Changes that wait on a phone are not in here; each phone hands them out under "Unsent changes".
A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""


def make(user_id: str, at: datetime, layout: Layout) -> IO[bytes]:
    """Return the ZIP as a temporary file, read from the start; all of it as of one moment. Raises Busy."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with snapshot(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            _Export(packed, user_id, at).write(layout)
    except OSError:
        made.close()
        raise Busy(NO_ROOM) from None
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def chunks(made: IO[bytes]) -> Iterator[bytes]:
    """Yield a file piece by piece and close it."""
    with made:
        while piece := made.read(CHUNK):
            yield piece


class _Export:
    """Writes the members one after the other; none is ever whole in memory but a photo and the calendar."""

    def __init__(self, packed: zipfile.ZipFile, user_id: str, at: datetime) -> None:
        self.packed, self.user_id, self.at = packed, user_id, at

    def write(self, layout: Layout) -> None:
        self._put("README.txt", [READ_ME.format(at=wire(self.at)).encode()])
        self._put("account.json", [dumps(_account(self.user_id, self.at))])
        self._put("log.json", _listed(self._log(lambda _line: True)))
        self._put("held.json", _listed(self._log(lambda line: line.result == "held")))
        names = {one["id"]: one["body"].get("name") for one in self._rows("contact")}
        merged = merging.read(self.user_id).survivors
        names |= {one: names.get(survivor) for one, survivor in merged.items()}
        for kind in registry.kinds():
            self._put(f"rows/{kind.plural}.json", _listed(self._rows(kind.name)))
            self._put(f"tables/{kind.plural}.csv", self._table(kind, names))
        people = (one for one in self._rows("contact", alive=True) if one["id"] not in merged)
        self._put("contacts.vcf", (vcard.card(one["id"], one["body"], one["changed_at"]) for one in people))
        self._put("calendar.ics", [files.whole(self.user_id, ALL, self.at, layout)])
        for name in db.session.scalars(select(Blob.sha256).where(Blob.user_id == self.user_id).order_by(Blob.sha256)):
            found = select(Blob.data).where(Blob.user_id == self.user_id, Blob.sha256 == name)
            self._put(f"photos/{name}.jpg", [db.session.scalars(found).one()], zipfile.ZIP_STORED)

    def _put(self, name: str, pieces: Iterable[bytes], how: int = zipfile.ZIP_DEFLATED) -> None:
        told = zipfile.ZipInfo(name, self.at.timetuple()[:6])
        told.compress_type, told.external_attr = how, 0o600 << 16
        with self.packed.open(told, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)

    def _rows(self, name: str, *, alive: bool = False) -> Iterator[dict[str, Any]]:
        kind = registry.find(name)
        if kind is None:
            return
        table = kind.table
        query = mine(kind.model, self.user_id).with_only_columns(*table.c).order_by(table.c.rev)
        if alive:
            query = query.where(table.c.deleted.is_(False))
        for found in db.session.execute(query.execution_options(yield_per=AT_ONCE)).mappings():
            yield rows.as_wire(kind, rows.from_columns(kind, found))

    def _table(self, kind: Kind, names: Mapping[str, Any]) -> Iterator[bytes]:
        fields = list(kind.rules)
        named = ["contact_name"] if "contact" in fields else []
        body = (
            [
                one["id"],
                *(one["body"][field] for field in fields),
                *(names.get(one["body"]["contact"] or "") for _ in named),
                one["created_at"],
                one["changed_at"],
            ]
            for one in self._rows(kind.name, alive=True)
        )
        for line in tables.lines(["id", *fields, *named, "created_at", "changed_at"], body):
            yield line.encode()

    def _log(self, wanted: Callable[[Mutation], bool]) -> Iterator[dict[str, Any]]:
        query = select(Mutation).where(Mutation.user_id == self.user_id).order_by(Mutation.rev)
        for line in db.session.scalars(query.execution_options(yield_per=AT_ONCE)):
            if wanted(line):
                yield {
                    "id": line.id,
                    "rev": line.rev,
                    "device": line.device,
                    "n": line.n,
                    "kind": line.kind,
                    "row": line.row,
                    "received_at": wire(line.received_at),
                    "result": line.result,
                    "mutation": line.payload,
                    "problem": line.problem,
                    "dismissed_at": wire(line.dismissed_at),
                }


def _listed(values: Iterable[Any]) -> Iterator[bytes]:
    """Yield a JSON list, one value a line."""
    between = b"[\n"
    for value in values:
        yield between + dumps(value)
        between = b",\n"
    yield b"[]\n" if between == b"[\n" else b"\n]\n"


def _account(user_id: str, at: datetime) -> dict[str, Any]:
    user = db.session.scalars(select(User).where(User.id == user_id)).one()
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": wire(at),
        "schema": registry.SCHEMA,
        "user": {"id": user.id, "name": user.name, "created_at": wire(user.created_at)},
        "sessions": [
            {"device": one.device_id, "browser": one.browser, "made_at": wire(one.made_at)}
            for one in devices.places(user_id, at)
        ],
        "devices": [
            {"id": one.id, "name": one.name, "created_at": wire(one.created_at), "revoked_at": wire(one.revoked_at)}
            for one in db.session.scalars(select(Device).where(Device.user_id == user_id).order_by(Device.created_at))
        ],
        "passkeys": [
            {"name": one.name, "created_at": wire(one.created_at)}
            for one in db.session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id))
        ],
        "calendar_addresses": [
            {"scope": one.scope, "created_at": wire(one.created_at), "client": one.client}
            for one in db.session.scalars(select(CalendarFeed).where(CalendarFeed.user_id == user_id))
        ],
        "agendas": [
            {"id": one.id, "slug": one.slug, "name": one.name, "public": one.public, "source": one.source_url}
            for one in db.session.scalars(select(Conference).where(Conference.owner_id == user_id))
        ],
    }
