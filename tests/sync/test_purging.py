"""The bin: what was deleted comes back for 30 days; then only a tombstone is left, in the log too."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import update

from server.cli import hallway
from server.contacts.models import Contact
from server.core import clock, ids
from server.core.db import db, write
from server.sync import purging
from tests import factories
from tests.factories import user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door

NOW = clock.now()


@pytest.fixture
def ada(app: Flask) -> str:
    return user("ada").id


@pytest.fixture
def phone(ada: str) -> Phone:
    return Phone(at_door(ada))


def deleted(phone: Phone, at: datetime) -> str:
    """Return a contact that was deleted at that instant."""
    row = ids.fresh()
    phone.write("contact", row, set={"name": "Maren Oduya"})
    phone.sync()
    phone.write("contact", row, delete=True)
    phone.sync()
    age(row, at)
    return row


def age(row: str, at: datetime) -> None:
    with write():
        db.session.execute(update(Contact).where(Contact.id == row).values(changed_at=at))


def purge(user_id: str) -> int:
    with write():
        return purging.purge_some(user_id, NOW)


@pytest.mark.parametrize(("days", "purged"), [(29, 0), (30.01, 1), (400, 1)])
def test_the_bin_is_kept_for_30_days(ada: str, phone: Phone, days: float, purged: int) -> None:
    row = deleted(phone, NOW - timedelta(days=days))

    assert purging.users_with_old_rows(NOW) == [ada] * purged
    assert purge(ada) == purged
    assert purge(ada) == 0  # a tombstone is not purged again
    phone.pull()
    assert phone.body(row, "name") == (None if purged else "Maren Oduya")
    assert any(line.payload is None for line in lines(ada)) == bool(purged)
    if purged:
        check_log(ada)


def test_a_purged_row_is_revived_by_a_later_edit_with_what_that_edit_holds(ada: str, phone: Phone) -> None:
    row = deleted(phone, NOW - timedelta(days=31))
    purge(ada)
    phone.pull()
    phone.write("contact", row, set={"role": "Fellow"})
    phone.sync()
    assert (phone.rows[row]["deleted"], phone.body(row, "name"), phone.body(row, "role")) == (False, None, "Fellow")
    check_log(ada)


def test_hallway_purge_goes_through_all_users_in_small_steps(
    made_app: Flask, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "AT_ONCE", 2)
    monkeypatch.setattr("server.core.command.migrate", lambda: None)  # the tables of this database stand already
    for name in ("ada", "grace"):
        phone = Phone(at_door(user(name).id))
        for _ in range(3):
            deleted(phone, NOW - timedelta(days=40))

    done = CliRunner().invoke(hallway, ["purge"], obj=lambda: made_app)

    assert done.stdout == "6 deleted records of 2 users were purged.\n", done.stderr


def test_forgetting_a_person_leaves_no_word_of_them(app: Flask) -> None:
    ada = user("ada")
    phone = Phone(at_door(ada.id))
    person, other = ids.fresh(), ids.fresh()
    phone.write("contact", person, set={"name": "Someone Private"})
    phone.write("contact", other, set={"name": "Maren Oduya"})
    phone.write("note", ids.fresh(), set={"contact": person, "bullets": {"from": "", "to": "private words"}})
    phone.write("scan", ids.fresh(), set={"contact": person, "raw": "BEGIN:VCARD private"})
    phone.write("outreach", ids.fresh(), set={"contact": person, "direction": "out"})
    phone.sync()

    answer = factories.browser(app, ada).post(f"/api/contacts/{person}/forget")

    phone.pull()
    assert answer.status_code == 204
    assert {row for row, one in phone.rows.items() if not one["deleted"]} == {other}
    assert [line.payload for line in lines(ada.id) if line.payload and "rivate" in str(line.payload)] == []
    check_log(ada.id)
