"""`hallway agenda` (docs/agenda.md, command line)."""

import json
from pathlib import Path

import flask_migrate
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.agenda import reading, shelf
from server.cli import hallway
from server.core.db import snapshot
from tests import factories

CSV = """Title,Date,Time Start,Time End,Room,Speaker
Opening,2026-11-29,09:00,10:00,Hall 1,Ada Brook
A quiet scanner,2026-11-29,10:00,11:00,Hall 1,Bo Sato
Tiny catheters,2026-11-29,11:00,12:00,Hall 2,Ada Brook
Lunch,2026-11-29,12:00,13:00,,
"""


@pytest.fixture
def file(tmp_path: Path, app: Flask) -> Path:
    """Return a file to import; the database counts as migrated."""
    flask_migrate.stamp()
    made = tmp_path / "glow-2026.csv"
    made.write_text(CSV)
    return made


def run(app: Flask, *words: str | Path) -> Result:
    """Run the command as a shell does."""
    return CliRunner().invoke(hallway, ["agenda", *map(str, words)], obj=lambda: app)


def test_an_import_prints_one_object_and_its_progress_beside_it(app: Flask, file: Path) -> None:
    done = run(app, "import", file, "--timezone", "America/Chicago", "--name", "Glow", "--json")

    report = json.loads(done.stdout.splitlines()[-1])
    assert done.exit_code == 0
    assert report.pop("seconds") >= 0
    assert report == {
        "conference": "glow",
        "format": "table",
        "sessions": 3,
        "posters": 0,
        "people": 2,
        "rooms": 2,
        "tracks": 0,
        "added": 4,
        "changed": 0,
        "moved": 0,
        "cancelled": 0,
        "unchanged": 0,
        "warnings": [],
    }
    progress = [line.split() for line in done.stderr.splitlines() if not line.startswith("{")]
    assert list(dict.fromkeys(stage for stage, _count in progress)) == ["read", "people", "compare", "write"]


def test_without_json_it_says_the_same_in_words(app: Flask, file: Path) -> None:
    done = run(app, "import", file, "--timezone", "America/Chicago")

    assert done.stdout.splitlines() == [
        "glow-2026 (table): 3 sessions, 0 posters, 2 people, 2 rooms, 0 tracks",
        "4 added, 0 changed, 0 moved, 0 cancelled, 0 unchanged",
    ]


def test_an_open_zone_is_imported_with_a_warning(app: Flask, file: Path) -> None:
    report = json.loads(run(app, "import", file, "--json").stdout)

    assert [one["message"] for one in report["warnings"]] == [
        "The time zone of the meeting is not known; times are kept as the file shows them until you name it."
    ]


def test_an_answered_zone_holds_for_the_next_file(app: Flask, file: Path) -> None:
    run(app, "import", file, "--timezone", "America/Chicago")

    report = json.loads(run(app, "import", file, "--json").stdout)

    assert (report["unchanged"], report["warnings"]) == (4, [])


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("%PDF-1.7 pictures", []),
        ("", []),
        (CSV, ["--timezone", "Mars/Olympus"]),
        (CSV, ["--conference", "Not A Slug"]),
        (CSV, ["--owner", "nobody"]),
        (CSV, ["--format", "frab"]),
        (CSV, ["--format", "nonsense"]),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(app: Flask, file: Path, text: str, more: list[str]) -> None:
    file.write_text(text)

    done = run(app, "import", file, "--json", *more)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith(".")
    assert shelf.all_conferences() == []


@pytest.mark.parametrize("place", ["no-such-file.csv", ".", "https://127.0.0.1/agenda.ics"])
def test_what_can_not_be_opened_is_refused(app: Flask, file: Path, place: str) -> None:
    done = run(app, "import", place)

    assert (done.exit_code, done.stdout, done.stderr.splitlines()[-1][-1]) == (2, "", ".")


def test_a_dry_run_reports_and_writes_nothing(app: Flask, file: Path) -> None:
    report = json.loads(run(app, "import", file, "--dry-run", "--json").stdout)

    assert report["added"] == 4
    assert shelf.all_conferences() == []


def test_a_shrunken_file_cancels_only_where_the_conference_is_named(app: Flask, file: Path) -> None:
    run(app, "import", file, "--name", "Glow")
    file.write_text("".join(CSV.splitlines(keepends=True)[:2]) + "Closing,2026-11-29,14:00,15:00,Hall 1,\n")

    by_name = json.loads(run(app, "import", file, "--name", "Glow", "--json").stdout)
    by_slug = json.loads(run(app, "import", file, "--conference", "glow", "--json").stdout)

    assert (by_name["added"], by_name["unchanged"], by_name["cancelled"]) == (1, 1, 0)
    assert (by_slug["unchanged"], by_slug["cancelled"]) == (2, 3)


def test_a_conference_is_the_owners_until_it_is_published(app: Flask, file: Path) -> None:
    factories.user("Ada")

    run(app, "import", file, "--owner", "ada", "--name", "Glow")
    before = run(app, "list").stdout
    published = run(app, "publish", "glow", "--owner", "ada")

    assert before == "glow\t2026-11-29 to 2026-11-29\tprivate\tGlow\n"
    assert published.stdout == "Everyone can read glow now.\n"
    assert run(app, "list", "--owner", "ada").stdout == "glow\t2026-11-29 to 2026-11-29\tpublic\tGlow\n"


def test_an_unknown_conference_can_not_be_published(app: Flask, file: Path) -> None:
    done = run(app, "publish", "nowhere")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "There is no conference “nowhere”; `hallway agenda list` names all of them."


def test_the_command_makes_an_operators_conference_public(app: Flask, file: Path) -> None:
    run(app, "import", file, "--name", "Glow")

    with snapshot():
        made = reading.find(None, "glow")
    assert made is not None
    assert (made.public, made.version) == (True, 1)


def test_the_very_file_of_last_time_is_known_until_another_came_between(app: Flask, file: Path) -> None:
    words = ("import", file, "--timezone", "America/Chicago", "--conference", "glow", "--json")
    first = json.loads(run(app, *words).stdout)
    again = json.loads(run(app, *words).stdout)
    file.write_text(CSV.replace("Hall 2", "Hall 3"))
    other = json.loads(run(app, *words).stdout)
    file.write_text(CSV)
    back = json.loads(run(app, *words).stdout)

    assert [(one["added"], one["moved"], one["unchanged"]) for one in (first, again, other, back)] == [
        (4, 0, 0),
        (0, 0, 4),
        (0, 1, 3),
        (0, 1, 3),
    ]
    assert {**again, "added": 4, "unchanged": 0, "seconds": 0} == {**first, "seconds": 0}
