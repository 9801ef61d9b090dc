"""Acceptance cases, by number: agenda files that mean harm. Read in a small process, and over HTTP."""

import json
import re
import socket

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from server.agenda import reading
from server.core.db import snapshot
from tests import factories
from tests.access import everything
from tests.agenda.importers.made_files import archive
from tests.agenda.test_routes import kept_files, lines, upload
from tests.security import hostile_files as hostile
from tests.security.hostile_files import Maker, calendar, cell, read_confined, schedule, sheet, with_parts

INSTEAD = "ask the organiser for a spreadsheet or a calendar file (.ics), or copy the web programme"
OUTSIDE = "This archive holds a path that leads outside of it, so it was not opened."
UNPACKS = "This archive unpacks to far more than a programme can be, so it was not opened."
FAR_MORE = "This workbook unpacks to far more than a programme can be; save only the programme's sheets."
ENTITIES = "This XML file defines entities or a document type, which is not accepted."
TITLE = f"<row>{cell('A1', 'Title')}{cell('B1', 'Date')}</row>"

ARCHIVES: dict[str, tuple[Maker, str]] = {
    "a sheet that unpacks a thousandfold": (lambda: sheet(" " * 60_000_000), UNPACKS),
    "a member whose size is a lie": (hostile.lying_size, UNPACKS),
    "100,000 members": (hostile.many_members, "This archive holds more than 2,000 files."),
    "a path upwards": (lambda: with_parts(**{"..__..__evil.xml": "x"}), OUTSIDE),
    "a path from the root": (lambda: with_parts(__etc__passwd="x"), OUTSIDE),
    "a path with a drive": (lambda: with_parts(**{"C:\\evil.xml": "x"}), OUTSIDE),
    "a symbolic link": (
        hostile.linked,
        "The list of sessions in this archive is broken; export the event again.",
    ),
    "a cell in the last corner": (
        lambda: sheet(f"<sheetData><row>{cell('A1', 'Title')}</row><row>{cell('XFD1048576', 'x')}</row></sheetData>"),
        FAR_MORE,
    ),
    "an archive in an archive": (
        lambda: with_parts(**{"more.zip": archive({"a": b"x"})}),
        "This archive holds another archive; unpack it and choose the file inside.",
    ),
    "a dimension that is none": (
        lambda: sheet('<dimension ref="x"/><sheetData/>'),
        "This workbook is broken or locked with a password; save it again, or save it as CSV.",
    ),
    "entities in a sheet": (
        lambda: sheet("<sheetData/>", hostile.laughs("x").decode().partition("<x>")[0].partition("?>")[2]),
        "No title column was found; choose one. The columns are: none.",
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_case_48_an_archive_that_means_harm_is_refused_in_little_memory(name: str) -> None:
    make, sentence = ARCHIVES[name]

    assert read_confined(make()) == sentence


@pytest.mark.parametrize("dimension", ['<dimension ref="A1:XFD1048576"/>', '<dimension ref="B9:A1"/>'])
def test_case_48_a_stated_dimension_is_not_believed(dimension: str) -> None:
    rows = f"<row>{cell('A1', 'Title')}</row><row>{cell('A2', 'On bones')}</row>"

    assert read_confined(sheet(f"{dimension}<sheetData>{rows}</sheetData>")) == "1 items: On bones"


def test_case_48_a_link_to_another_file_is_not_followed() -> None:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )

    made = with_parts(**{"xl__externalLinks___rels__externalLink1.xml.rels": link})
    assert read_confined(made) == "1 items: On bones"


TEXTS: dict[str, tuple[Maker, str]] = {
    "a file of the machine as an entity": (
        lambda: schedule("<day>&x;</day>", '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ENTITIES,
    ),
    "a billion laughs": (
        lambda: hostile.laughs("schedule").replace(b"<schedule>", b"<schedule><conference/>"),
        ENTITIES,
    ),
    "a billion laughs in other XML": (lambda: hostile.laughs("agenda"), ENTITIES),
    "a billion laughs in a calendar": (lambda: hostile.laughs("icalendar"), ENTITIES),
    "10^6 columns": (
        lambda: b"Title" + b",x" * 1_000_000 + b"\nOn bones" + b",1" * 1_000_000 + b"\n",
        "This table has more than 2,000 columns; export only the programme.",
    ),
    "a quote that never closes": (
        lambda: b'Title,Room\nOn bones,Hall\n"On hands' + b" and feet" * 1_000_000,
        "A quote that opens near line 3 is never closed; close it or save the table again.",
    ),
    "zeros": (lambda: b"Title,Room\n\x00" * 10, f"This file is neither text nor a spreadsheet; {INSTEAD}."),
    "10,000 brackets": (
        lambda: b'{"sessions": ' + b"[" * 10_000,
        "This JSON file is broken: a value that is nested too deeply or a number that is too long; download it again.",
    ),
    "10,000 elements": (
        lambda: schedule("<day>" * 10_000),
        "This XML file is nested more than 100 levels deep.",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_case_49_a_text_that_means_harm_is_refused_in_little_memory(name: str) -> None:
    make, sentence = TEXTS[name]

    assert read_confined(make()) == sentence


@pytest.mark.parametrize("before", ['<!DOCTYPE s SYSTEM "{0}">', '<!DOCTYPE s [<!ENTITY % p SYSTEM "{0}"> %p;]>'])
@pytest.mark.parametrize("root", ["schedule", "agenda", "icalendar"])
def test_case_49_no_parser_calls_a_listener(before: str, root: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.dtd"
        body = f"<?xml version='1.0'?>{before.format(address)}<{root}><conference>&p;</conference></{root}>"

        assert read_confined(body.encode()) == ENTITIES
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_case_49_a_line_of_200_megabytes_is_cut_off(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))
    before, kept = everything(), kept_files(app)

    answer = browser.post("/api/imports", data=b"x" * (50 * 1024 * 1024 + 1), content_type="application/octet-stream")

    assert (answer.status_code, answer.json["type"]) in [(413, "/problems/too-large"), (422, "/problems/file-refused")]
    assert (everything(), kept_files(app)) == (before, kept)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=99999999",
        "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=MINUTELY;INTERVAL=1;UNTIL=99991231T000000Z",
    ],
)
def test_case_49_an_endless_repetition_ends(rule: str) -> None:
    told = read_confined(calendar(f"RRULE:{rule}"))

    assert told.endswith(": On bones")
    assert 1 <= int(told.split()[0]) <= 500


def test_case_49_utf_7_is_text_and_nothing_else(app: Flask) -> None:
    browser = factories.browser(app, factories.user("ada"))

    told = upload(browser, b"Title,Room\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-,Hall\nOn bones,Hall\n")

    assert told.json["samples"][0]["title"] == "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"


ELEMENT = re.compile(r"<(?:script|img|svg|a|math|noscript|form|style|iframe)\b", re.IGNORECASE)
SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="\x01java\tscript:alert(1)">x</a>',
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\href{javascript:alert(1)}{x}",
    "<form action=//evil.example><input name=q>",
    "<style>@import '//evil.example'</style>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
]


@pytest.mark.parametrize("evil", SCRIPTS)
def test_case_53_scripts_in_every_field_are_published_as_text(app: Flask, evil: str) -> None:
    ada = factories.user("ada")
    browser = factories.browser(app, ada)
    fields = {
        name: f"{name} {evil}"
        for name in ("title", "subtitle", "abstract", "room", "track", "board", "number", "speakers", "session")
    }
    item = {**fields, "day": "2026-10-05", "start": "09:00", "end": "10:00", "links": [evil, "javascript:alert(1)"]}

    preview = upload(browser, json.dumps([item]).encode(), name="%3Cscript%3Ealert(1)%3C%2Fscript%3E.json")
    browser.patch(f"/api/imports/{preview.json['id']}", {"zone": "Europe/Oslo", "conference": "glow", "name": evil})
    report = lines(browser.post(f"/api/imports/{preview.json['id']}/run"))[-1]
    listed = browser.get("/api/conferences")
    answers = [preview, listed, browser.get(f"/agenda/{listed.json['conferences'][0]['manifest']}.json")]
    with snapshot():
        conference = reading.find(ada.id, "glow")
        assert conference is not None
        agenda = reading.load(conference)[0]

    assert report["added"] == len(agenda.items) >= 1
    for one in agenda.items.values():
        assert is_harmless(one.abstract)
        assert not [link for link in one.links if not link.startswith(("https://", "http://"))]
        for text in (one.title, one.subtitle, one.room, one.track, one.board, one.number, one.credit):
            assert not ELEMENT.search(text)
            assert text.isprintable()
    for answer in answers:
        assert answer.content_type == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert (
            "script-src 'self'" in answer.headers["Content-Security-Policy"]
            or "default-src 'none'" in (answer.headers["Content-Security-Policy"])
        )


def is_harmless(abstract: str) -> bool:
    """Say whether a browser finds nothing in the abstract but the elements that abstracts may have."""
    tree = LexborHTMLParser(f"<body>{abstract}</body>")
    assert tree.body is not None
    for node in tree.body.css("*"):
        if node.tag not in ("body", "p", "br", "ul", "ol", "li", "em", "strong", "a"):
            return False
        if set(node.attributes) - {"href", "rel"}:
            return False
        if not (node.attributes.get("href") or "https://").startswith(("https://", "http://", "mailto:")):
            return False
    return True


BAITS = [
    "a" * 60_000 + "!", "1:" * 30_000, "(" * 40_000, "<" * 40_000, "&" * 40_000, " and " * 12_000, ", " * 30_000,
    "<!--" * 15_000, "/*" * 30_000, "Speaker: " * 8_000, "9:00 - " * 9_000, "-" * 60_000, "| - " * 15_000,
    "\\" * 60_000, "A. " * 20_000, "1 , " * 15_000, "x=" * 30_000, "https://" * 8_000, "zoom.us/" * 8_000,
    "12.12." * 10_000,
    " \t" * 30_000, "é" * 60_000, "'" * 60_000, "<a href=" * 8_000, "Oct 5 " * 10_000, "BEGIN:VCALENDAR " * 4_000,
]  # fmt: skip


@pytest.mark.parametrize("bait", BAITS, ids=[bait[:9].strip() or "blank" for bait in BAITS])
def test_case_59_bait_for_regular_expressions_ends_soon(bait: str) -> None:
    quoted = '"' + bait.replace('"', "") + '"'
    rows = ("Title,Date,Start,Speaker,Room", f"On bones,2026-10-05,9:00,{quoted},{quoted}", f"{quoted},,{quoted},,", "")
    listed = [{"title": bait, "speakers": bait, "room": bait, "start": bait, "abstract": bait}, {"title": "On bones"}]
    carriers = [
        bait, "\n".join(rows), json.dumps(listed), calendar(f"DESCRIPTION:{bait}", f"LOCATION:{bait}").decode(),
        f"<html><body><h1>{bait}</h1><p>9:00 On bones {bait}</p></body></html>", f"const x = [{{title: {quoted}}}]",
        f"9:00 On bones {bait}\n9:30 {bait}\n", f"| Time | Title |\n|---|---|\n| 9:00 | {bait.replace('|', ' ')} |\n",
    ]  # fmt: skip

    told = [read_confined(text.encode(), seconds=2 * hostile.SECONDS) for text in carriers]

    assert [one for one in told if one.startswith("broke")] == []


@pytest.mark.parametrize("name", ["a symbolic link", "a path upwards", "a quote that never closes", "a billion laughs"])
def test_a_refused_file_is_one_sentence_over_http_and_writes_nothing(app: Flask, name: str) -> None:
    make, sentence = {**ARCHIVES, **TEXTS}[name]
    browser = factories.browser(app, factories.user("ada"))
    before, kept = everything(), kept_files(app)

    answer = upload(browser, make())

    assert (answer.status_code, answer.json["type"], answer.json["detail"]) == (422, "/problems/file-refused", sentence)
    assert "Traceback" not in answer.text
    assert (everything(), kept_files(app)) == (before, kept)
