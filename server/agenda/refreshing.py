"""Looks at a conference's address again and takes over what changed; asks nothing and cancels nothing on a shrink."""

from dataclasses import dataclass
from datetime import datetime

from server.agenda import fetching, service, sources
from server.agenda.answers import Target
from server.agenda.fetching import Fetched, Policy
from server.agenda.importers.programme import Hints
from server.agenda.reports import Report
from server.agenda.service import Options, Progress
from server.agenda.sources import Result, Source
from server.core.db import write
from server.core.problems import FileRefused, Problem


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the address came to. `report` is None where nothing had to be read."""

    source: Source
    result: Result
    report: Report | None = None


def look(source: Source, policy: Policy, at: datetime, progress: Progress) -> Look:
    """Fetch the address if it has changed, import it, and store what came of it; raise the problem met, stored too."""
    try:
        return _look(source, policy, at, progress)
    except Problem as problem:
        with write():
            sources.note_failure(source.conference_id, problem.detail or problem.title, at)
        raise


def _look(source: Source, policy: Policy, at: datetime, progress: Progress) -> Look:
    progress("read", 0, 1)
    fetched = fetching.fetch(source.url, policy, source.marks)
    if fetched.data is None or fetched.sha256 == source.sha256:
        with write():
            sources.note_unchanged(source.conference_id, fetched.marks, at)
        return Look(source, "unchanged")
    report = _imported(source, fetched, at, progress)
    with write():
        sources.remember(source.owner_id, report, sources.came_from(fetched), at, source.format)
    return Look(source, sources.result_of(report), report)


def _imported(source: Source, fetched: Fetched, at: datetime, progress: Progress) -> Report:
    hints = Hints(file_name=fetched.file_name, format=source.format)
    target = Target(source.owner_id, source.slug)
    try:
        return service.run(fetched.data or b"", hints, target, Options(at, progress=progress))
    except FileRefused as fault:
        raise placed(fault) from None


def placed(fault: FileRefused) -> FileRefused:
    """Return the refusal of a file that came from an address, with the address as its place."""
    return fault if fault.errors else fetching.refused(fault.detail)
