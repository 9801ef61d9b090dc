"""The life of a feed and of its events, as a calendar program sees it."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import func, select, update

from server.agenda.models import AgendaPerson, Conference, Item, Participation
from server.calendar import hooks
from server.calendar.models import CalendarCopy, CalendarEvent, CalendarFeed
from server.core import ids
from server.core.db import db, write
from server.sync import service as door
from tests.calendar.world import (
    STARTS,
    choose,
    conference,
    events,
    fetch,
    flag,
    item,
    lives,
    make_feed,
    met,
    path_of,
    settle,
    speaker,
    student,
    thank_you,
)

THANK = "Thank Dr. Maren Oduya"
TITLE = "Veins and their valves"


def test_done_takes_the_event_away_and_undo_brings_it_back_with_a_higher_sequence(ada, now):
    contact = met(ada)
    path = make_feed(ada, "followups")

    shown = lives(fetch(ada, path))
    now.pass_by(hours=1)
    settle(ada, contact, state="done")
    done = lives(fetch(ada, path))
    now.pass_by(hours=1)
    settle(ada, contact, state="open")
    undone = fetch(ada, path)

    assert shown == {THANK: (thank_you(contact), 0)}
    assert THANK not in done
    assert lives(undone)[THANK] == (thank_you(contact), 1)
    event = events(undone)[THANK]
    assert [event[name].dt for name in ("CREATED", "LAST-MODIFIED", "DTSTAMP")] == [
        now.now - timedelta(hours=2),
        now.now,
        now.now,
    ]


def test_a_snoozed_follow_up_moves_and_keeps_its_uid(ada, now):
    contact = met(ada)
    path = make_feed(ada)
    settle(ada, contact, state="open", due_on="2026-12-20")

    answer = fetch(ada, path)

    assert lives(answer)[THANK] == (thank_you(contact), 1)
    assert events(answer)[THANK]["DTSTART"].to_ical() == b"20261220"


def test_a_sent_thank_you_gives_way_to_its_nudge(ada, now):
    contact = met(ada)
    path = make_feed(ada)
    message = {"contact": contact, "direction": "out", "purpose": "thank_you", "sent_at": "2026-12-01T16:00:00Z"}
    sent = ids.fresh()
    ada.put(f"/api/outreach/{sent}", message)

    shown = lives(fetch(ada, path))
    ada.delete(f"/api/outreach/{sent}")
    unsent = lives(fetch(ada, path))

    assert shown == {"Nudge Dr. Maren Oduya (last one)": (ids.natural(f"followup:{contact}:nudge:{sent}"), 0)}
    assert unsent == {THANK: (thank_you(contact), 1)}


def test_a_deleted_contact_takes_everything_along(ada, now):
    contact = met(ada)
    path = make_feed(ada)
    before = fetch(ada, path)
    ada.delete(f"/api/contacts/{contact}")

    after = fetch(ada, path)

    assert (lives(after), after.headers["ETag"] != before.headers["ETag"]) == ({}, True)


def test_a_note_that_moves_to_another_contact_takes_its_promise_along(ada, now):
    first, second = met(ada), met(ada, name="Dr. Li Wen")
    path = make_feed(ada)
    note = ids.fresh()
    ada.put(f"/api/notes/{note}", {"contact": first, "at": "2026-12-01T15:00:00Z", "promise": "Send the slides"})
    before = set(lives(fetch(ada, path)))
    ada.patch(f"/api/notes/{note}", {"contact": second})

    after = set(lives(fetch(ada, path)))

    both = {THANK, "Thank Dr. Li Wen"}
    assert before == both | {"Keep your promise to Dr. Maren Oduya"}
    assert after == both | {"Keep your promise to Dr. Li Wen"}


@pytest.mark.parametrize(
    ("changes", "trigger"),
    [
        ({}, [timedelta(hours=-15)]),
        ({"alarms": {"followups": "PT0S"}}, [timedelta(0)]),
        ({"alarms": {"followups": None}}, []),
        ({"alarms": {"followups": "PT77H"}}, [timedelta(hours=-15)]),
    ],
)
def test_the_alarm_is_a_setting_and_its_change_raises_every_sequence(ada, now, changes, trigger):
    contact = met(ada)
    path = make_feed(ada)
    choose(ada, theme="dark", **changes)

    event = events(fetch(ada, path))[THANK]

    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == trigger
    assert event["SEQUENCE"] == (0 if trigger == [timedelta(hours=-15)] else 1)
    assert str(event["UID"]) == f"{thank_you(contact)}@localhost"


def test_promises_are_shown_only_to_who_wants_them(ada, now):
    contact = met(ada)
    note = {"contact": contact, "at": "2026-12-01T15:00:00Z", "place": "poster hall", "promise": "Send the slides"}
    ada.put(f"/api/notes/{ids.fresh()}", note)
    path = make_feed(ada)
    bare = str(events(fetch(ada, path))["Keep your promise to Dr. Maren Oduya"]["DESCRIPTION"])
    choose(ada, alarms={"promises": "show"})

    told = str(events(fetch(ada, path))["Keep your promise to Dr. Maren Oduya"]["DESCRIPTION"])

    assert (bare.split("\n")[:-1], told.split("\n")[:-1]) == (
        ["Met at poster hall"],
        ["Met at poster hall", "You promised: Send the slides"],
    )


def test_a_moved_session_keeps_its_uid_and_a_cancelled_one_vanishes(ada, now):
    talk = item(conference())
    flag(ada, item=talk)
    path = make_feed(ada, "plan")
    first = lives(fetch(ada, path))
    change_item(talk, starts_at=STARTS + timedelta(hours=2), ends_at=None)

    moved = fetch(ada, path)
    change_item(talk, absent=True)
    cancelled = lives(fetch(ada, path))

    assert (first, lives(moved), cancelled) == ({TITLE: (talk, 0)}, {TITLE: (talk, 1)}, {})
    assert events(moved)[TITLE]["DTSTART"].dt == STARTS + timedelta(hours=2)


def test_an_import_that_changes_nothing_shown_changes_no_byte(ada, now):
    talk = item(conference())
    flag(ada, item=talk)
    path = make_feed(ada, "plan")
    before = fetch(ada, path)
    now.pass_by(hours=3)
    change_item(talk, abstract="Longer now", track="Veins")

    after = fetch(ada, path)

    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])


def test_a_flagged_person_brings_what_the_next_import_adds(ada, now):
    meeting = conference()
    flag(ada, person=speaker(meeting, "Dr. Li Wen", item(meeting)))
    path = make_feed(ada, "plan")
    poster = item(meeting, "Stents", kind="poster", board="0112")
    add_to(poster, "Dr. Li Wen")

    assert set(lives(fetch(ada, path))) == {f"Meet Dr. Li Wen: {TITLE}", "Meet Dr. Li Wen: Stents"}


def test_a_conference_that_learns_its_zone_moves_the_days_of_follow_ups(ada, now):
    meeting = conference(zone=None)
    contact = met(ada, met_on=None, conference=meeting)
    ada.put(f"/api/notes/{ids.fresh()}", {"contact": contact, "at": "2026-12-01T03:00:00Z"})
    path = make_feed(ada, "followups")
    before = events(fetch(ada, path))[THANK]["DTSTART"].to_ical()
    with write():
        db.session.execute(update(Conference).values(zone="America/Chicago"))
        hooks.on_import([meeting])

    after = events(fetch(ada, path))[THANK]["DTSTART"].to_ical()

    assert (before, after) == (b"20261203", b"20261202")


def test_unflagging_empties_the_plan_and_flagging_again_goes_on(ada, now):
    talk = item(conference())
    flag(ada, item=talk)
    path = make_feed(ada, "plan")
    flag(ada, tier=None, item=talk)
    unflagged = lives(fetch(ada, path))
    flag(ada, item=talk)

    assert (unflagged, lives(fetch(ada, path))) == ({}, {TITLE: (talk, 1)})


def test_a_new_address_ends_the_old_one(ada, now):
    met(ada)
    old = make_feed(ada)
    (feed,) = ada.get("/api/calendar").json["feeds"]

    answer = ada.post(f"/api/calendar/{feed['id']}/rotate", {})

    assert answer.json == feed | {"url": answer.json["url"]}
    assert [fetch(ada, path).status_code for path in (old, path_of(answer))] == [404, 200]


def test_revoking_leaves_no_row_and_no_byte(ada, now):
    met(ada)
    path = make_feed(ada)
    fetch(ada, path)
    (feed,) = ada.get("/api/calendar").json["feeds"]

    answer = ada.post(f"/api/calendar/{feed['id']}/revoke", {})

    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (CalendarFeed, CalendarCopy)]
    assert (answer.status_code, counts, fetch(ada, path).status_code) == (204, [0, 0], 404)
    assert ada.get("/api/calendar").json == {"feeds": []}


def test_sequences_outlive_a_revoked_feed(ada, now):
    contact = met(ada)
    make_feed(ada, "followups")
    settle(ada, contact, state="done")
    (feed,) = ada.get("/api/calendar").json["feeds"]
    ada.post(f"/api/calendar/{feed['id']}/revoke", {})
    settle(ada, contact, state="open")

    assert lives(fetch(ada, make_feed(ada, "followups"))) == {THANK: (thank_you(contact), 1)}


def test_two_days_apart_the_same_bytes(ada, now):
    met(ada)
    flag(ada, item=item(conference()))
    path = make_feed(ada)
    first = fetch(ada, path)
    now.pass_by(days=1)
    with write():  # nothing may hang on the copy
        db.session.query(CalendarCopy).delete()
        db.session.execute(update(CalendarEvent).values(piece=None, layout=None))
    second = fetch(ada, path)

    validators = [{name: answer.headers[name] for name in ("ETag", "Last-Modified")} for answer in (first, second)]
    assert (first.data, validators[0]) == (second.data, validators[1])


def test_what_is_gone_is_kept_without_its_words(ada, now):
    contact = met(ada)
    fetch(ada, make_feed(ada))
    ada.delete(f"/api/contacts/{contact}")

    rows = db.session.execute(select(CalendarEvent.gone, CalendarEvent.content, CalendarEvent.piece)).all()

    assert rows == [(True, None, None)]


def test_changes_of_one_transaction_are_all_seen(ada, now):
    """A table import goes through the door several times before it commits."""
    contact = met(ada)
    path = make_feed(ada)
    user_id = ada.get("/api/session").json["user"]["id"]
    with write():
        for promise in ("Slides", "Paper"):
            note = {"contact": contact, "at": "2026-12-01T15:00:00Z", "promise": promise}
            door.apply(user_id, "api", [door.mutation("note", ids.fresh(), set=note)])

    keep = [event for event in walk(fetch(ada, path)) if str(event["SUMMARY"]).startswith("Keep")]

    assert len(keep) == 2


def test_another_students_events_stay_as_they_are(app, ada, now):
    other = student(app, "grace")
    met(ada)
    met(other, name="Dr. Li Wen")
    path = make_feed(other)
    before = fetch(other, path)
    met(ada, name="Dr. Ann Third")

    after = fetch(other, path)

    assert (after.data, set(lives(after))) == (before.data, {"Thank Dr. Li Wen"})


def walk(answer) -> list[icalendar.Event]:
    """All events of a feed, also such that say the same."""
    return icalendar.Calendar.from_ical(answer.data).walk("VEVENT")


def change_item(item_id: str, **changes: object) -> None:
    """What an import does to one item."""
    with write():
        db.session.execute(update(Item).where(Item.id == item_id).values(**changes))
        hooks.on_import([item_id])


def add_to(item_id: str, name: str) -> None:
    """What an import does that finds a known person on one more item."""
    with write():
        person = db.session.scalars(select(AgendaPerson.id).where(AgendaPerson.name == name)).one()
        db.session.add(Participation(item_id=item_id, position=0, person_id=person, role="author"))
        db.session.flush()
        hooks.on_import([item_id])
