"""Stories of one person for the tests: read from the shared vectors, or drawn at random."""

from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from server.followups.days import INTERVALS
from server.followups.facts import STEPS
from server.followups.story import (
    Contact,
    Letter,
    Milestone,
    Note,
    Outreach,
    Referred,
    Row,
    Scan,
    Settings,
    Step,
    Story,
)

START = datetime(2026, 11, 29, 6, tzinfo=UTC)
ZONES = ("America/Chicago", "Asia/Kolkata", "Pacific/Kiritimati", "UTC", None)


def story_from(told: dict[str, Any]) -> Story:
    settings = told.get("settings", {})
    return Story(
        contact=_record(Contact, told["contact"]),
        notes=tuple(_record(Note, row) for row in told.get("notes", [])),
        scans=tuple(_record(Scan, row) for row in told.get("scans", [])),
        outreach=tuple(_record(Outreach, row) for row in told.get("outreach", [])),
        rows=tuple(_record(Row, row) for row in told.get("rows", [])),
        milestones=tuple(_record(Milestone, row) for row in told.get("milestones", [])),
        letters=tuple(_record(Letter, row) for row in told.get("letters", [])),
        referred=tuple(_record(Referred, row) for row in told.get("referred", [])),
        settings=Settings(settings.get("intervals", {}), tuple(settings.get("quiet_days", ()))),
        zone=told.get("zone"),
    )


def step_from(told: dict[str, Any]) -> dict[str, Any]:
    """A step as the vectors write it, days read."""
    return _dated(told) | {"why": _dated(told["why"])}


def plain(step: Step) -> dict[str, Any]:
    return asdict(step)


def _record(kind: type, told: dict[str, Any]) -> Any:
    return kind(**_dated(told))


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    read = dict(told)
    for name, value in told.items():
        if value is not None and name.endswith("_on"):
            read[name] = date.fromisoformat(value)
        if value is not None and (name == "at" or name.endswith("_at")):
            read[name] = datetime.fromisoformat(value)
    return read


def message_from(told: dict[str, Any]) -> Outreach:
    found: Outreach = _record(Outreach, told)
    return found


def _ids(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


def moments() -> st.SearchStrategy[datetime]:
    return st.integers(0, 40 * 24).map(lambda hours: START + timedelta(hours=6 * hours))


def a_day() -> st.SearchStrategy[date]:
    return moments().map(lambda at: at.date())


def chosen() -> st.SearchStrategy[Settings]:
    """Any settings of a student, bounded or not."""
    intervals = st.dictionaries(st.sampled_from(sorted(INTERVALS)), st.integers(-5, 400), max_size=4)
    quiet = st.lists(st.sampled_from(["sat", "sun", "2026-12-24", "never"]), max_size=3).map(tuple)
    return st.builds(Settings, intervals, quiet)


def _rows(cycles: list[str]) -> st.SearchStrategy[tuple[Row, ...]]:
    row = st.builds(
        Row,
        id=st.sampled_from(_ids("r", 9)),
        step=st.sampled_from([*STEPS, "own"]),
        cycle=st.sampled_from(cycles),
        due_on=st.none() | a_day(),
        state=st.sampled_from(["open", "done", "dismissed"]),
    )
    return st.lists(row, max_size=4, unique_by=lambda row: row.id).map(tuple)


def _letter(key: str) -> st.SearchStrategy[Letter]:
    some_day = st.none() | a_day()
    days = {field.name: some_day for field in fields(Letter) if field.name.endswith("_on")}
    return st.builds(Letter, id=st.just(key), purpose=st.sampled_from([None, "Residency"]), **days)


@st.composite
def drawn(draw: st.DrawFn) -> Story:
    """Any story of some notes, scans, messages, news, letters and rows, with rows that name real cycles."""
    notes = tuple(
        Note(
            key,
            draw(moments()),
            promise=draw(st.sampled_from([None, "Send my CV"])),
            ask=draw(st.sampled_from([None, "May I write?"])),
        )
        for key in _ids("n", draw(st.integers(0, 3)))
    )
    scans = tuple(Scan(key, draw(moments())) for key in _ids("s", draw(st.integers(0, 2))))
    purposes = st.sampled_from(["approach", "thank_you", "nudge", "check_in", "update", "referral", "letter"])
    outreach = tuple(
        Outreach(key, draw(st.sampled_from(["out", "out", "in"])), draw(purposes), draw(st.none() | moments()))
        for key in _ids("o", draw(st.integers(0, 6)))
    )
    milestones = tuple(Milestone(key, "Passed", draw(a_day())) for key in _ids("m", draw(st.integers(0, 1))))
    letters = tuple(draw(_letter(key)) for key in _ids("l", draw(st.integers(0, 1))))
    referred = tuple(Referred(key, "Bo", draw(st.none() | a_day())) for key in _ids("c1", draw(st.integers(0, 1))))
    records = (*notes, *scans, *outreach, *milestones, *letters, *referred)
    return Story(
        contact=Contact("c0", "Dr. Ada Okafor", draw(st.none() | a_day())),
        notes=notes,
        scans=scans,
        outreach=outreach,
        rows=draw(_rows(["0", *(record.id for record in records)])),
        milestones=milestones,
        letters=letters,
        referred=referred,
        settings=draw(chosen()),
        zone=draw(st.sampled_from(ZONES)),
    )
