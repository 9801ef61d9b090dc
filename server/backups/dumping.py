"""Copies of a whole database: SQLite through its online backup, PostgreSQL through pg_dump. Never a plain file copy."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from server.backups.archive import BadBackup

PAGES = 2_000  # copied at once; others may write in between
LONGEST = 3_600  # seconds for pg_dump and pg_restore


def kind_of(url: str) -> str:
    """Return `sqlite` or `postgresql`."""
    return make_url(url).get_backend_name()


def dump(url: str, to: Path) -> None:
    """Write a copy of the database as one file; people may go on working. Raises BadBackup."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        _copy_sqlite(str(parts.database), to)
        check(to)
    else:
        _run("pg_dump", parts, "--format=custom", "--no-owner", f"--file={to}")


def _copy_sqlite(place: str, to: Path) -> None:
    try:
        with closing(sqlite3.connect(place)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target, pages=PAGES)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
    except sqlite3.DatabaseError as fault:
        raise BadBackup(f"{place} cannot be read ({fault}).") from None


def load(dump_file: Path, url: str) -> None:
    """Put the copy in the place of the database; all or nothing. Raises BadBackup."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        check(dump_file)
        _load_sqlite(dump_file, Path(str(parts.database)))
    else:
        _run(
            "pg_restore",
            parts,
            *("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"),
            str(dump_file),
        )


def check(path: Path) -> None:
    """Raise BadBackup unless SQLite finds the file whole."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as fault:
        raise BadBackup(f"{path.name} is no whole SQLite file ({fault}).") from None
    if found != ("ok",):
        raise BadBackup(f"{path.name} is damaged: {found[0]}.")


def _load_sqlite(dump_file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(dump_file)) as source, closing(sqlite3.connect(place, timeout=10)) as target:
            source.backup(target)  # all pages in one transaction: a crash leaves the old database
    except sqlite3.DatabaseError as fault:
        if not _is_damaged(place):
            raise BadBackup(f"The database is in use ({fault}); stop the server and try again.") from None
        _replace_damaged(dump_file, place)


def _is_damaged(place: Path) -> bool:
    try:
        check(place)
    except BadBackup:
        return True
    return False


def _replace_damaged(dump_file: Path, place: Path) -> None:
    """Set the unreadable file aside, for whoever wants to look at it, and begin with an empty one."""
    for companion in ("", "-wal", "-shm"):
        left = place.with_name(place.name + companion)
        if left.exists():
            left.replace(left.with_name(f"{place.name}.damaged{companion}"))
    with closing(sqlite3.connect(dump_file)) as source, closing(sqlite3.connect(place)) as target:
        source.backup(target)


def _run(program: str, parts: URL, *words: str) -> None:
    """Run one of PostgreSQL's programs; the password goes through the environment, where `ps` does not show it."""
    server = {"--host": parts.host, "--port": parts.port, "--username": parts.username, "--dbname": parts.database}
    told = [f"{name}={value}" for name, value in server.items() if value is not None]
    secret = {"PGPASSWORD": str(parts.password)} if parts.password else {}
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own setting, and no shell in between
            [program, *told, "--no-password", *words],
            env=dict(os.environ) | secret,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except FileNotFoundError:
        raise BadBackup(f"{program} is not installed; it comes with PostgreSQL's client programs.") from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise BadBackup(f"{program} failed: {lines[-1]}")
