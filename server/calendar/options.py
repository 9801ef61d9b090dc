"""What a student chose for their calendar, read from the settings' `alarms`; pure.

By name: `followups`, `sessions` a duration before the start (RFC 5545 section 3.3.6), null for none; `promises`
"show" or null.
"""

from collections.abc import Mapping
from typing import Any

from server.calendar.events import Options

FOLLOWUPS = {None: "off", "PT15H": "day_before", "PT0S": "midnight"}
SESSIONS = {None: "off", "PT10M": "10", "PT15M": "15", "PT30M": "30"}
SHOWN = "show"


def options(url: str, alarms: Mapping[str, Any] | None) -> Options:
    """Return the options; what is absent or unknown is the usual one."""
    told = alarms or {}
    return Options(
        url=url,
        followup_alarm=_chosen(told, "followups", FOLLOWUPS, "day_before"),
        session_alarm=_chosen(told, "sessions", SESSIONS, "15"),
        show_promises=told.get("promises") == SHOWN,
    )


def _chosen(told: Mapping[str, Any], name: str, known: Mapping[str | None, str], usual: str) -> str:
    if name not in told:
        return usual
    value = told[name]
    return known.get(value.removeprefix("-") if isinstance(value, str) else None, usual)
