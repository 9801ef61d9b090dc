"""Reads a calendar file into its components, strictly: what is no content line is told, by the rule it breaks."""

import re
from dataclasses import dataclass, field

LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)
REGISTERED = frozenset(
    re.findall(
        r"\S+",
        """
    BEGIN END VERSION PRODID METHOD CALSCALE NAME COLOR REFRESH-INTERVAL UID SEQUENCE CREATED LAST-MODIFIED DTSTAMP
    DTSTART DTEND SUMMARY DESCRIPTION LOCATION URL CATEGORIES STATUS TRANSP ACTION TRIGGER TZID TZNAME TZOFFSETFROM
    TZOFFSETTO ATTENDEE ORGANIZER
        """,
    )
)
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME")
ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


@dataclass
class Part:
    """One component: its name, its lines as (name, parameters, value), its children."""

    kind: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, str]]:
        return [(told, value) for found, told, value in self.lines if found == name]

    def one(self, name: str) -> str:
        return self.all(name)[0][1] if self.all(name) else ""

    def of(self, kind: str) -> list["Part"]:
        return [part for part in self.parts if part.kind == kind]


def tree(text: str) -> tuple[Part, list[tuple[int, str]]]:
    root, broken = Part("ROOT"), []
    stack = [root]
    for line in text.replace("\r\n ", "").rstrip("\r\n").split("\r\n"):
        match = LINE.fullmatch(line)
        if match is None:
            broken.append((13, f"no content line: {line[:40]!r}"))
            continue
        name, told, value = match.groups()
        if name != name.upper() or (name not in REGISTERED and not name.startswith("X-")):
            broken.append((13, f"property {name}"))
        name = name.upper()
        if name in TEXTS and (value == "None" or not ESCAPED.fullmatch(value)):
            broken.append((14, f"text of {name}"))
        if name == "BEGIN":
            stack.append(Part(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END" and len(stack) > 1 and stack[-1].kind == value:
            stack.pop()
        else:
            stack[-1].lines.append((name, told, value))
    whole = len(root.parts) == 1 and root.parts[0].kind == "VCALENDAR" and len(stack) == 1 and not root.lines
    return (root.parts or [root])[0], broken if whole else [*broken, (14, "not one whole VCALENDAR")]
