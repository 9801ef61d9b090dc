"""Imports a file into an agenda: read, match, build and compress first, then one short transaction."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from server.agenda import amending, answers, importers, publishing, reading, repeats, snapshots
from server.agenda.amending import WHOLE_FILE, Beyond
from server.agenda.answers import Target
from server.agenda.columns_asked import ColumnsWanted, read, read_as_before
from server.agenda.diff import Diff
from server.agenda.importers import item_sessions
from server.agenda.importers.counts import count
from server.agenda.importers.item_sessions import Setting
from server.agenda.importers.programme import Hints, Programme, Warned
from server.agenda.keeping import Doubtful, Kept
from server.agenda.keys import conference_key, is_slug
from server.agenda.models import Conference
from server.agenda.publishing import Outdated, Source
from server.agenda.reports import Report
from server.agenda.revision import Revision, folded_names, revise
from server.agenda.snapshots import Publication
from server.agenda.states import ConferenceState
from server.agenda.telling import Telling
from server.agenda.zones import is_zone
from server.core import ids
from server.core.db import db, snapshot, write
from server.core.problems import Busy, Invalid, NotFound, QuotaReached

MOST_TRIES = 3
MOST_CONFERENCES = 50  # of one user
STILL_PART = (
    "This file holds less than half of the conference, so it looks like a part of it: nothing was cancelled. "
    "Say that it replaces the programme if the missing items no longer take place."
)
ZONE_OPEN = "The time zone of the meeting is not known; times are kept as the file shows them until you name it."

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How an import runs. A dry run gives the same report and writes nothing; `source` is the file's fingerprint,
    `said` that of what was said about it.

    `attended` says that a person sees the columns, who is not warned about those that are not sure.
    """

    at: datetime
    dry_run: bool = False
    progress: Progress = lambda _stage, _done, _total: None
    source: str | None = None
    said: str = ""
    attended: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import came to; `recalled` are the tables whose columns are set as for an earlier file.

    `blocked` says why nothing can be imported before a person has named the columns. Of a conference's first file that
    was imported, `programme` has no sessions and people.
    """

    report: Report
    programme: Programme
    conference: ConferenceState
    part: str | None
    recalled: frozenset[str] = frozenset()
    blocked: str | None = None


def run(data: bytes, hints: Hints, target: Target, options: Options) -> Report:
    """Import the bytes of a file and return the report; the very file of last time is known and not read again."""
    began = time.perf_counter()
    _check(hints, target)
    source = repeats.fingerprint(data, hints, target)
    known = repeats.find(source, target, time.perf_counter() - began)
    told = replace(options, source=source, said=repeats.said(hints, target))
    if known is None and (amended := _amended(data, hints, target, told, began)) is not None:
        return amended
    known = known or repeats.written_anew(data, hints, target, began)
    if known is not None:
        return _repeated(known, options)
    held = [data]
    del data  # nobody else holds the file, so that it is let go of once it is read; it may be a sixth of all memory
    return import_file(held.pop(), hints, target, told).report


def _repeated(known: Report, options: Options) -> Report:
    for stage in ("read", "people", "compare", "write"):
        options.progress(stage, 1, 1)
    return known


def _amended(data: bytes, hints: Hints, target: Target, options: Options, began: float) -> Report | None:
    """Import what a file says beyond the last one of its conference; None where all of it has to be read."""
    quiet = replace(options, progress=lambda *_step: None)  # the whole file may still have to be read
    for last in amending.last(hints, target):
        options.progress("read", 0, 1)
        found = importers.amended(data, hints, last.known)
        if found is None:
            continue
        if last.is_whole(found):
            return _repeated(repeats.told(last.slug, last.report, time.perf_counter() - began), options)
        known = conference_for(target, found.programme, hints.file_name)
        if known.id != last.conference_id or answers.answered(hints, known, found.programme) is not None:
            continue
        known = answers.remembered(known, found.programme, hints)
        beyond = Beyond(Kept(found.kept, found.people), last)
        with suppress(Doubtful, Busy):
            done = import_programme(found.programme, known, target, quiet, began=began, beyond=beyond).report
            return _repeated(done, options)
    return None


def import_file(data: bytes, hints: Hints, target: Target, options: Options) -> Outcome:
    """Import the bytes of a file; raise FileRefused or Invalid, with nothing changed."""
    began = time.perf_counter()
    _check(hints, target)
    options.progress("read", 0, 1)
    given = frozenset(hints.mapping or {})
    hints, programme = read_as_before(data, hints, target)
    known = conference_for(target, programme, hints.file_name)
    better = answers.answered(hints, known, programme)
    if better is not None:
        hints, programme = better, read(data, better)
    del data
    options.progress("read", 1, 1)
    known = answers.remembered(known, programme, hints)
    if not options.attended and (unsure := answers.proposed(programme)):
        programme = replace(programme, warnings=(*programme.warnings, Warned("", unsure)))
    telling = Telling(programme)
    del programme
    outcome = import_programme(telling, known, target, options, began=began)
    return replace(outcome, recalled=frozenset(hints.mapping or {}) - given)


def blocked(fault: ColumnsWanted, hints: Hints, target: Target) -> Outcome:
    """Return what is known of a file whose columns a person must name before anything of it can be told."""
    programme = Programme("table", item_sessions.conference(Setting(hints)), mapping=fault.tables)
    known = conference_for(target, programme, hints.file_name)
    report = Report(known.slug, programme.format, count(programme), Diff(), (), 0)
    return Outcome(report, programme, known, None, blocked=fault.detail)


def import_programme(
    programme: Programme | Telling,
    known: ConferenceState,
    target: Target,
    options: Options,
    *,
    began: float | None = None,
    beyond: Beyond = WHOLE_FILE,
) -> Outcome:
    """Import a programme into the conference `known`, as it will be; try again when somebody else was faster.

    Who keeps nothing of the programme but its telling holds less memory.

    Raises Doubtful where a programme that is not the whole file does not tell what becomes of the conference.
    """
    telling = programme if isinstance(programme, Telling) else Telling(programme)
    began = time.perf_counter() if began is None else began
    for _ in range(MOST_TRIES):
        try:
            revision, conference = _once(telling, known, target, options, beyond)
        except Outdated:
            continue
        return _outcome(telling, revision, conference, time.perf_counter() - began, beyond)
    raise Busy("Somebody else is importing into this conference. Nothing was changed. Please try again.")


def _once(
    telling: Telling, known: ConferenceState, target: Target, options: Options, beyond: Beyond
) -> tuple[Revision, ConferenceState]:
    people, sessions = len(telling.whole().people), len(telling.whole().sessions)
    options.progress("people", 0, people)
    names = folded_names(telling.whole())
    options.progress("people", people, people)
    options.progress("compare", 0, sessions)
    with snapshot():
        stored = reading.find(known.owner_id, known.slug) or replace(known, version=0, manifest="")
        beyond.check()
        before, earlier = reading.load(stored)
    after = replace(
        known, version=stored.version, manifest=stored.manifest, public=stored.public, shard_counts=stored.shard_counts
    )
    replace_all = target.part == "replace"
    revision = revise(telling.whole(), before, after, names, replace_all=replace_all, kept=beyond.kept)
    telling.counts = amending.counts(revision, beyond.kept) if beyond.kept.items else telling.counts
    options.progress("compare", sessions, sessions)
    if options.dry_run:
        return revision, revision.after.conference
    del names
    telling.let_go(revision)
    publication = snapshots.publish(before, revision.after, earlier)
    source = _source(telling, revision, options, beyond)
    total = publishing.size(revision, publication)
    options.progress("write", 0, total)
    written = 0

    def done(rows: int) -> None:
        nonlocal written
        written += rows
        options.progress("write", min(written, total), total)

    with write():
        _check_room(known, stored)
        beyond.check()
        publishing.store(revision, publication, source, options.at, done)
    options.progress("write", total, total)
    return revision, _published(revision.after.conference, publication)


def conference_for(target: Target, programme: Programme, file_name: str) -> ConferenceState:
    """Return the conference that an import goes to: the stored one of that slug, else a new one."""
    told = programme.conference
    slug = answers.slug_for(target, told.slug, file_name)
    with snapshot():
        found = reading.find(target.owner_id, slug)
    if found is not None:
        return replace(found, name=target.name or found.name)
    made = new_conference(target, slug, told.name)
    return replace(made, zone=told.zone, zone_source=told.zone_source, source_url=told.source_url)


def new_conference(target: Target, slug: str, name: str) -> ConferenceState:
    """Return a conference that is not stored yet."""
    conference_id = ids.natural(conference_key(target.owner_id, slug))
    public = target.owner_id is None
    return ConferenceState(conference_id, target.owner_id, slug, target.name or name or slug, public=public)


def publish(owner_id: str | None, slug: str) -> None:
    """Make the owner's conference readable for everyone; inside `write()`. Raises NotFound."""
    found = db.session.scalar(select(Conference).where(Conference.owner_id == owner_id, Conference.slug == slug))
    if found is None:
        raise NotFound(f"There is no conference “{slug}”; `hallway agenda list` names all of them.")
    found.public = True
    db.session.flush()


def is_zone_open(data: bytes, hints: Hints, target: Target) -> bool:
    """Tell whether neither the file nor an earlier one of the conference says where the meeting takes place."""
    _check(hints, target)
    _, programme = read_as_before(data, hints, target)
    return programme.conference.zone is None and conference_for(target, programme, hints.file_name).zone is None


def _check(hints: Hints, target: Target) -> None:
    if hints.zone is not None and not is_zone(hints.zone):
        raise refused("/zone", f"“{hints.zone[:60]}” is no time zone; it looks like Europe/Zurich or America/Chicago.")
    if target.slug is not None and not is_slug(target.slug):
        raise refused("/conference", "A conference is named by lower-case letters, digits and hyphens, 60 at most.")


def refused(pointer: str, sentence: str) -> Invalid:
    """Return the problem with one answer of the person importing."""
    return Invalid(sentence, errors=[{"pointer": pointer, "detail": sentence}])


def _check_room(known: ConferenceState, stored: ConferenceState) -> None:
    if stored.version or known.owner_id is None:
        return
    mine = db.session.scalar(select(func.count()).select_from(Conference).where(Conference.owner_id == known.owner_id))
    if (mine or 0) >= MOST_CONFERENCES:
        raise QuotaReached(f"You have {MOST_CONFERENCES} conferences, which is as many as this server keeps for you.")


def _published(conference: ConferenceState, publication: Publication | None) -> ConferenceState:
    if publication is None:
        return conference
    return replace(conference, version=publication.version, manifest=publication.manifest)


def _source(telling: Telling, revision: Revision, options: Options, beyond: Beyond) -> Source:
    if options.source is None or revision.part is not None:  # a part may be taken otherwise next time
        return Source(None, None)
    report = _outcome(telling, revision, revision.after.conference, 0, beyond).report
    pieces = None if report.warnings else telling.kept.pieces  # a warning has to be told again
    row = pieces and amending.remembered(pieces, revision, beyond.kept, beyond.last.row if beyond.last else None)
    return Source(options.source, repeats.remembered(report, telling.kept.marks, options.said), row or None)


def _outcome(
    telling: Telling, revision: Revision, conference: ConferenceState, seconds: float, beyond: Beyond
) -> Outcome:
    programme = telling.kept
    warnings = [*programme.warnings, *revision.warnings]
    if conference.zone is None and telling.is_timed:
        warnings.append(Warned("", ZONE_OPEN))
    warnings += [Warned("", question.message) for question in programme.questions if question.kind != "zone"]
    if revision.part == "part":
        warnings.append(Warned("", STILL_PART))
    report = Report(conference.slug, programme.format, telling.counts, revision.diff, tuple(warnings), seconds)
    return Outcome(report, programme, conference, revision.part)
