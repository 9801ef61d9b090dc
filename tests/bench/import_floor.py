"""The least an import can do: parse XML with the standard library, raw SQL rows, three indexes and a full text index.

`python -m tests.bench.import_floor FILE FOLDER` prints items, CPU in milliseconds and the peak of memory as JSON.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from tests.bench.measure import peak_mb

TABLES = """
CREATE TABLE session (id TEXT PRIMARY KEY, title TEXT, abstract TEXT, starts TEXT, duration TEXT, room TEXT,
                      track TEXT, kind TEXT);
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE session_person (session TEXT, person TEXT);
"""
INDEXES = (
    "CREATE INDEX session_starts ON session (starts)",
    "CREATE INDEX link_session ON session_person (session)",
    "CREATE INDEX link_person ON session_person (person)",
    "CREATE VIRTUAL TABLE found USING fts5(title, abstract, people)",
)
FIELDS = ("title", "abstract", "date", "duration", "room", "track", "type")


def run(data: bytes, database: Path) -> int:
    """Import a frab schedule and return how many items it holds."""
    people: dict[str, str] = {}
    sessions, links, texts = [], [], []
    for event in ElementTree.fromstring(data).iter("event"):
        guid = event.get("guid")
        sessions.append((guid, *(event.findtext(field) for field in FIELDS)))
        names = []
        for person in event.iter("person"):
            number = person.get("id") or ""
            people[number] = person.text or ""
            names.append(people[number])
            links.append((guid, number))
        texts.append((event.findtext("title"), event.findtext("abstract"), " ".join(names)))
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {TABLES}")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sessions)
    connection.executemany("INSERT INTO person VALUES (?, ?)", people.items())
    connection.executemany("INSERT INTO session_person VALUES (?, ?)", links)
    for index in INDEXES:
        connection.execute(index)
    connection.executemany("INSERT INTO found VALUES (?, ?, ?)", texts)
    connection.execute("COMMIT")
    connection.close()
    return len(sessions)


def main() -> None:
    """Run it once and print what it took."""
    data, began = Path(sys.argv[1]).read_bytes(), time.process_time()
    items = run(data, Path(sys.argv[2]) / "floor.sqlite")
    print(json.dumps({"items": items, "cpu_ms": (time.process_time() - began) * 1000, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
