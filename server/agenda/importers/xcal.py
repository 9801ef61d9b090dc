"""iCalendar written as XML (xCal, RFC 6321): rewritten as content lines and read as those."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from server.agenda.importers import ics
from server.agenda.importers.programme import Hints, Programme
from server.agenda.importers.sniff import Sample
from server.agenda.importers.xml_feed import tree_of

NAME: Final = ics.NAME
PRIORITY: Final = 30
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_KEPT: Final = ("TZID", "CN")  # parameters that say something of a programme
_COMPONENTS: Final = frozenset({"vcalendar", "vevent", "vtimezone", "standard", "daylight"})
_TEXTS: Final = frozenset({"text", "unknown"})


def matches(sample: Sample) -> bool:
    """Say whether the first element is `icalendar`."""
    return sample.shape == "xml" and sample.root == "icalendar"


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of the calendar."""
    lines = [line for calendar in tree_of(sample.data).iter("vcalendar") for line in _component(calendar)]
    return ics.read(Sample("\r\n".join([*lines, ""]).encode("utf-8", "replace")), hints)


def _component(element: Element) -> Iterator[str]:
    """Yield the lines of a calendar, an event or a time zone; other components are left out."""
    name = element.tag.upper()
    yield f"BEGIN:{name}"
    for listed in element.iterfind("properties/*"):
        yield from _property(listed)
    for inner in element.iterfind("components/*"):
        if inner.tag in _COMPONENTS:
            yield from _component(inner)
    yield f"END:{name}"


def _property(element: Element) -> Iterator[str]:
    if not _NAME.fullmatch(element.tag):
        return
    told = {child.tag.upper(): "".join(child.itertext()) for child in element.iterfind("parameters/*")}
    parameters = [f'{name}="{_bare(told[name])}"' for name in _KEPT if name in told]
    values = [child for child in element if child.tag != "parameters"]
    if any(child.tag == "date" for child in values):
        parameters.append("VALUE=DATE")
    text = ",".join(_value(child) for child in values)
    yield ";".join([element.tag.upper(), *parameters]) + f":{text}"


def _value(element: Element) -> str:
    if element.tag == "recur":
        return _bare(";".join(f"{part.tag.upper()}={_recur(part)}" for part in element))
    text = "".join(element.itertext()).strip()
    if element.tag in ("date", "date-time", "utc-offset"):
        sign = text[:1] if element.tag == "utc-offset" else ""
        return _bare(sign + text[len(sign) :].replace("-", "").replace(":", ""))
    if element.tag not in _TEXTS:
        return _bare(text)
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _recur(part: Element) -> str:
    text = (part.text or "").strip()
    return text.replace("-", "").replace(":", "") if part.tag == "until" else text


def _bare(text: str) -> str:
    """Return the text on one line without quotes."""
    return " ".join(text.replace('"', "").split())
