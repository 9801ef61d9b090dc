"""Where a conference came from: the address, the version last taken over whole, and what came of the last look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from server.agenda import service
from server.agenda.fetching import Fetched, Marks
from server.agenda.models import AgendaSource, Conference, ImportPreview
from server.agenda.reports import Report
from server.core.clock import wire
from server.core.db import db
from server.core.problems import Forbidden, NotFound

# `part`: the file looked like a part, so nothing was cancelled; only a person can say what it means.
Result = Literal["changed", "unchanged", "part", "failed"]
MOST_SOURCES = 10_000
MOST_SAID = 500  # characters
COUNTED = ("added", "changed", "moved", "cancelled")


@dataclass(frozen=True, slots=True)
class Source:
    """A conference's address, as a value. `marks` and `sha256` belong to the last version taken over whole."""

    conference_id: str
    owner_id: str | None
    slug: str
    name: str
    url: str
    format: str
    marks: Marks
    sha256: str | None


def came_from(fetched: Fetched) -> dict[str, Any]:
    """Return what a preview keeps of the address that its file came from."""
    marks = fetched.marks
    return {"url": fetched.url, "etag": marks.etag, "last_modified": marks.last_modified, "sha256": fetched.sha256}


def keep_with_preview(preview_id: str, fetched: Fetched) -> None:
    """Remember with a waiting file where it came from; inside `write()`."""
    row = db.session.get(ImportPreview, preview_id)
    if row is not None:
        row.source = came_from(fetched)
        db.session.flush()


def of_preview(preview_id: str) -> dict[str, Any] | None:
    """Return what was kept with the waiting file, None for a chosen one."""
    row = db.session.get(ImportPreview, preview_id)
    return None if row is None or row.source is None else dict(row.source)


def slug_of(owner_id: str, url: str) -> str | None:
    """Return the user's conference that came from the address before: it stays the same one under another title."""
    query = select(Conference.slug).join(AgendaSource, AgendaSource.conference_id == Conference.id)
    mine = query.where(Conference.owner_id == owner_id, AgendaSource.url == url)
    return db.session.scalar(mine.order_by(AgendaSource.checked_at.desc()).limit(1))


def find(conference_id: str, user_id: str) -> Source:
    """Return the source of the user's own conference.

    Raises NotFound where there is no such conference that the user may read, or none that came from an address, and
    Forbidden where it is public and somebody else's.
    """
    row = db.session.get(Conference, conference_id)
    if row is None or (row.owner_id != user_id and not row.public):
        raise NotFound
    if row.owner_id != user_id:
        raise Forbidden("Only who imported a conference can check it for changes.")
    source = db.session.get(AgendaSource, conference_id)
    if source is None:
        raise NotFound("This conference came from a file, so there is no address to look at; import the new file.")
    return _value(row, source)


def all_sources(owner_id: str | None = None, slug: str | None = None, *, everyone: bool = False) -> list[Source]:
    """Return the sources of one owner (without a name: the operator), or of everyone, by slug."""
    query = select(Conference, AgendaSource).join(AgendaSource, AgendaSource.conference_id == Conference.id)
    if not everyone:
        query = query.where(Conference.owner_id == owner_id)
    if slug is not None:
        query = query.where(Conference.slug == slug)
    found = db.session.execute(query.order_by(Conference.slug, Conference.id).limit(MOST_SOURCES))
    return [_value(row, source) for row, source in found]


def shown(user_id: str) -> list[dict[str, Any]]:
    """Return the addresses of the user's conferences as they travel, the one looked at last first."""
    query = select(AgendaSource).join(Conference, AgendaSource.conference_id == Conference.id)
    found = db.session.scalars(query.where(Conference.owner_id == user_id).order_by(AgendaSource.checked_at.desc()))
    return [
        {
            "conference": one.conference_id,
            "url": one.url,
            "checked_at": wire(one.checked_at),
            "result": one.result,
            **{name: one.counts.get(name, 0) for name in COUNTED},
            "message": one.said,
        }
        for one in found
    ]


def remember(
    owner_id: str | None, report: Report, came: dict[str, Any], at: datetime, format_name: str = "auto"
) -> None:
    """Store where the conference of an import came from and what came of it; inside `write()`.

    A file that looked like a part leaves no marks, so that the next look reads and says the same again. One that only
    added to a conference, such as a list of its speakers, does not take the place of the programme's own address.
    """
    query = select(Conference).where(Conference.owner_id == owner_id, Conference.slug == report.conference)
    row = db.session.scalar(query)
    if row is None:  # deleted meanwhile
        return
    before = db.session.get(AgendaSource, row.id)
    only_added = row.source_sha256 is None  # kept for files that stand for the whole conference
    if before is not None and before.url != came["url"] and only_added:
        return
    result = result_of(report)
    whole = came if result != "part" else {}
    counts = {name: report.diff.counts[name] for name in COUNTED}
    values = {name: whole.get(name) for name in ("etag", "last_modified", "sha256")}
    said = service.STILL_PART if result == "part" else ""
    _put(row.id, {"url": came["url"], "format": format_name, **values}, at, (result, counts, said))


def note_unchanged(conference_id: str, marks: Marks, at: datetime) -> None:
    """Store that a look found nothing new; inside `write()`."""
    found = {"etag": marks.etag, "last_modified": marks.last_modified}
    kept = {name: value for name, value in found.items() if value is not None}
    _put(conference_id, kept, at, ("unchanged", {}, ""))


def note_failure(conference_id: str, sentence: str, at: datetime) -> None:
    """Store why a look failed; inside `write()`. What was known before stays known."""
    _put(conference_id, {}, at, ("failed", {}, sentence[:MOST_SAID]))


def result_of(report: Report) -> Result:
    """Return what an import came to."""
    if any(one.message == service.STILL_PART for one in report.warnings):
        return "part"
    return "changed" if any(report.diff.counts[name] for name in COUNTED) else "unchanged"


def _put(conference_id: str, values: dict[str, Any], at: datetime, outcome: tuple[Result, dict[str, int], str]) -> None:
    row = db.session.get(AgendaSource, conference_id)
    if row is None:
        if "url" not in values:  # the conference went while its address was looked at
            return
        row = AgendaSource(conference_id=conference_id)
        db.session.add(row)
    result, counts, said = outcome
    shared = {"checked_at": at, "result": result, "counts": counts, "said": said}
    for name, value in (values | shared).items():
        setattr(row, name, value)
    db.session.flush()


def _value(row: Conference, source: AgendaSource) -> Source:
    marks = Marks(source.etag, source.last_modified)
    return Source(row.id, row.owner_id, row.slug, row.name, source.url, source.format, marks, source.sha256)
