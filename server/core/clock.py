"""The only place that asks what time it is; rules take time as a value."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware, UTC, in whole microseconds."""
    return datetime.now(UTC)


def wire(instant: datetime | None) -> str | None:
    """Return an aware instant as RFC 3339 in UTC with `Z` and whole milliseconds or less, None for None."""
    if instant is None:
        return None
    if instant.tzinfo is UTC and not instant.microsecond:
        return f"{instant.isoformat()[:-6]}Z"
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace(".000", "").replace("+00:00", "Z")
