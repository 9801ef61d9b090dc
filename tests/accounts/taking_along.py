"""What the tests of export and deletion start from: a student with something of every kind."""

import hashlib
import io
import json
import zipfile
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from server.core import ids
from tests.factories import Browser

WANDA = {
    "name": "Wanda Quill",
    "emails": ["wanda@example.org"],
    "phones": ["+43 1 555 0100"],
    "degrees": ["MD"],
    "institution": "Northgate, Radiology",
    "met_on": "2026-11-29",
}


def photo(color: str = "teal") -> bytes:
    """Return a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (12, 9), color).save(made, "PNG")
    return made.getvalue()


def fill(browser: Browser, **contact: Any) -> str:
    """Give the student a contact with a note, a scan with a photo, a held change and a calendar address; return its id.

    `contact` are fields of the contact beside the usual ones.
    """
    person, scan, picture = ids.fresh(), ids.fresh(), photo()
    name = hashlib.sha256(picture).hexdigest()
    browser.call("PUT", f"/api/blobs/{name}", data=picture, content_type="image/png")
    browser.put(f"/api/contacts/{person}", WANDA | contact)
    browser.put(f"/api/notes/{ids.fresh()}", {"contact": person, "bullets": "works on nodules"})
    browser.put(f"/api/scans/{scan}", {"raw": "BEGIN:VCARD", "contact": person, "photo": name})
    held = {"id": ids.fresh(), "n": 1, "kind": "no such kind", "row": ids.fresh(), "base": 0, "set": {}}
    browser.post("/api/sync", {"schema": 1, "device": ids.fresh(), "since": [0, ""], "mutations": [held]})
    assert browser.post("/api/calendar", {"scope": "followups"}).status_code == 201
    return person


def opened(answer: TestResponse) -> dict[str, bytes]:
    """Return the members of an export by name."""
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def exported(browser: Browser) -> dict[str, bytes]:
    """Return the members of everything the student's export holds."""
    return opened(browser.get("/api/export"))


def told(members: dict[str, bytes], name: str) -> Any:
    """Return a JSON member."""
    return json.loads(members[name])
