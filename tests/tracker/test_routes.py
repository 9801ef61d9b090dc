"""The tracker over HTTP and on the command line."""

import io
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import openpyxl
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from server.app import create_app
from server.cli import hallway
from server.contacts.models import Contact
from server.core import ids
from server.core.db import db
from server.tracker import service
from tests import factories
from tests.conftest import settings_for

BINARY = "application/octet-stream"
TABLE = b"Name,E-mail,Met on\nWanda Quill,wanda@example.org,2026-11-29\n"


def test_preview_changes_nothing_and_import_syncs_like_any_record(app: Flask) -> None:
    ada, bea = (factories.browser(app, factories.user(name)) for name in ("ada", "bea"))
    told = ada.post("/api/tracker/preview", data=TABLE, content_type=BINARY)
    assert (told.status_code, told.json["counts"]["new"], ada.get("/api/contacts").json["rows"]) == (200, 1, [])
    assert ada.post("/api/tracker/import", data=TABLE, content_type=BINARY).json["counts"]["new"] == 1
    pulled = ada.post("/api/sync", {"schema": 1, "device": ids.fresh(), "since": [0, ""], "mutations": []}).json
    assert [(row["kind"], row["body"]["name"]) for row in pulled["rows"]] == [("contact", "Wanda Quill")]
    assert bea.get("/api/tracker.csv").data.count(b"\r\n") == 1
    out = ada.get("/api/tracker.csv")
    assert (out.content_type, out.headers["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
    assert out.headers["Content-Disposition"].startswith('attachment; filename="hallway-tracker-')
    book = openpyxl.load_workbook(io.BytesIO(ada.get("/api/tracker.xlsx").data)).active
    assert [cell.value for cell in book[2]][:4] == ["Wanda Quill", None, None, "wanda@example.org"]


def test_what_can_not_be_taken_is_said_and_nothing_changes(app: Flask) -> None:
    ada = factories.browser(app, factories.user("ada"))
    refused = ada.post("/api/tracker/import", data=b"Shoe size\n44\n", content_type=BINARY)
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/file-refused")
    large = ada.post("/api/tracker/import", data=b"x" * 20_000_001, content_type=BINARY)
    assert (large.status_code, large.json["type"]) == (413, "/problems/too-large")
    assert ada.post("/api/tracker/import?days=ymd", data=TABLE, content_type=BINARY).status_code == 422
    assert ada.get("/api/contacts").json["rows"] == []


def test_two_thousand_rows_come_in_pieces_that_let_others_write(app: Flask) -> None:
    user = factories.user("ada")
    rows = "\n".join(f"Person {one},p{one}@example.org,2026-11-29" for one in range(2_000))
    service.run(user.id, f"Name,E-mail,Met on\n{rows}\n".encode(), datetime(2026, 12, 1, tzinfo=UTC))
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 2_000


def test_the_command_line_writes_and_reads_the_same(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'own.sqlite'}"))
    with app.app_context():
        flask_migrate.upgrade()
        factories.user("ada")
    (file := tmp_path / "in.csv").write_bytes(TABLE)
    runner = CliRunner()

    def said(*words: str) -> tuple[int, str]:
        done = runner.invoke(hallway, ["tracker", *words], obj=lambda: app)
        return done.exit_code, done.output.strip()

    told = "1 row: 1 new person, 0 filled in, 0 say nothing new."
    assert said("import", str(file), "--user", "ada", "--dry-run") == (0, told)
    assert said("import", str(file), "--user", "ada") == (0, told)
    for name in ("out.csv", "out.xlsx"):
        out = tmp_path / name
        assert said("export", str(out), "--user", "ada") == (0, f"1 person in {out}.")
        assert said("import", str(out), "--user", "ada")[1].endswith("0 new people, 0 filled in, 1 say nothing new.")
    assert said("export", "x.csv", "--user", "nobody") == (2, "There is no user 'nobody'.")
