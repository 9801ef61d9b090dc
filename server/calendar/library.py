"""The library that writes content lines."""

from types import ModuleType


def library() -> ModuleType:
    """Return icalendar, loaded on first use: it takes about 90 ms, which a 304 and a command would pay for nothing."""
    import icalendar

    return icalendar
