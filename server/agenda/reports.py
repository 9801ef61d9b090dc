"""The report of an import (import contract, section 8). Pure."""

from dataclasses import dataclass
from typing import Any

from server.agenda.diff import Diff
from server.agenda.importers.counts import Counts
from server.agenda.importers.programme import Warned

MOST_WARNINGS = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What a file held and what it changed; `seconds` is the time the import took."""

    conference: str
    format: str
    counts: Counts
    diff: Diff
    warnings: tuple[Warned, ...]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return the report to the letter of the contract."""
        counts = self.counts
        return {
            "conference": self.conference,
            "format": self.format,
            "sessions": counts.sessions,
            "posters": counts.posters,
            "people": counts.people,
            "rooms": counts.rooms,
            "tracks": counts.tracks,
            **self.diff.counts,
            "warnings": [{"where": one.where, "message": one.message} for one in shown(self.warnings)],
            "seconds": round(self.seconds, 3),
        }


def shown(warnings: tuple[Warned, ...]) -> tuple[Warned, ...]:
    """Return the first warnings, each once, and one that counts the others."""
    once = tuple(dict.fromkeys(warnings))
    if len(once) <= MOST_WARNINGS:
        return once
    return (*once[:MOST_WARNINGS], Warned("", f"{len(once) - MOST_WARNINGS} more warnings are not shown."))
