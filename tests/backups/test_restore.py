"""The drill: two phones write, a backup is made, both write on, the server goes back, and nothing is lost."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from server.accounts import sessions
from server.accounts.models import Session
from server.app import create_app
from server.backups import archive
from server.cli import hallway
from server.contacts import forgetting
from server.core import clock, ids
from server.core.command import migrate
from server.core.db import db, write
from tests.conftest import DATABASES, fresh_postgresql, settings_for
from tests.factories import user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Yield an installation of its own, its database made by the migrations."""
    if request.param == "postgresql":
        with fresh_postgresql(f"hallway_restore_{os.getpid()}") as url:
            yield from installation(tmp_path, url)
    else:
        yield from installation(tmp_path, f"sqlite:///{tmp_path / 'house.sqlite'}")


def installation(folder: Path, url: str) -> Iterator[Flask]:
    app = create_app(settings_for(folder, url))
    with app.app_context():
        migrate()
        yield app
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(hallway, words, obj=lambda: app)


def backup(app: Flask) -> Path:
    done = run(app, "backup")
    assert done.exit_code == 0, done.output
    return Path(done.output.split(": ", 1)[0])


def contact(phone: Phone, name: str) -> str:
    row = ids.fresh()
    phone.write("contact", row, set={"name": name})
    return row


def names(phone: Phone) -> dict[str, Any]:
    return {row: body["body"]["name"] for row, body in phone.rows.items()}


def test_the_drill(house: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    ada = user("ada").id
    one, two = Phone(at_door(ada)), Phone(at_door(ada))
    kept = [contact(one, "Maren Oduya"), contact(two, "Tomas Brandvold")]
    one.sync(), two.sync()
    dump = backup(house)
    kept += [contact(one, "Ines Qvale"), contact(two, "Rafael Oyelaran")]
    one.write("contact", kept[0], set={"role": "Fellow"})
    one.sync(), two.sync()
    kept.append(contact(one, "Noor Hallström"))  # not sent when the server goes back

    began = time.perf_counter()
    done = run(house, "restore", str(dump))
    seconds = time.perf_counter() - began
    for phone in (one, two, one, two):
        phone.heal()

    assert done.exit_code == 0, done.output
    assert (
        names(one)
        == names(two)
        == dict(
            zip(
                kept, ["Maren Oduya", "Tomas Brandvold", "Ines Qvale", "Rafael Oyelaran", "Noor Hallström"], strict=True
            )
        )
    )
    assert one.body(kept[0], "role") == two.body(kept[0], "role") == "Fellow"
    made = [mutation["id"] for phone in (one, two) for mutation in phone.archive]
    assert sorted(line.id for line in lines(ada)) == sorted(made)  # each once
    check_log(ada)
    with capsys.disabled():
        print(f"\nrestore drill on {db.engine.dialect.name}: {len(made)} changes, back in {seconds:.2f} s")


def test_what_ended_since_the_backup_stays_ended(house: Flask) -> None:
    ada = user("ada").id
    phone = Phone(at_door(ada))
    forgotten, kept = contact(phone, "Someone Private"), contact(phone, "Maren Oduya")
    phone.write("note", ids.fresh(), set={"contact": forgotten, "bullets": {"from": "", "to": "said much"}})
    phone.sync()
    with write():
        leaving, staying = sessions.open_session(ada, clock.now()), sessions.open_session(ada, clock.now())
    dump = backup(house)
    with write():
        sessions.close(leaving)
        assert forgetting.forget(ada, forgotten) == 2

    done = run(house, "restore", str(dump))
    phone.heal()

    assert "ended again since then: 2 rows" in done.output
    assert "ended again since then: 1 session" in done.output
    assert list(db.session.scalars(select(Session.token_sha256))) == [sessions.digest(staying)]
    assert {row: name for row, name in names_of_contacts(phone).items() if name} == {kept: "Maren Oduya"}
    assert "Private" not in json.dumps([line.payload for line in lines(ada)])
    check_log(ada)


def names_of_contacts(phone: Phone) -> dict[str, Any]:
    return {row: one["body"]["name"] for row, one in phone.rows.items() if one["kind"] == "contact"}


def test_end_sessions_lets_everybody_sign_in_again(house: Flask) -> None:
    ada = user("ada").id
    with write():
        sessions.open_session(ada, clock.now())
    dump = backup(house)

    done = run(house, "restore", str(dump.parent), "--end-sessions")

    assert "1 sessions ended" in done.output
    assert list(db.session.scalars(select(Session))) == []


def test_the_log_of_what_ended_holds_ids_only(house: Flask) -> None:
    ada = user("ada").id
    with write():
        token = sessions.open_session(ada, clock.now())
    with write():
        sessions.close(token)
    told = json.loads((house.config["HALLWAY"].backups / "revoked.log").read_text())
    assert (told["kind"], told["ids"]) == ("session", [sessions.digest(token).hex()])


def test_what_was_rolled_back_is_not_noted(house: Flask) -> None:
    ada = user("ada").id
    with write():
        token = sessions.open_session(ada, clock.now())
    with pytest.raises(ZeroDivisionError):
        fail_after_closing(token)
    assert not (house.config["HALLWAY"].backups / "revoked.log").exists()


def fail_after_closing(token: str) -> None:
    with write():
        sessions.close(token)
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            lambda dump: dump.write_bytes(dump.read_bytes()[:-1]),
            "is damaged: its bytes are not those that were written",
        ),
        (lambda dump: archive.label_of(dump).unlink(), "is missing or torn"),
        (lambda dump: archive.label_of(dump).write_text("{}"), "is missing or torn"),
        (lambda dump: relabel(dump, layout="0123456789ab"), "was made by a newer version of Hallway"),
        (lambda dump: relabel(dump, database="oracle"), "is of oracle"),
    ],
)
def test_a_backup_that_can_not_be_trusted_is_refused_and_nothing_changes(
    house: Flask, damage: Any, sentence: str
) -> None:
    phone = Phone(at_door(user("ada").id))
    dump = backup(house)
    row = contact(phone, "Maren Oduya")
    phone.sync()
    damage(dump)

    done = run(house, "restore", str(dump))

    again = Phone(phone.send)
    again.pull()
    assert (done.exit_code, sentence in done.stderr) == (2, True), done.output
    assert names(again) == {row: "Maren Oduya"}


def relabel(dump: Path, **changes: str) -> None:
    label = archive.label_of(dump)
    label.write_text(json.dumps(json.loads(label.read_text()) | changes))


def test_the_database_of_before_is_set_aside(house: Flask) -> None:
    dump = backup(house)
    user("ada")
    done = run(house, "restore", str(dump))
    aside = Path(done.output.split("stands in ")[1].split(".\n")[0])
    assert aside.stat().st_size > 1000


def test_backups_over_30_days_old_go_and_the_newest_stays(house: Flask) -> None:
    old, older = backup(house), house.config["HALLWAY"].backups / "hallway-20200101T000000Z.sqlite"
    older.write_bytes(b"")
    archive.label_of(older).write_text('{"made_at": "2020-01-01T00:00:00Z"}')
    relabel(old, made_at="2020-01-02T00:00:00Z")

    assert archive.drop_older(old.parent, clock.now()) == [older]
    assert archive.dumps(old.parent) == [old]


def test_a_damaged_database_is_replaced(tmp_path: Path) -> None:
    for app in installation(tmp_path, f"sqlite:///{tmp_path / 'house.sqlite'}"):
        user("ada")
        dump = backup(app)
        db.session.remove()
        db.engine.dispose()
        (tmp_path / "house.sqlite").write_bytes(b"no database at all" * 1000)

        done = run(app, "restore", str(dump))

        assert (done.exit_code, "1 users" in done.output) == (0, True), done.output
        assert (tmp_path / "house.sqlite.damaged").exists()
