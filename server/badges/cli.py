"""`hallway badge`: reading codes on the command line. Needs no application and no database."""

import json
import sys
from typing import NoReturn

import click

from server.badges.encoding import decoded
from server.badges.payload import read
from server.badges.reading import TEXT_BYTES, Reading, squeeze, tidy

LINE_BREAKS = (b"\r\n", b"\n", b"\r")


@click.group()
def badge() -> None:
    """Read badge codes."""


@badge.command("read")
@click.option("--symbology", metavar="NAME", help="The kind of code the text came from, shown again in the list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def read_badge(*, symbology: str | None, as_json: bool) -> None:
    """Say what the text of a code holds. The text is read from standard input."""
    data = _without_line_break(sys.stdin.buffer.read(TEXT_BYTES + 3))
    if not data:
        _refuse("There is no text to read on standard input.")
    if len(data) > TEXT_BYTES:
        _refuse("The text is longer than 8 kB; no badge code holds that much.")
    reading = read(decoded(data))
    shown = json.dumps(reading.as_dict(), ensure_ascii=False) if as_json else _listed(reading, symbology)
    click.echo(shown.encode())


def _without_line_break(data: bytes) -> bytes:
    ending = next((ending for ending in LINE_BREAKS if data.endswith(ending)), b"")
    return data.removesuffix(ending)


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(2)


def _listed(reading: Reading, symbology: str | None) -> str:
    """One line a value that is there; the raw text stays out, it may hold terminal controls."""
    lines = [f"symbology: {squeeze(tidy(symbology))}"] if symbology else []
    for key, value in reading.as_dict().items():
        if key == "raw":
            continue
        if isinstance(value, bool):
            value = "yes" if value else "no"
        texts = [value] if isinstance(value, str) else value or []
        lines += [f"{key.replace('_', ' ')}: {_one_line(text)}" for text in texts]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n"))
