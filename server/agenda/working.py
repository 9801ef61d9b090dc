"""Runs an import in a thread of its own and tells how far it is, at least twice a second.

Reading a file says nothing for seconds, so the last event is told again while nothing new comes. A caller who goes
away leaves the work running: it ends as it would have.
"""

import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from flask import Flask

from server.agenda.service import Progress
from server.core.problems import Broken, Busy, Problem

T = TypeVar("T")
Event = tuple[str, int, int]
TOLD_EVERY = 0.4  # seconds
MOST_AT_ONCE = 2  # imports in one process

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


class Work(Generic[T]):
    """One import under way. Raises Busy when the process is full."""

    def __init__(self, app: Flask, task: Callable[[Progress], T]) -> None:
        if not _places.acquire(blocking=False):
            raise Busy("Other files are being imported now. Nothing was changed. Please try again.")
        self._app, self._task = app, task
        self._events: SimpleQueue[Event | None] = SimpleQueue()
        self._result: T | Problem = Broken()
        threading.Thread(target=self._run, daemon=False).start()

    def events(self) -> Iterator[Event]:
        """Yield (stage, done, total) until the work has ended; a stage ends with done = total."""
        last: Event = ("read", 0, 1)
        while True:
            try:
                event = self._events.get(timeout=TOLD_EVERY)
            except Empty:
                event = last
            if event is None:
                return
            last = event
            yield event

    @property
    def result(self) -> T:
        """What the task returned; raises the problem that it met."""
        if isinstance(self._result, Problem):
            raise self._result
        return self._result

    def _run(self) -> None:
        try:
            with self._app.app_context():
                self._result = self._task(self._tell)
        except Problem as problem:
            self._result = problem
        except Exception:
            self._app.logger.exception("an import broke")
        finally:
            _places.release()
            self._events.put(None)

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._events.put((stage, done, total))
