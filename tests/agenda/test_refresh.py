"""`hallway agenda import URL` and `hallway agenda refresh`, as a shell and cron run them."""

import json
from collections.abc import Iterator

import flask_migrate
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.agenda import fetching, service, shelf, sources
from server.agenda.fetching import Policy
from server.cli import hallway
from tests import factories
from tests.agenda.web_of_tests import CALENDAR, Web, marked, plain, serving

LATER = CALENDAR.replace(b"T090000", b"T083000")
SHORT = CALENDAR[: CALENDAR.index(b"BEGIN:VEVENT\r\nUID:two")] + b"END:VCALENDAR\r\n"
NOTHING = {"added": 0, "changed": 0, "moved": 0, "cancelled": 0}


@pytest.fixture
def web(app: Flask) -> Iterator[Web]:
    """Return a server of this machine, which the command may ask; the database counts as migrated."""
    flask_migrate.stamp()
    with serving() as made:
        made.pages |= {"/glow.ics": marked(CALENDAR, '"v1"'), "/dusk.ics": plain(CALENDAR)}
        app.extensions["hallway_fetching"] = made.policy()
        yield made
    app.extensions["hallway_fetching"] = Policy()


def run(app: Flask, *words: str) -> Result:
    """Run the command as a shell does."""
    return CliRunner().invoke(hallway, ["agenda", *words], obj=lambda: app)


def test_an_address_is_imported_like_a_file(app: Flask, web: Web) -> None:
    done = run(app, "import", web.url("/glow.ics"), "--json")

    report = json.loads(done.stdout)
    assert (done.exit_code, report["conference"], report["sessions"], report["added"]) == (0, "glow-2026", 3, 3)
    stages = [line.split()[0] for line in done.stderr.splitlines()]
    assert list(dict.fromkeys(stages)) == ["read", "people", "compare", "write"]
    assert [one.url for one in sources.all_sources()] == [web.url("/glow.ics")]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/gone", fetching.GONE.format(status=404)),
        ("/login", "This page is a login form; sign in there, save the programme itself and choose that file."),
    ],
)
def test_an_address_that_gives_nothing_is_refused(app: Flask, web: Web, path: str, sentence: str) -> None:
    web.pages["/login"] = plain(b"<title>Log in</title><input type=password>")

    done = run(app, "import", web.url(path), "--json")

    assert (done.exit_code, done.stdout, done.stderr.splitlines()[-1]) == (2, "", sentence)
    assert shelf.all_conferences() == []


def test_a_dry_run_remembers_no_address(app: Flask, web: Web) -> None:
    assert json.loads(run(app, "import", web.url("/glow.ics"), "--dry-run", "--json").stdout)["added"] == 3
    assert (shelf.all_conferences(), sources.all_sources()) == ([], [])


def test_a_refresh_says_what_changed(app: Flask, web: Web) -> None:
    run(app, "import", web.url("/glow.ics"), "--name", "Glow")

    same = run(app, "refresh", "--conference", "glow")
    web.pages["/glow.ics"] = marked(LATER, '"v2"')
    moved = run(app, "refresh", "--conference", "glow", "--json")

    assert (same.exit_code, same.stdout, same.stderr) == (0, "glow: nothing has changed\n", "")
    assert (moved.exit_code, moved.stderr) == (0, "")
    assert json.loads(moved.stdout) == {
        "conference": "glow",
        "name": "Glow",
        "url": web.url("/glow.ics"),
        "result": "changed",
        **NOTHING,
        "moved": 1,
        "message": "",
    }


def test_all_goes_on_where_one_fails_and_says_so_at_the_end(app: Flask, web: Web) -> None:
    factories.user("ada")
    run(app, "import", web.url("/glow.ics"), "--name", "Glow", "--owner", "ada")
    run(app, "import", web.url("/dusk.ics"), "--name", "Dusk")
    run(app, "import", web.url("/dusk.ics"), "--name", "Moth")
    web.pages |= {"/dusk.ics": plain(b"", 503), "/glow.ics": marked(LATER, '"v2"')}

    done = run(app, "refresh", "--all")
    own = run(app, "refresh", "--all", "--owner", "ada")

    fault = fetching.TROUBLE.format(host="agenda.example.org", status=503)
    assert (done.exit_code, done.stdout) == (1, "dusk: failed\nglow: 1 moved\nmoth: failed\n")
    assert done.stderr == f"dusk: {fault}\nmoth: {fault}\n"
    assert (own.exit_code, own.stdout) == (0, "glow: nothing has changed\n")


def test_a_shrink_under_half_cancels_nothing_and_needs_a_person(app: Flask, web: Web) -> None:
    run(app, "import", web.url("/glow.ics"), "--name", "Glow")
    web.pages["/glow.ics"] = marked(SHORT, '"v2"')

    first = run(app, "refresh", "--conference", "glow", "--json")
    again = run(app, "refresh", "--all")

    assert (first.exit_code, first.stderr) == (1, f"glow: {service.STILL_PART}\n")
    assert {**json.loads(first.stdout), **NOTHING}["result"] == "part"
    assert json.loads(first.stdout)["cancelled"] == 0
    assert (again.exit_code, again.stdout) == (1, "glow: nothing has changed\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Say what to look at: either --conference SLUG or --all."),
        (["--all", "--conference", "glow"], "Say what to look at: either --conference SLUG or --all."),
        (["--conference", "nowhere"], "There is no conference “nowhere” that came from an address."),
        (["--all", "--owner", "nobody"], "There is no user “nobody”."),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(app: Flask, web: Web, words: list[str], sentence: str) -> None:
    done = run(app, "refresh", *words)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{sentence}\n")


def test_where_nothing_came_from_an_address_all_is_well(app: Flask, web: Web) -> None:
    done = run(app, "refresh", "--all")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
