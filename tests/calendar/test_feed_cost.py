"""What a feed costs, when its bytes are made anew, and what is noted of who fetched it."""

from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from server.calendar.models import CalendarCopy, CalendarEvent, CalendarFeed
from server.core.db import db, write
from server.core.limits import limiter
from tests.calendar.world import fetch, lives, make_feed, met


def test_a_flood_of_guesses_costs_no_look_up_and_shuts_no_known_feed_out(ada, feed):
    fetch(ada, feed)
    fresh = make_feed(ada, "plan")
    for number in range(60):
        assert fetch(ada, f"/calendar/{number:043}.ics").status_code == 404

    flooded = counted(lambda: fetch(ada, f"/calendar/{'C' * 43}.ics"))
    known, new = fetch(ada, feed), fetch(ada, fresh)
    limiter.reset()
    calm = counted(lambda: fetch(ada, f"/calendar/{'C' * 43}.ics"))

    assert (len(flooded), len(calm)) == (0, 1)
    assert (known.status_code, new.status_code, fetch(ada, fresh).status_code) == (200, 404, 200)


def test_an_unchanged_feed_costs_one_query_and_its_bytes_two_beside_the_one_at_the_door(ada, feed):
    first = fetch(ada, feed)

    asked = [{"If-None-Match": etag(first)}, {}]
    inside = [len(counted(lambda one=one: fetch(ada, feed, **one))) for one in asked]
    at_the_door = [len(counted(lambda one=one: fetch(ada, feed, **one))) for one in asked]

    assert (inside, at_the_door) == ([1 + 1, 1 + 2], [1, 1])


def test_a_changed_feed_renders_what_changed_alone(ada, feed):
    fetch(ada, feed)
    met(ada, name="Dr. Li Wen")
    pieces = select(CalendarEvent.uid).where(CalendarEvent.piece.is_(None), CalendarEvent.gone.is_(False))
    waiting = len(db.session.scalars(pieces).all())
    fetch(ada, feed)

    assert (waiting, len(db.session.scalars(pieces).all())) == (1, 0)


def test_what_can_not_be_rendered_leaves_the_last_good_bytes(ada, feed):
    good = fetch(ada, feed)
    with write():
        db.session.execute(update(CalendarEvent).values(piece=b"junk"))
        db.session.execute(update(CalendarFeed).values(revision=9))

    answer = fetch(ada, feed)

    assert (answer.status_code, answer.data, etag(answer)) == (200, good.data, etag(good))


def test_a_feed_renders_sixty_times_an_hour_at_most(ada, feed):
    for revision in range(2, 63):  # the first has nothing to fall back on, so it does not count
        with write():
            db.session.execute(update(CalendarFeed).values(revision=revision))
        last = fetch(ada, feed)
    with write():
        db.session.execute(update(CalendarFeed).values(revision=99))

    answer = fetch(ada, feed)

    assert (etag(last), answer.status_code, etag(answer)) == ('W/"2-62-2024-12-03"', 200, 'W/"2-62-2024-12-03"')


def test_a_new_layout_makes_all_bytes_anew(ada, feed):
    fetch(ada, feed)
    with write():
        db.session.execute(update(CalendarCopy).values(layout=0, plain=b"old"))
        db.session.execute(update(CalendarEvent).values(layout=0, piece=b"old"))

    answer = fetch(ada, feed)

    assert (etag(answer), len(lives(answer))) == ('W/"2-1-2024-12-03"', 2)


def test_the_day_and_the_family_of_the_program_are_noted_once_a_day(ada, feed, now):
    noted = []
    for agent, days in (("Google-Calendar-Importer", 0), ("Thunderbird/140", 0), ("Mozilla Thunderbird/140", 1)):
        now.pass_by(days=days)
        met(ada)
        fetch(ada, feed, User_Agent=agent)
        (shown,) = ada.get("/api/calendar").json["feeds"]
        noted.append((shown["last_fetched_on"], shown["client"]))

    assert noted == [("2026-12-01", "google"), ("2026-12-01", "google"), ("2026-12-02", "thunderbird")]


def test_a_busy_database_delays_no_answer(ada, feed):
    """What cannot be noted now is noted another time."""
    blocked = []

    def refuse(_connection, _cursor, statement, *_more):
        if statement.startswith(("UPDATE calendar", "DELETE FROM calendar", "INSERT INTO calendar")):
            blocked.append(statement)
            raise busy()

    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        answer = fetch(ada, feed)
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)

    assert (answer.status_code, len(lives(answer)), len(blocked)) == (200, 2, 1)
    assert ada.get("/api/calendar").json["feeds"][0]["last_fetched_on"] is None
    assert fetch(ada, feed).data == answer.data


def busy() -> OperationalError:
    return OperationalError("", {}, Exception("database is locked"))


def counted(call) -> list[str]:
    """The queries of one call."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return found


def etag(answer) -> str:
    return answer.headers["ETag"]
