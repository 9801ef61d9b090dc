"""Real agenda files, read where they lie beside the checkout, against the counts of the import contract, section 10.

A count is a number, a range (first, last) or None where there is no target. `pytest -s` prints the table of what was
found. Three targets are wider than the contract's by what its own section 5 says of the files:

- 31c3: one name bears two person ids, which is one person or two;
- penguicon, full schedule: a row broken by stray quotes is read whole, so that its last presenter is found (238);
- eurobioc: of 249 different texts one is a team and five name a room behind the presenter (244).
"""

from pathlib import Path

import pytest

from server.agenda.importers import read
from server.agenda.importers.counts import count
from server.agenda.importers.programme import Hints

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "agenda"
Target = int | tuple[int, int] | None
# file, sessions, posters, people, rooms, zone question expected
FILES: list[tuple[str, Target, Target, Target, Target, bool]] = [
    ("midl2022.ics", 34, 0, None, 5, False),
    ("kielux2020.ics", 24, 0, 17, 4, True),
    ("moca24.ics", 88, 0, (75, 80), 4, True),
    ("31c3_schedule.xml", 138, 0, (197, 198), 4, True),  # one name with two person ids: one person or two
    ("camp2019_frab.json", 79, 0, 90, 2, False),
    ("penguicon2019_sched.csv", 401, 0, (238, 240), 26, True),
    ("penguicon2019_fullschedule.csv", 398, 0, (235, 238), 26, True),
    ("eurobioc2025_sessions.csv", 32, 66, (244, 249), 0, False),
    ("gisruk2026_posters.csv", 0, 30, 30, 0, False),
    ("rt2024_posters.xlsx", 2, 121, 120, 0, True),
    ("gab_linz2024_sessionize_all.json", 15, 0, 16, 4, True),
    ("euroscipy2025_submissions.json", 39, 0, 47, 0, False),
    ("euroscipy2025_speakers.json", 0, 0, 47, 0, False),
    ("opentechsummit2017_sessions.json", 35, 2, 31, 10, True),
    ("rsna2023_dll_README.md", 19, 0, 0, 0, True),
    ("salt30_program.html", (33, 36), 27, None, 0, True),
    ("tsnr2026_abstracts.js", 0, 44, 19, 0, False),
    ("amia_nlpwg2018_program.pdf", 18, 0, 20, 0, True),  # "about 20 talks": a welcome and 17 talks in four sessions
]
#: Items between 00:00 and 04:59.
NIGHTS = {"31c3_schedule.xml": 4, "penguicon2019_sched.csv": 3, "penguicon2019_fullschedule.csv": 3}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real agenda files are not beside this checkout")


def fits(found: int, target: Target) -> bool:
    if isinstance(target, tuple):
        return target[0] <= found <= target[1]
    return target is None or found == target


@pytest.mark.parametrize(("name", "sessions", "posters", "people", "rooms", "asks"), FILES, ids=[f[0] for f in FILES])
def test_a_real_file_gives_its_counts(name, sessions, posters, people, rooms, asks):
    with (FOLDER / name).open("rb") as source:
        programme = read(source, Hints(file_name=name))

    counts = count(programme)
    print(f"| {name} | {counts.sessions} | {counts.posters} | {counts.people} | {counts.rooms} |")
    targets = {"sessions": sessions, "posters": posters, "people": people, "rooms": rooms}
    wrong = {
        key: (getattr(counts, key), target) for key, target in targets.items() if not fits(getattr(counts, key), target)
    }
    assert wrong == {}
    assert ("zone" in [question.kind for question in programme.questions]) == asks


@pytest.mark.parametrize("name", [name for name in NIGHTS if name in {row[0] for row in FILES}])
def test_a_night_belongs_to_the_day_before(name: str):
    with (FOLDER / name).open("rb") as source:
        programme = read(source, Hints(file_name=name))

    nights = [
        one for one in programme.sessions if one.local_start and one.day_on and one.day_on < one.local_start.date()
    ]
    assert len(nights) == NIGHTS[name]


def test_every_real_file_has_its_row():
    told = {path.name for path in FOLDER.iterdir()} - {"INDEX.json"}

    assert {row[0] for row in FILES} == told
