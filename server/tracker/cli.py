"""`hallway tracker`: a student's tracker as a file, and a file taken in (docs/operations.md)."""

from pathlib import Path

import click

from server.accounts import service as accounts
from server.agenda.importers.programme import DateOrder
from server.core import clock
from server.core.command import refuse, with_database
from server.tracker import service, sheets
from server.tracker.service import Report

MOST_SHOWN = 20  # of each list


@click.group()
def tracker() -> None:
    """Write a student's tracker as a table, or take one in."""


@tracker.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--user", "name", metavar="NAME", required=True, help="Whose tracker.")
@with_database
def export_tracker(file: Path, name: str) -> None:
    """Write FILE, a .csv or a .xlsx."""
    rows = service.table(_user_id(name), clock.now())
    if file.suffix.lower() == ".xlsx":
        with file.open("wb") as into:
            sheets.as_xlsx(rows, into)
    else:
        file.write_bytes(sheets.as_csv(rows))
    click.echo(f"{_many(len(rows), 'person', 'people')} in {file}.")


@tracker.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--user", "name", metavar="NAME", required=True, help="Whose tracker.")
@click.option("--days", type=click.Choice(("dmy", "mdy")), help="How days like 3/4/2026 are meant.")
@click.option("--dry-run", is_flag=True, help="Say what it would do and change nothing.")
@with_database
def import_tracker(file: Path, name: str, days: str | None, *, dry_run: bool) -> None:
    """Take in FILE: new people, and what is empty on known ones; nothing is overwritten."""
    act = service.preview if dry_run else service.run
    order: DateOrder | None = "dmy" if days == "dmy" else "mdy" if days else None
    click.echo(_told(act(_user_id(name), file.read_bytes(), clock.now(), order)))


def _user_id(name: str) -> str:
    found = accounts.find(name)
    if found is None:
        refuse(f"There is no user {name!r}.")
        raise SystemExit(2)
    return found.id


def _told(report: Report) -> str:
    told = report.as_dict()
    counts = told["counts"]
    known = f"{counts['filled']} filled in, {told['same']} say nothing new"
    rows, new = _many(told["rows"], "row", "rows"), _many(counts["new"], "new person", "new people")
    lines = [f"{rows}: {new}, {known}."]
    lines += [f"Row {one['row']}, deleted here: {one['name']}" for one in told["deleted"][:MOST_SHOWN]]
    lines += [
        f"Row {one['row']}, {one['column']} of {one['name']}: {one['here']!r} stays, the file says {one['file']!r}."
        for one in told["different"][:MOST_SHOWN]
    ]
    lines += [
        f"Row {one['row']}, {one['column']}: {one['value']!r}. {one['why']}" for one in told["faults"][:MOST_SHOWN]
    ]
    unknown = told["unknown_columns"]
    lines += [f"Not read: the columns {', '.join(unknown)}."] if unknown else []
    return "\n".join(lines)


def _many(count: int, one: str, several: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {several}"
