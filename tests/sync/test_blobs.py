"""Photos: drawn anew, kept for their student alone, gone with the record that named them."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from server.core import ids
from server.core.db import write
from server.sync import blobs, pictures, service
from tests.factories import Browser, browser, user


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, **more)
    return made.getvalue()


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def put(client: Browser, data: bytes, name: str | None = None, kind: str = "image/jpeg") -> Any:
    return client.call("PUT", f"/api/blobs/{name or name_of(data)}", data=data, headers={"Content-Type": kind})


@pytest.fixture
def ada(app: Flask) -> tuple[str, Browser]:
    made = user("ada")
    return made.id, browser(app, made)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_back_as_a_picture(ada: tuple[str, Browser], kind: str) -> None:
    data = photo(kind)
    assert [put(ada[1], data, kind=f"image/{kind.lower()}").status_code for _ in range(2)] == [204, 204]
    answer = ada[1].get(f"/api/blobs/{name_of(data)}")
    with Image.open(BytesIO(answer.data)) as shown:
        assert (answer.content_type, shown.format, shown.size) == ("image/jpeg", "JPEG", (40, 20))
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Cache-Control"] == "no-store"


def test_where_it_was_taken_is_not_kept_and_it_stands_upright(ada: tuple[str, Browser]) -> None:
    told = Image.Exif()
    told[0x0112] = 6  # lying on its side
    told[0x8825] = {1: "N", 2: (47.0, 22.0, 0.0)}  # GPS
    data = photo(exif=told.tobytes(), comment=b"secret comment")
    put(ada[1], data)
    kept = ada[1].get(f"/api/blobs/{name_of(data)}").data
    with Image.open(BytesIO(kept)) as shown:
        assert (shown.size, dict(shown.getexif()), b"secret" in kept) == ((20, 40), {}, False)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"<html><script>alert(1)</script></html>", 422),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422),
        (b"", 422),
        (photo()[:100], 422),
        (photo("GIF"), 422),
        (photo("PNG", (8_000, 6_000)), 422),
        (b"\xff" * (pictures.MOST_BYTES + 1), 413),
    ],
    ids=["html", "svg", "nothing", "half", "gif", "48 megapixels", "9 MB"],
)
def test_what_is_no_photo_is_refused(ada: tuple[str, Browser], data: bytes, status: int) -> None:
    answer = put(ada[1], data)
    assert (answer.status_code, answer.json["type"]) == (
        status,
        {422: "/problems/invalid", 413: "/problems/too-large"}[status],
    )
    assert ada[1].get(f"/api/blobs/{name_of(data)}").status_code == 404


@pytest.mark.parametrize("name", ["0" * 64, "A" * 64, "../" + "a" * 61])
def test_a_photo_under_another_name_is_refused(ada: tuple[str, Browser], name: str) -> None:
    assert put(ada[1], photo(), name).status_code in {404, 422}


def test_somebody_elses_photo_is_not_there(app: Flask, ada: tuple[str, Browser]) -> None:
    bea, data = browser(app, user("bea")), photo()
    put(ada[1], data)
    assert bea.get(f"/api/blobs/{name_of(data)}").status_code == 404
    assert put(bea, data).status_code == 204
    assert bea.get(f"/api/blobs/{name_of(data)}").status_code == 200


def test_space_is_bounded(ada: tuple[str, Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = photo(), photo(size=(41, 20))
    monkeypatch.setattr(blobs, "MOST_OF_ONE_USER", len(pictures.redrawn(one)))
    assert [put(ada[1], data).status_code for data in (one, two)] == [204, 507]


def test_a_purged_scan_takes_its_photo_along_unless_another_names_it(ada: tuple[str, Browser]) -> None:
    user_id, client = ada
    one, two = photo(), photo(size=(41, 20))
    scans = [ids.fresh() for _ in range(3)]
    for row, data in zip(scans, (one, two, two), strict=True):
        put(client, data)
        client.put(f"/api/scans/{row}", {"raw": "x", "photo": name_of(data)})
    with write():
        service.purge(user_id, [("scan", scans[0]), ("scan", scans[1])])
    assert [client.get(f"/api/blobs/{name_of(data)}").status_code for data in (one, two)] == [404, 200]
