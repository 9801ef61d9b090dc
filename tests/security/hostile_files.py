"""Files that mean harm, made on the spot, and a child process with little memory and time to read them in."""

import io
import multiprocessing
import os
import resource
import zipfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from server.agenda.importers import formats, read
from server.agenda.importers.programme import Hints, RefusedFile
from tests.agenda.importers.made_files import archive, xlsx

SECONDS, MEGABYTES = 5, 200
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CONTENT = "[Content_Types].xml"
_ROWS = [["Title", "Date", "Start", "End"], ["On bones", "2026-10-05", "09:00", "09:30"]]

Maker = Callable[[], bytes]


def read_confined(data: bytes, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> str:
    """Return the refusal, or "N items: TITLE", as a child tells it that may use so much time and so much more memory.

    A child that is killed for either, or that fails in any other way, is told as "broke".
    """
    formats()  # what is loaded once counts for no file
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_child, args=(data, sender, seconds, megabytes))
    child.start()
    sender.close()
    try:
        return str(receiver.recv())
    except EOFError:
        return "broke"
    finally:
        child.join()


def _child(data: bytes, sender: Connection, seconds: int, megabytes: int) -> None:
    now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    room = now + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (room, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    try:
        found = read(io.BytesIO(data), Hints())
        sender.send(f"{len(found.sessions)} items: {found.sessions[0].title if found.sessions else ''}")
    except RefusedFile as refusal:
        sender.send(str(refusal))
    except BaseException as fault:
        sender.send(f"broke: {fault!r}")


def with_parts(**parts: str | bytes) -> bytes:
    """Return a workbook with parts replaced or added; "__" stands for "/"."""
    target = io.BytesIO()
    changed = {name.replace("__", "/"): held for name, held in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(xlsx({"Sheet1": _ROWS}))) as sound,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in sound.namelist():
            if name not in changed:
                packed.writestr(name, sound.read(name))
        for name, held in changed.items():
            packed.writestr(name, held)
    return target.getvalue()


def sheet(inside: str, before: str = "") -> bytes:
    """Return a workbook whose first sheet holds these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'{before}<worksheet xmlns="{space}">{inside}</worksheet>'
    return with_parts(**{"xl__worksheets__sheet1.xml": text})


def cell(place: str, text: str) -> str:
    """Return a cell of a sheet."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def many_members() -> bytes:
    """Return an archive of 100,000 empty files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for number in range(100_000):
            packed.writestr(f"{number}", b"")
    return target.getvalue()


def linked() -> bytes:
    """Return an archive in which a member is a symbolic link to a file of the machine."""
    target = io.BytesIO()
    link = zipfile.ZipInfo("sessions")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(link, "/etc/passwd")
        packed.writestr("event", "{}")
    return target.getvalue()


def lying_size() -> bytes:
    """Return an archive whose directory says that a large member is small."""
    data = bytearray(archive({"sessions": b" " * 30_000_000}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def laughs(root: str) -> bytes:
    """Return XML whose entities grow a billion times."""
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a0 "lol">{grown}]><{root}>&a9;</{root}>'.encode()


def schedule(inside: str, before: str = "") -> bytes:
    """Return a frab schedule."""
    head = "<conference><title>Glow</title></conference>"
    return f'<?xml version="1.0"?>{before}<schedule>{head}{inside}</schedule>'.encode()


def calendar(*lines: str) -> bytes:
    """Return a calendar of one event."""
    event = ("BEGIN:VEVENT", "UID:1", "DTSTART:20261005T070000Z", "DTEND:20261005T080000Z", "SUMMARY:On bones", *lines)
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *event, "END:VEVENT", "END:VCALENDAR", "")).encode()
