"""What stands before the application (WSGI) and says again what the application said, while that still holds.

A door of a feature names the calls it knows and looks at the rows behind an answer; how answers are kept and repeated
is here. Whatever is not plainly such a call goes on to the application.
"""

import re
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask import Flask

from server.core import ids, logs
from server.core.db import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_CHARACTERS = 200  # of the headers that tell answers apart
Headers = list[tuple[str, str]]
Key = TypeVar("Key", bound=tuple[Any, ...])
State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Kept(Generic[State]):
    """What the application answered, and what of the rows that answer hangs on."""

    status: str
    headers: tuple[tuple[str, str], ...]
    state: State


class Door(ABC, Generic[Key, State]):
    """Stands before the application; `route` is what a line of the log says, `most_kept` how many answers are kept."""

    route: str
    most_kept: int

    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        """Remember answers of `inner` from now on."""
        with app.app_context():
            self._engine = db.engine
        self.inner = inner
        self._kept: OrderedDict[Key, Kept[State]] = OrderedDict()

    @abstractmethod
    def key(self, environ: "WSGIEnvironment") -> Key | None:
        """Return what an answer to this call hangs on, None for a call that is the application's."""

    @abstractmethod
    def now(self, key: Key, kept: Kept[State] | None) -> tuple[State | None, bytes]:
        """Return what the rows are now, None where that is not plain, and the bytes that `kept` is answered with."""

    @abstractmethod
    def state_of(self, key: Key, status: str, headers: dict[str, str], before: State | None) -> State | None:
        """Return what an answer of the application hangs on, None for one that is not kept.

        `before` is what the rows were before the application was asked.
        """

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let the application do so."""
        key = self.key(environ)
        if key is None:
            return self.inner(environ, start_response)
        began = time.perf_counter()
        kept = self._kept.get(key)
        state, body = self.now(key, kept)
        if kept is None or state is None or state != kept.state:
            return self._ask(key, state, environ, start_response)
        start_response(kept.status, list(kept.headers))  # whoever gets it may change it
        logs.note_answer(ids.fresh(), None, "GET", self.route, int(kept.status[:3]), time.perf_counter() - began)
        return [body] if body else []

    def _ask(
        self, key: Key, before: State | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let the application answer and remember what it says."""

        def start(status: str, headers: Headers, fault: Any = None) -> Any:
            self._kept.pop(key, None)
            state = self.state_of(key, status, dict(headers), before)
            if state is not None:
                self._kept[key] = Kept(status, tuple(headers), state)
                if len(self._kept) > self.most_kept:
                    self._kept.popitem(last=False)
            return start_response(status, headers, fault)

        return self.inner(environ, start)


def plain_fetch(environ: "WSGIEnvironment", path: re.Pattern[str], *names: str) -> tuple[str, list[str]] | None:
    """Return the one group of the path and the headers of these names; None for what is no plain GET of such a path."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_UPGRADE" in environ:
        return None
    match = path.fullmatch(environ.get("PATH_INFO", ""))
    told = [environ.get(name, "") for name in names]
    return (match[1], told) if match and sum(map(len, told)) <= MOST_CHARACTERS else None
