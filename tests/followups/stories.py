"""Stories of one person for the tests: read from the shared vectors, or drawn at random."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from server.followups.story import Contact, Note, Outreach, Row, Scan, Settings, Step, Story

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


def _ids(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


def moments() -> st.SearchStrategy[datetime]:
    return st.integers(0, 40 * 24).map(lambda hours: START + timedelta(hours=6 * hours))


def a_day() -> st.SearchStrategy[date]:
    return moments().map(lambda at: at.date())


@st.composite
def drawn(draw: st.DrawFn) -> Story:
    """Any story of some notes, scans, messages and rows, with rows that name real cycles."""
    notes = tuple(
        Note(key, draw(moments()), promise=draw(st.sampled_from([None, "Send my CV"])))
        for key in _ids("n", draw(st.integers(0, 3)))
    )
    scans = tuple(Scan(key, draw(moments())) for key in _ids("s", draw(st.integers(0, 2))))
    purposes = st.sampled_from(["approach", "thank_you", "nudge", "check_in", "update"])
    outreach = tuple(
        Outreach(key, draw(st.sampled_from(["out", "out", "in"])), draw(purposes), draw(st.none() | moments()))
        for key in _ids("o", draw(st.integers(0, 6)))
    )
    cycles = st.sampled_from(["0", *(item.id for item in (*notes, *scans, *outreach))])
    kinds = st.sampled_from(["thank_you", "nudge", "check_in", "promise", "own"])
    rows = tuple(
        Row(
            key,
            draw(kinds),
            draw(cycles),
            draw(st.none() | a_day()),
            draw(st.sampled_from(["open", "done", "dismissed"])),
        )
        for key in _ids("r", draw(st.integers(0, 4)))
    )
    quiet = tuple(draw(st.lists(st.sampled_from(["sat", "sun", "2026-12-24", "never"]), max_size=3)))
    met_on = draw(st.none() | a_day())
    settings = Settings({"nudge": draw(st.integers(-5, 99))}, quiet)
    return Story(
        Contact("c0", "Dr. Ada Okafor", met_on), notes, scans, outreach, rows, settings, draw(st.sampled_from(ZONES))
    )
