"""A schedule in XML is read piece by piece: where its parts stand, and where a piece ends, changes nothing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda.importers import read, xml_feed
from server.agenda.importers.programme import Hints, Programme

HEAD = "<conference><title>Harbour Days</title><time_zone_name>Europe/Vienna</time_zone_name></conference>"
EVENT = (
    '<event guid="{0}" id="{0}"><date>2027-11-28T10:00:00+01:00</date><duration>00:30</duration>'
    "<title>Talk {0} &amp; more</title><abstract>Ünïcode “{0}”</abstract><room>Attic</room>"
    '<persons><person id="{0}">Ana <b>Maria</b> Lima</person></persons>'
    '<links><link href="https://example.org/{0}">x</link></links></event>'
)
DAYS = (
    '<day index="1" date="2027-11-28"><room name="Attic">' + EVENT.format(1) + "\n" + EVENT.format(2) + "</room>"
    '<room name="Cellar">' + EVENT.format(3) + '</room></day><day index="2" date="2027-11-29"><room name="Attic">'
    + EVENT.format(4) + "</room></day>"
)  # fmt: skip
STRAY = '<event guid="9"><title>In no room</title></event><room name="x"><event><title>In no day</title></event></room>'


def programme(body: str) -> Programme:
    return read(io.BytesIO(f"<?xml version='1.0' encoding='UTF-8'?><schedule>{body}</schedule>".encode()), Hints())


def test_events_are_told_with_their_places():
    found = programme(HEAD + DAYS)

    assert [(one.title, one.source_where) for one in found.sessions] == [
        ("Talk 1 & more", "day 1, room Attic, event 1"),
        ("Talk 2 & more", "day 1, room Attic, event 2"),
        ("Talk 3 & more", "day 1, room Cellar, event 1"),
        ("Talk 4 & more", "day 2, room Attic, event 1"),
    ]
    assert [one.display_name for one in found.people] == ["Ana Maria Lima"] * 4
    assert found.sessions[0].links == ("https://example.org/1",)


@pytest.mark.parametrize("body", [DAYS + HEAD, HEAD + STRAY + DAYS, HEAD + DAYS + "<conference/>", "\n" + HEAD + DAYS])
def test_the_order_of_the_parts_changes_nothing(body: str):
    assert programme(body) == programme(HEAD + DAYS)


def test_a_namespace_changes_nothing():
    data = f'<f:schedule xmlns:f="urn:f">{HEAD}{DAYS}</f:schedule>'.replace("<event", '<event xmlns="urn:e"')

    assert read(io.BytesIO(data.encode()), Hints()) == programme(HEAD + DAYS)


@given(st.integers(1, 400))
def test_the_size_of_a_piece_changes_nothing(size: int):
    whole = programme(HEAD + DAYS)
    kept, xml_feed._PIECE = xml_feed._PIECE, size
    try:
        assert programme(HEAD + DAYS) == whole
    finally:
        xml_feed._PIECE = kept
