"""Tables of the agenda. Ids follow the contract (section 1); rows are written in bulk by `publishing.py` only."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from server.core.db import Model, UTCDateTime


class Lines(TypeDecorator[tuple[str, ...]]):
    """A short list of one-line texts, kept as lines of one text; much cheaper than JSON at 30,000 rows."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Store one line for each; a line break inside becomes a space."""
        return "\n".join(" ".join(line.splitlines()) for line in value) if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Return the lines."""
        return tuple(value.split("\n")) if value else ()


class Conference(Model):
    """One meeting with one agenda. Without an owner it is the operator's and public.

    `version` counts publications; `manifest` is the SHA-256 of the current one. `zone`, `date_order` and `mappings`
    (by fingerprint of the header) keep what a person answered, so that the next file is read the same way.
    """

    __tablename__ = "conference"
    __table_args__ = (UniqueConstraint("owner_id", "slug"), Index(None, "source_sha256"))

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    owner_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(Text)
    zone: Mapped[str | None] = mapped_column(String(64))
    zone_source: Mapped[str] = mapped_column(String(8))
    first_day: Mapped[date | None] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    public: Mapped[bool]
    version: Mapped[int] = mapped_column(Integer)
    manifest: Mapped[str] = mapped_column(String(64))
    shard_counts: Mapped[dict[str, int]] = mapped_column(JSON)
    date_order: Mapped[str | None] = mapped_column(String(8))
    mappings: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    source_url: Mapped[str | None] = mapped_column(Text)
    source_sha256: Mapped[str | None] = mapped_column(String(64))
    source_report: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Item(Model):
    """A session, poster, exhibit, course or break. `absent` says that the last full file no longer held it.

    `list_version`, `details_version` and `abstracts_version` are the publications in which its row last changed.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (Index(None, "conference_id"),)

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    conference_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    subtitle: Mapped[str] = mapped_column(Text)
    abstract: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    local_start: Mapped[datetime | None] = mapped_column(DateTime)
    local_end: Mapped[datetime | None] = mapped_column(DateTime)
    day_on: Mapped[date | None] = mapped_column(Date)
    day_label: Mapped[str] = mapped_column(Text)
    room: Mapped[str] = mapped_column(Text)
    track: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    credit: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(Text)
    id_kind: Mapped[str | None] = mapped_column(String(8))
    board: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    marks: Mapped[tuple[str, ...]] = mapped_column(Lines)
    links: Mapped[tuple[str, ...]] = mapped_column(Lines)
    language: Mapped[str] = mapped_column(Text)
    absent: Mapped[bool]
    list_version: Mapped[int] = mapped_column(Integer)
    details_version: Mapped[int] = mapped_column(Integer)
    abstracts_version: Mapped[int] = mapped_column(Integer)


class AgendaPerson(Model):
    """Someone named by the agenda. A merge by hand leaves `merged_into`, which every reader follows.

    `number` is what published lists call the person, one within a conference and never another's.
    """

    __tablename__ = "agenda_person"
    __table_args__ = (Index(None, "conference_id"),)

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    conference_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(Text)
    degrees: Mapped[tuple[str, ...]] = mapped_column(Lines)
    affiliation: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(Text)
    merged_into: Mapped[str | None] = mapped_column(Uuid(as_uuid=False))
    people_version: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)


class Participation(Model):
    """One person on one item, in the order of the file."""

    __tablename__ = "agenda_participation"

    item_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    person_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    role: Mapped[str] = mapped_column(String(16))


class Room(Model):
    """A place, identified by its folded name within a conference."""

    __tablename__ = "agenda_room"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    folded: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class Track(Model):
    """A theme, identified by its folded name within a conference."""

    __tablename__ = "agenda_track"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    folded: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Shard(Model):
    """A manifest, shard or patch that a conference lists, compressed once; `sha256` is of the uncompressed bytes.

    It belongs to the publications `first_version` to `last_version`; eight versions later it goes.
    """

    __tablename__ = "agenda_shard"
    __table_args__ = (Index(None, "sha256"),)

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    first_version: Mapped[int] = mapped_column(Integer)
    last_version: Mapped[int] = mapped_column(Integer)
    brotli: Mapped[bytes] = mapped_column(LargeBinary)
    gzip: Mapped[bytes] = mapped_column(LargeBinary)


class ChangedVersion(Model):
    """One publication's changes as a whole: `told` rows of `AgendaChange` stand here, `more` were left out."""

    __tablename__ = "agenda_changed_version"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    told: Mapped[int] = mapped_column(Integer)
    more: Mapped[int] = mapped_column(Integer)


class AgendaChange(Model):
    """One field of one item that a publication changed, in the order of `position`; values as in `changes.py`."""

    __tablename__ = "agenda_change"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item_id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    title: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(16))
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)


class AgendaCorrection(Model):
    """A field of an item or person that its owner set by hand; `told` is what the last file says instead.

    The row of the item or person shows `value`. `subject` is the id of either; `kind` says which.
    """

    __tablename__ = "agenda_correction"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    field: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[Any] = mapped_column(JSON)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str] = mapped_column(Uuid(as_uuid=False))


class AgendaSource(Model):
    """The address that a conference was imported from, and what came of the last look at it (`sources.py`).

    `etag`, `last_modified` and `sha256` are those of the last version that was taken over whole.
    """

    __tablename__ = "agenda_source"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    url: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(20))
    etag: Mapped[str | None] = mapped_column(String(200))
    last_modified: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    result: Mapped[str] = mapped_column(String(16))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    said: Mapped[str] = mapped_column(Text)


class AgendaPieces(Model):
    """What the last file of a conference was written with, so that the next one is read where it differs.

    `head` is the digest of its head in hexadecimal digits. An entry of `items` is 34 bytes: the digest of a piece, the
    id of the item it is, and which of `places` it stands in; one of `people` 32: the digest of an id and name as
    written, and the id of the person.
    """

    __tablename__ = "agenda_pieces"

    conference_id: Mapped[str] = mapped_column(
        Uuid(as_uuid=False), ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True
    )
    head: Mapped[str] = mapped_column(String(32))
    places: Mapped[list[str]] = mapped_column(JSON)
    items: Mapped[bytes] = mapped_column(LargeBinary)
    people: Mapped[bytes] = mapped_column(LargeBinary)


class ImportPreview(Model):
    """A file that waits for its owner's answers; its bytes lie beside the database. Kept for one hour.

    `source` is the address that it came from, None for a chosen file.
    """

    __tablename__ = "import_preview"
    __table_args__ = (Index(None, "user_id"), Index(None, "created_at"))

    id: Mapped[str] = mapped_column(Uuid(as_uuid=False), primary_key=True)
    user_id: Mapped[str] = mapped_column(Uuid(as_uuid=False), ForeignKey("user.id", ondelete="CASCADE"))
    file_name: Mapped[str] = mapped_column(String(200))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
