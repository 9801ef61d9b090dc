"""Which calls a door before the application let through."""

import pytest

from server.core.door import Door


def let_through(door: Door, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which the path of each call is added that reaches what stands behind the door."""
    seen: list[str] = []
    inner = door.inner

    def noted(environ, start_response):
        seen.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    monkeypatch.setattr(door, "inner", noted)
    return seen
