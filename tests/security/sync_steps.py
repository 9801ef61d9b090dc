"""Steps that the cases about syncing share: students with phones over HTTP, and what always holds afterwards."""

import re
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from server.core import ids
from tests import factories
from tests.factories import Browser
from tests.sync.fold import check_log
from tests.sync.phone import Phone

PROBLEM = re.compile(r"/problems/[a-z]+(?:-[a-z]+)*")
LEAK = re.compile(r"Traceback|File \"|sqlite3?\.|psycopg|sqlalchemy|\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b")


@dataclass
class Student:
    """Someone signed in, whose phones speak HTTP and nothing else."""

    id: str
    browser: Browser

    def post(self, body: dict[str, Any]) -> TestResponse:
        """Return the answer to one sync, which is sound in any case."""
        return sound(self.browser.post("/api/sync", json=body))

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return what the server says to a sync that it takes."""
        answer = self.post(body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json
        return found

    def phone(self) -> Phone:
        """Return a new phone that has seen nothing."""
        return Phone(self.send)

    def held(self) -> list[dict[str, Any]]:
        """Return what waits for attention."""
        found: list[dict[str, Any]] = sound(self.browser.get("/api/held")).json["held"]
        return found


def student(app: Flask, name: str = "ada") -> Student:
    """Return a new student, signed in."""
    made = factories.user(name)
    return Student(made.id, factories.browser(app, made))


def sound(answer: TestResponse) -> TestResponse:
    """Return the answer; fail where it lets something out, or where an error has not its one shape."""
    text = answer.data.decode(errors="replace")
    assert not LEAK.search(text), text
    if answer.status_code >= 400:
        assert answer.content_type == "application/problem+json"
        assert PROBLEM.fullmatch(answer.json["type"])
        assert answer.json["status"] == answer.status_code
    return answer


def exported(*students: Student) -> bytes:
    """Return everything the server would give these students, as bytes: their records and what waits."""
    found = []
    for one in students:
        phone = one.phone()
        phone.pull()
        found.append({"rows": phone.rows, "held": one.held(), "top": phone.top})
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS)


def still_syncs(*students: Student) -> None:
    """Fail unless a new change of each student reaches their other phone, and their log is without a gap."""
    for one in students:
        writer, reader = one.phone(), one.phone()
        row = ids.fresh()
        writer.write("contact", row, set={"name": "Nora Fenwick"})
        assert writer.sync() == ["applied"]
        reader.pull()
        assert reader.body(row, "name") == "Nora Fenwick"
        check_log(one.id)


def typed(was: str, becomes: str) -> dict[str, dict[str, str]]:
    """Return a change of a note's text."""
    return {"bullets": {"from": was, "to": becomes}}
