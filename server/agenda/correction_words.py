"""What an import says of the corrections that it met. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from server.agenda.corrections import Corrections, lifted, told_by
from server.agenda.importers.programme import Warned
from server.agenda.states import Agenda, Correction

LONGEST: Final = 80  # characters of a value in a sentence
MOST_TOLD: Final = 50
WORDS: Final = {
    "starts": "start",
    "ends": "end",
    "people": "people",
    "degrees": "degrees",
    "number": "number",
    "board": "board",
}
UNTOLD: Final = frozenset({"merged_into", "apart"})  # no file says a word about them


def overruled(before: Corrections, after: Agenda) -> list[Warned]:
    """Return a warning for each correction under which the file now says something new, and other than the hand."""
    told = lifted(after)
    found = [Warned("", sentence) for sentence in _sentences(before, told, after)]
    if len(found) <= MOST_TOLD:
        return found
    more = len(found) - MOST_TOLD
    return [*found[:MOST_TOLD], Warned("", f"The file has news for {more} more corrections made by hand; they stay.")]


def _sentences(before: Corrections, told: Agenda, after: Agenda) -> Iterator[str]:
    zone = after.conference.zone
    for subject, made in after.corrections.items():
        row = told.items.get(subject) or told.people.get(subject)
        for name, one in made.items():
            known = before.get(subject, {}).get(name)
            if row is None or name in UNTOLD or known is None or known.told == one.told:
                continue
            says, said = told_by(name, row, zone), _before(known)
            if says == one.value or says == said:
                continue
            yield (
                f"{_subject(one, after)}: the file now says {_shown(says, after)} for the {WORDS.get(name, name)}; "
                f"your correction {_shown(one.value, after)} stays."
            )


def _before(known: Correction) -> Any:
    # starts and ends keep all columns of the time; a change of one is no news for the other
    column = {"starts": "local_start", "ends": "local_end"}.get(known.field)
    value = None if column is None else known.told[column]
    return None if value is None else value[: len("2026-11-29T09:00")]


def _subject(made: Correction, agenda: Agenda) -> str:
    if made.kind == "person":
        return _cut(agenda.people[made.subject].name)
    return _cut(agenda.items[made.subject].title)


def _shown(value: Any, agenda: Agenda) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        named = (agenda.person(one[0]) if isinstance(one, list) else one for one in value)
        value = ", ".join(one if isinstance(one, str) else one.name for one in named if one is not None)
    return f"“{_cut(str(value).replace('T', ' ') if _is_clock(value) else str(value))}”"


def _is_clock(value: str) -> bool:
    return len(value) == len("2026-11-29T09:00") and value[10] == "T" and value[4] == "-"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
