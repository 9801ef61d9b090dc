"""The words that the server's search compares: of items as they are indexed, and of a query. Pure.

Letters and digits make words, everything else stands between them; case and diacritics do not count. So no sign of a
query can mean anything to a database.
"""

import re
from html import unescape
from typing import Final

from server.agenda.keys import fold_title
from server.agenda.states import Agenda, ItemState

MOST_QUERY: Final = 200  # characters of a query that are looked at
MOST_WORDS: Final = 8  # of a query
LONGEST_WORD: Final = 64  # characters by which longer ones are compared
MOST_KEPT: Final = 20_000  # words of one item
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_BEFORE, _AFTER = 60, 120  # characters shown around what was found
LAST: Final = "~"  # after every date


def asked(query: str) -> list[str]:
    """Return the words of a query, each to be found at the beginning of a word; [] where there is none."""
    return list(dict.fromkeys(words(query[:MOST_QUERY])))[:MOST_WORDS]


def words(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    # a character that takes no part in the folded alphabet, such as a sign, may come back alone
    return [word[:LONGEST_WORD] for word in fold_title(text).split() if word.isalnum()][:MOST_KEPT]


def plain(html: str) -> str:
    """Return the words of the clean HTML subset as one line."""
    return " ".join(_untagged(html).split())


def _untagged(html: str) -> str:
    bare = _TAG.sub(" ", html) if "<" in html else html
    return unescape(bare) if "&" in bare else bare


def named(item: ItemState, agenda: Agenda) -> str:
    """Return what a list shows of an item: title, people with affiliations, room, track, board and number."""
    people = (agenda.person(person_id) for person_id, _role in item.people)
    texts = [item.title, item.room, item.track, item.board, item.number]
    for person in people:
        if person is not None:
            texts += (person.name, person.affiliation)
    return " ".join(filter(None, texts))


def told(item: ItemState) -> str:
    """Return what only the item's own page shows: subtitle, abstract, credit."""
    return " ".join(filter(None, (item.subtitle, _untagged(item.abstract), item.credit)))


def by_time(item: ItemState) -> tuple[str, str, str, str]:
    """Return what a conference's items are ordered by where the search finds them equal."""
    day = item.day_on.isoformat() if item.day_on else LAST
    return day, item.local_start.isoformat() if item.local_start else LAST, item.title, item.id


def around(text: str, sought: list[str]) -> str:
    """Return the piece of a text around the first of the words, cut at spaces; "" where none of them stands in it."""
    pieces = text.split()
    if text.isascii():
        found = re.search(rf"(?<![a-z0-9])(?:{'|'.join(sought)})", text.lower())
        before = text[: found.start()] if found else ""
        begun = bool(before) and not before[-1].isspace()  # a sign, such as a bracket, stands before the word
        return _piece(pieces, len(before.split()) - begun) if found else ""
    for place, piece in enumerate(pieces):
        if any(word.startswith(one) for word in words(piece) for one in sought):
            return _piece(pieces, place)
    return ""


def _piece(pieces: list[str], place: int) -> str:
    first, room = place, _BEFORE
    while first and room >= len(pieces[first - 1]):
        first -= 1
        room -= len(pieces[first]) + 1
    last, room = place, _AFTER
    while last + 1 < len(pieces) and room >= len(pieces[last + 1]):
        last += 1
        room -= len(pieces[last]) + 1
    found = " ".join(pieces[first : last + 1])[: _BEFORE + _AFTER + LONGEST_WORD]
    return f"{'… ' if first else ''}{found}{' …' if last + 1 < len(pieces) else ''}"
