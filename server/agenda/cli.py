"""`hallway agenda`: importing and publishing on the command line (docs/agenda.md, section 8)."""

import sys
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import current_app
from flask.globals import app_ctx

from server.accounts import service as accounts
from server.agenda import fetching, refreshing, service, shelf, sources
from server.agenda.answers import Target
from server.agenda.fetching import Fetched, Policy
from server.agenda.importers import limits
from server.agenda.importers.programme import Hints
from server.agenda.reports import Report
from server.agenda.service import Options, Progress
from server.agenda.sources import COUNTED, Source
from server.agenda.working import Work
from server.core import clock
from server.core.command import with_database
from server.core.db import write
from server.core.problems import FileRefused, Invalid, NotFound, Problem
from server.core.strict_json import dumps

MOST_SHOWN = 20  # warnings

T = TypeVar("T")


@click.group()
def agenda() -> None:
    """Import, list and publish agendas."""


@agenda.command("import")
@click.argument("file_or_url")
@click.option("--owner", metavar="NAME", help="Whose conference it is; without it, the operator's and public.")
@click.option("--conference", metavar="SLUG", help="The conference by its slug; then missing items are cancelled.")
@click.option("--name", help="Name of a new conference; its slug comes from it.")
@click.option("--timezone", metavar="IANA", help="Where the meeting takes place, such as Europe/Zurich.")
@click.option("--format", "format_name", metavar="FORMAT", default="auto", show_default=True, help="What the file is.")
@click.option("--dry-run", is_flag=True, help="Report what would change and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@with_database
def import_agenda(file_or_url: str, owner: str | None, *, dry_run: bool, as_json: bool, **given: str | None) -> None:
    """Import an agenda from a file or an address; a known conference is brought up to date."""
    fetched = _fetched(file_or_url) if _is_address(file_or_url) else None
    data = _read(file_or_url) if fetched is None else fetched.data or b""
    slug = given["conference"]
    # naming the conference is the consent that a much smaller file replaces the programme
    target = Target(_owner_id(owner), slug, given["name"], part="replace" if slug else "ask")
    hints = Hints(
        file_name=Path(file_or_url).name if fetched is None else fetched.file_name,
        format=given["format_name"] or "auto",
        zone=given["timezone"] or None,
        name=given["name"],
    )
    if sys.stdin.isatty() and hints.zone is None and service.is_zone_open(data, hints, target):
        hints = Hints(hints.file_name, hints.format, _ask_zone(), hints.name)
    report = _waited(lambda tell: service.run(data, hints, target, Options(clock.now(), dry_run, tell)))
    if fetched is not None and not dry_run:
        with write():
            came = sources.came_from(fetched)
            sources.remember(target.owner_id, report, came, clock.now(), hints.format)
    click.echo(dumps(report.as_dict()).decode() if as_json else _told(report, dry_run=dry_run))


@agenda.command("refresh")
@click.option("--owner", metavar="NAME", help="Whose conference it is; without it, the operator's.")
@click.option("--conference", metavar="SLUG", help="The conference to look at.")
@click.option("--all", "every", is_flag=True, help="Every conference that came from an address, or all of the owner's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each conference.")
@with_database
def refresh_agendas(owner: str | None, conference: str | None, *, every: bool, as_json: bool) -> None:
    """Look at the addresses again and take over what changed; exit with 1 where that failed for some.

    It asks nothing, and what shrank to under half cancels nothing: that is said and needs a person.
    """
    failed = False
    for source in _asked(owner, conference, every=every):
        told, fault = _looked_at(source)
        click.echo(dumps(told).decode() if as_json else _line(told))
        if fault:
            failed = True
            click.echo(f"{source.slug}: {fault}", err=True)
    if failed:
        sys.exit(1)


@agenda.command("list")
@click.option("--owner", metavar="NAME", help="Only the conferences of this user.")
@with_database
def list_conferences(owner: str | None) -> None:
    """List the conferences: slug, days, who may read it, name."""
    for one in shelf.all_conferences(_owner_id(owner)):
        days = f"{one.first_day or '?'} to {one.last_day or '?'}"
        click.echo(f"{one.slug}\t{days}\t{'public' if one.public else 'private'}\t{one.name}")


@agenda.command("publish")
@click.argument("slug")
@click.option("--owner", metavar="NAME", help="Whose conference it is.")
@with_database
def publish_conference(slug: str, owner: str | None) -> None:
    """Let everyone read a conference, guests included."""
    owner_id = _owner_id(owner)
    with write():
        service.publish(owner_id, slug)
    click.echo(f"Everyone can read {slug} now.")


def _asked(owner: str | None, slug: str | None, *, every: bool) -> list[Source]:
    if (slug is None) != every:
        raise Invalid("Say what to look at: either --conference SLUG or --all.")
    found = sources.all_sources(_owner_id(owner), slug, everyone=every and owner is None)
    if slug is not None and not found:
        raise NotFound(f"There is no conference “{slug}” that came from an address.")
    return found


def _looked_at(source: Source) -> tuple[dict[str, Any], str]:
    """Return what the look came to, as it is printed, and the sentence of what needs a person."""
    told = {"conference": source.slug, "name": source.name, "url": source.url}
    try:
        look = refreshing.look(source, _policy(), clock.now(), lambda _stage, _done, _total: None)
    except Problem as problem:
        fault = problem.detail or problem.title
        return told | {"result": "failed", **dict.fromkeys(COUNTED, 0), "message": fault}, fault
    counts = look.report.diff.counts if look.report else dict.fromkeys(COUNTED, 0)
    fault = service.STILL_PART if look.result == "part" else ""
    return told | {"result": look.result, **{name: counts[name] for name in COUNTED}, "message": fault}, fault


def _line(told: dict[str, Any]) -> str:
    counts = ", ".join(f"{told[name]} {name}" for name in COUNTED if told[name])
    return f"{told['conference']}: {'failed' if told['result'] == 'failed' else counts or 'nothing has changed'}"


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http:", "https:", "webcal:", "webcals:"))


def _fetched(url: str) -> Fetched:
    return _waited(lambda _tell: fetching.fetch(url, _policy()))


def _policy() -> Policy:
    found: Policy = current_app.extensions["hallway_fetching"]
    return found


def _waited(task: Callable[[Progress], T]) -> T:
    """Return what the task came to, and tell on stderr meanwhile how far it is."""
    work = Work(app_ctx.app, task)
    for stage, done, total in work.events():
        click.echo(f"{stage} {done}/{total}", err=True)
    return work.result


def _read(file_or_url: str) -> bytes:
    try:
        with Path(file_or_url).open("rb") as file:
            return file.read(limits.FILE_BYTES + 1)
    except OSError as fault:
        raise FileRefused(f"The file {file_or_url!r} cannot be read: {fault.strerror}.") from None


def _owner_id(name: str | None) -> str | None:
    if name is None:
        return None
    user = accounts.find(name)
    if user is None:
        raise NotFound(f"There is no user “{name}”.")
    return user.id


def _ask_zone() -> str | None:
    known = zoneinfo.available_timezones()
    question = "Where does the meeting take place (Europe/Zurich; empty leaves it open)"
    for _ in range(3):
        answer: str = click.prompt(question, default="", show_default=False, err=True)
        if not answer.strip() or answer.strip() in known:
            return answer.strip() or None
        click.echo("That is no time zone.", err=True)
    return None


def _told(report: Report, *, dry_run: bool) -> str:
    values: dict[str, Any] = report.as_dict()
    warnings = values["warnings"]
    held = ", ".join(f"{values[name]} {name}" for name in ("sessions", "posters", "people", "rooms", "tracks"))
    change = ", ".join(f"{values[name]} {name}" for name in ("added", "changed", "moved", "cancelled", "unchanged"))
    lines = [f"{report.conference} ({report.format}): {held}", f"{'would be ' if dry_run else ''}{change}"]
    lines += [f"  {one['where'] or 'file'}: {one['message']}" for one in warnings[:MOST_SHOWN]]
    if len(warnings) > MOST_SHOWN:
        lines.append(f"  and {len(warnings) - MOST_SHOWN} more warnings; --json shows them")
    return "\n".join(lines)
