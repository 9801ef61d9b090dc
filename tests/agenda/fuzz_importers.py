"""Throws damaged files at every reader: `python -m tests.agenda.fuzz_importers --minutes 10 [--seed 1] [--keep DIR]`.

The samples' bytes are flipped, cut, spliced, doubled, nested and filled with odd values. A reader may return a sound
programme or refuse in one sentence, within 5 s of the processor (30 s by the clock) and 500 MB; all else is a fault.
Faults are kept as files under `--keep`; figures are printed at the end, and the exit code is 1 when there was a fault.
"""

import argparse
import io
import json
import random
import resource
import signal
import sys
import time
import traceback
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Final

from server.agenda.importers import names, read
from server.agenda.importers.programme import ColumnGuess, Hints, Programme, RefusedFile
from server.agenda.keys import fold_place
from tests.agenda.importers.made_files import archive, ods, xlsx
from tests.agenda.importers.made_pdf import made

SAMPLES: Final = Path(__file__).resolve().parents[1] / "samples" / "agenda"
SECONDS: Final = 5
MEGABYTES: Final = 500
_LARGEST: Final = 400_000  # bytes of a damaged file
_ODD: Final = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\r\n", b"\x1b[2J", b"\xe2\x80\xae", b"\xed\xa0\x80", b'"', b"'",
    b"99999999999999999999999999", b"-1", b"1e999", b"NaN", b"0000", b"24:00", b"25:61", b"9999-12-31", b"0001-01-01",
    b"31.02.2026", b"12:00 am", b"P9999D", b"&#x110000;", b"&amp;amp;amp;lt;", b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"</td></tr>", b"<td rowspan=60000 colspan=60000>", b"<table>", b"${", b"/*",
    b"*/", b"//", b"\\u0000", b"\\ud800", b"null", b"true", b"{}", b"[]", b'{"en": {"en": {}}}', b",,,,,,", b"|||||",
    b"RRULE:FREQ=SECONDLY\r\n", b"RRULE:FREQ=DAILY;COUNT=99999999\r\n", b"DTSTART;TZID=Nowhere:20260101T000000\r\n",
    b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b";", b"\t", b"=cmd()", b" and " * 50, b"1 , 2 , " * 50, b"A" * 5_000,
    "á".encode("utf-16-le"), "e\u0301\u0301\u0301".encode() * 300, b"(" * 500, b"[" * 300, b'{"a":' * 300, b"`",
    b"<div>" * 400,
)  # fmt: skip


@dataclass(slots=True)
class Figures:
    """What a run saw."""

    calls: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")


class TooSlow(BaseException):
    """A call took more than its time; no reader catches this."""


def seeds() -> dict[str, bytes]:
    """Return the samples and some files that are no text, by name."""
    found = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.is_file()}
    rows: list[list[object]] = [["Title", "Date", "Start", "End", "Room", "Speaker"]]
    rows += [
        [f"On bone {n}", "2026-10-05", f"{9 + n}:00", f"{9 + n}:45", "Aula", "Ana Lima; Bo Sato"] for n in range(6)
    ]
    for path in sorted(SAMPLES.glob("*.pages.json")):
        found[path.stem.removesuffix(".pages") + ".pdf"] = made(**json.loads(path.read_text(encoding="utf-8")))
    found["list.xlsx"] = xlsx({"Monday": rows, "Tuesday": {"rows": rows, "merged": ["A2:A3"]}})
    found["list.ods"] = ods({"Monday": rows, "Tuesday": rows})
    parts = sorted(SAMPLES.glob("openevent_*"))
    found["parts.zip"] = archive({path.stem: path.read_bytes() for path in parts if path.is_file()})
    text = found["rooms_across.csv"].decode()
    found["wide.csv"] = text.encode("utf-16")
    return found


def damaged(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return the bytes after one to four kinds of damage; an archive is mostly damaged inside and packed again."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = {name: packed.read(name) for name in packed.namelist()}
        name = chance.choice(list(members))
        return archive({**members, name: damaged(chance, members[name], others)})
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
        data = chance.choice(_DAMAGES)(chance, data, others)[:_LARGEST]
    return data


def _flip(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _cut(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data)
    return data[:start] if chance.random() < 0.5 else data[:start] + data[end:]


def _splice(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    start, end = _piece(chance, other)
    at = chance.randint(0, len(data))
    return data[:at] + other[start:end] + data[at:]


def _double(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 3, 40)) + data[end:]


def _lines(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    found = data.split(b"\n")
    one, two = chance.randrange(len(found)), chance.randrange(len(found))
    found[one], found[two] = found[two], found[one]
    return b"\n".join(found)


def _odd(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    for _ in range(chance.choice((1, 1, 5))):
        at = chance.randint(0, len(data))
        data = data[:at] + chance.choice(_ODD) + data[at + chance.choice((0, 0, 1, 8)) :]
    return data


def _word(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Replaces one word everywhere: a key that is missing, a type that is another."""
    words = data.split()
    return data.replace(chance.choice(words)[:40], chance.choice(_ODD)) if words else data


def _piece(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 10, 200, 5_000)))


_DAMAGES: Final[tuple[Callable[[random.Random, bytes, Sequence[bytes]], bytes], ...]] = (
    _flip, _cut, _splice, _double, _lines, _odd, _odd, _word,
)  # fmt: skip


def hints_of(chance: random.Random, known: Sequence[str]) -> Hints:
    """Return what the importing person might know."""
    wanted = chance.random()
    return Hints(
        file_name=chance.choice(("", "list.csv", "../../etc/passwd", "a" * 300)),
        format="auto" if wanted < 0.8 else chance.choice(known),
        zone=chance.choice((None, None, "Europe/Oslo", "America/Chicago")),
        first_day=chance.choice((None, date(2026, 10, 5))),
        last_day=chance.choice((None, date(2026, 10, 8))),
        date_order=chance.choice((None, "dmy", "mdy")),
    )


def faults_of(found: Programme) -> list[str]:
    """Return what is unsound in a programme: pointers to nothing, empty titles, marks that no screen should get."""
    keys = [one.key for one in found.sessions]
    people, rooms = {one.key for one in found.people}, {fold_place(one.name) for one in found.rooms}
    faults = [] if len(set(keys)) == len(keys) else ["two items have one key"]
    for one in found.sessions:
        if one.parent is not None and (one.parent == one.key or one.parent not in set(keys)):
            faults.append("a parent that is not there")
        if not {each.person for each in one.people} <= people:
            faults.append("a person that is not there")
        if one.room and not set(map(fold_place, one.room.split("; "))) <= rooms:
            faults.append("a room that is not there")
        if not one.title.strip():
            faults.append("an item without a title")
        if one.starts and one.ends and one.ends < one.starts:
            faults.append("an end before the start")
        texts = (one.title, one.subtitle, one.room, one.track, one.board, one.number, one.credit, one.day_label)
        if any(unicodedata.category(letter) in ("Cc", "Cs") for text in texts for letter in text):
            faults.append("a control character in a line")
        if "<script" in one.abstract.lower():
            faults.append("a script")
    return sorted(set(faults))


def attempt(data: bytes, hints: Hints) -> str:
    """Read the file; return "" or the refusal. A refusal that is no sentence and an unsound programme are faults."""
    try:
        found = read(io.BytesIO(data), hints)
    except RefusedFile as refusal:
        sentence = str(refusal)
        if "\n" in sentence or not sentence.endswith(".") or len(sentence) > 2_500:
            raise AssertionError(f"no sentence: {sentence[:200]!r}") from refusal
        return sentence
    answers = {table.key: _turned(table.columns) for table in found.mapping if table.key and table.columns}
    if answers and hints.mapping is None and len(found.sessions) % 2:
        return attempt(data, replace(hints, mapping=answers))
    if faults := faults_of(found):
        raise AssertionError("; ".join(faults))
    return ""


def _turned(columns: Sequence[ColumnGuess]) -> dict[str, str]:
    """Return answers that give each column the field of the next."""
    return {one.key: after.field for one, after in zip(columns, [*columns[1:], columns[0]], strict=True)}


def run(seconds: float, seed: int, keep: Path | None = None, *, most: int = sys.maxsize, alarm: float = 0) -> Figures:
    """Read damaged files for that long or that many, each until the alarm (seconds, 0 for none); count faults."""
    figures, chance, files, known = Figures(), random.Random(seed), seeds(), names()
    others, ends = list(files.values()), time.monotonic() + seconds
    while figures.calls < most and time.monotonic() < ends:
        name = chance.choice(list(files))
        data, hints = damaged(chance, files[name], others), hints_of(chance, known)
        began = _used()
        figures.calls += 1
        fault = ""
        signal.setitimer(signal.ITIMER_PROF, alarm)
        signal.setitimer(signal.ITIMER_REAL, 6 * alarm)
        try:
            if sentence := attempt(data, hints):
                figures.refused[sentence[:60]] += 1
        except (Exception, TooSlow) as raised:
            places = traceback.extract_tb(raised.__traceback__)
            place = places[-2 if isinstance(raised, TooSlow) else -1]
            fault = f"{type(raised).__name__} {str(raised)[:120]} at {Path(place.filename).name}:{place.lineno}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        took = _used() - began
        if took > figures.slowest[0]:
            figures.slowest = (took, name)
            if keep is not None:
                (keep / f"slowest-{seed}").write_bytes(data)
        if fault:
            figures.faults[fault] += 1
            if keep is not None and figures.faults[fault] == 1:
                (keep / f"{seed}-{figures.calls}-{name}").write_bytes(data)
                print(f"{seed}-{figures.calls}-{name}: {fault}; {hints}", flush=True)
    return figures


def _used() -> float:
    """Return the seconds of the processor that this process and its ended children used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"more than {SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGPROF, stop)
    figures = run(asked.minutes * 60, asked.seed, asked.keep, alarm=SECONDS)
    peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{figures.calls} calls, {figures.refused.total()} refused, {figures.faults.total()} faults")
    print(f"slowest {figures.slowest[0]:.2f} s ({figures.slowest[1]}), peaks {peaks} MB")
    for told, count in [*figures.refused.most_common(12), *figures.faults.most_common()]:
        print(f"{count:7} {told}")
    return 1 if figures.faults or max(peaks) > MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
