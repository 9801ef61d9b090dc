"""A file of speakers into the conference of their talks: names for codes, nobody added, nothing cancelled."""

from pathlib import Path

import pytest
from flask import Flask

from server.agenda import reading, service
from server.agenda.answers import Target
from server.agenda.importers.programme import Hints
from server.agenda.reports import Report
from server.agenda.service import Options
from server.core import clock
from server.core.db import snapshot

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "agenda"
REAL = Path(__file__).resolve().parents[2].parent / "shared" / "agenda"
TARGET = Target(None, "quiet", "Quiet Days")


def imported(path: Path) -> Report:
    return service.run(path.read_bytes(), Hints(file_name=path.name), TARGET, Options(clock.now()))


def names() -> list[str]:
    """Return the names of the stored people, nameless ones included."""
    with snapshot():
        conference = reading.find(None, "quiet")
        assert conference is not None
        return sorted(person.name for person in reading.load(conference)[0].people.values())


def changes(report: Report) -> dict[str, int]:
    return {name: count for name, count in report.diff.counts.items() if count}


def test_codes_get_their_names_and_nobody_is_added(app: Flask) -> None:
    imported(SAMPLES / "pretalx_codes.json")
    before = names()

    report = imported(SAMPLES / "pretalx_speakers.json")

    assert (before, names()) == (["", "", ""], ["Ines Varga", "Mira Tolvane", "Tessa Quillon"])
    assert (report.format, report.counts.people, report.diff.counts["cancelled"]) == ("pretalx", 3, 0)


def test_talks_after_the_speakers_keep_the_names(app: Flask) -> None:
    imported(SAMPLES / "pretalx_codes.json")
    imported(SAMPLES / "pretalx_speakers.json")

    report = imported(SAMPLES / "pretalx_codes.json")

    assert changes(report) == {"unchanged": 2}
    assert names() == ["Ines Varga", "Mira Tolvane", "Tessa Quillon"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real agenda files are not beside this checkout")
def test_a_real_pair_of_files_names_all_and_adds_none(app: Flask) -> None:
    first = imported(REAL / "euroscipy2025_submissions.json")
    codes = names()

    second = imported(REAL / "euroscipy2025_speakers.json")

    assert (first.counts.sessions, first.counts.people, set(codes)) == (39, 47, {""})
    assert (second.counts.sessions, second.counts.people, len(names()), "" in names()) == (0, 47, 47, False)
    assert second.diff.counts["cancelled"] == 0
