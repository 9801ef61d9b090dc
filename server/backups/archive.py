"""What lies in the folder of backups: a dump and beside it a small file that says when and of what it was made."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from server.core.clock import wire

PREFIX = "hallway-"
ENDINGS = {"sqlite": ".sqlite", "postgresql": ".dump"}
CHUNK = 1_048_576  # bytes


class BadBackup(Exception):
    """A backup that cannot be used; `str()` is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is written beside a dump. `layout` is the revision of the migrations, `made_at` is before the copy began."""

    made_at: str
    database: str
    layout: str
    sha256: str
    users: int
    mutations: int


def name_for(at: datetime, database: str) -> str:
    """Return the file name of a dump made at that instant, which sorts by time."""
    return f"{PREFIX}{at:%Y%m%dT%H%M%SZ}{ENDINGS[database]}"


def finish(dump: Path, partial: Path, label: Label) -> None:
    """Put the dump and its label in place; the label comes last, so that a dump with one is whole."""
    partial.chmod(0o600)
    partial.replace(dump)
    descriptor = os.open(label_of(dump), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(label), file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def read_label(dump: Path) -> Label:
    """Return what a dump says of itself after checking its bytes; raise BadBackup."""
    if not dump.is_file():
        raise BadBackup(f"There is no backup {dump}.")
    try:
        label = Label(**json.loads(label_of(dump).read_text(encoding="utf-8")))
        datetime.fromisoformat(label.made_at)
    except (OSError, ValueError, TypeError):
        raise BadBackup(f"{label_of(dump).name}, which says when this backup was made, is missing or torn.") from None
    if label.sha256 != sha256(dump):
        raise BadBackup(f"{dump.name} is damaged: its bytes are not those that were written.")
    return label


def newest(folder: Path) -> Path:
    """Return the newest whole dump in a folder; raise BadBackup where there is none."""
    found = dumps(folder)
    if not found:
        raise BadBackup(f"There is no backup in {folder}.")
    return found[-1]


def dumps(folder: Path) -> list[Path]:
    """Return the dumps that have their label, oldest first."""
    found = (path for ending in ENDINGS.values() for path in folder.glob(f"{PREFIX}*{ending}"))
    return sorted((path for path in found if label_of(path).is_file()), key=lambda path: path.name)


def drop_older(folder: Path, than: datetime) -> list[Path]:
    """Remove dumps made before that instant, never the newest, and return them."""
    old = [dump for dump in dumps(folder)[:-1] if datetime.fromisoformat(read_made_at(dump)) < than]
    for dump in old:
        label_of(dump).unlink()
        dump.unlink()
    return old


def read_made_at(dump: Path) -> str:
    """Return when a dump says that it was made, without checking its bytes; the year 9999 where it says nothing."""
    try:
        told: object = json.loads(label_of(dump).read_text(encoding="utf-8"))["made_at"]
    except (OSError, ValueError, KeyError, TypeError):
        return "9999-12-31T00:00:00Z"
    return str(told)


def label_of(dump: Path) -> Path:
    """Return the place of the label."""
    return dump.with_suffix(".json")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            made.update(chunk)
    return made.hexdigest()


def since(label: Label) -> datetime:
    """Return from when on the log of what ended is replayed: a little before the copy, for clocks that were set."""
    return datetime.fromisoformat(label.made_at) - timedelta(minutes=1)


def stamp(at: datetime) -> str:
    """Return an instant as the label holds it."""
    return wire(at) or ""
