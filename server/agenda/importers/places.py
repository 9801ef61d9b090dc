"""Rooms in a cell or a LOCATION, with a format, a track or a link beside them (import contract, 8 and 11.3)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from server.agenda.importers.kinds import is_format, is_type_word
from server.agenda.importers.text import plain

_LINK: Final = re.compile(r"https?://[^\s<>\"']{1,2000}", re.IGNORECASE)
_MOST: Final = 50  # rooms in one cell
_MOST_KEPT: Final = 1_024  # answers for cells already seen, since a meeting has few rooms
_LONGEST_KEPT: Final = 200  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """What a place cell tells; `room` is the names joined by "; "."""

    rooms: tuple[str, ...] = ()
    track: str = ""  # "Workshop" in "On site; Workshop"
    links: tuple[str, ...] = ()

    @property
    def room(self) -> str:
        """The names as one text."""
        return "; ".join(self.rooms)


def place_in(cell: str) -> Place:
    """The rooms, the track and the links of a cell; "Online" or "Zoom" is no room."""
    return _kept(cell) if len(cell) <= _LONGEST_KEPT else _read(cell)


def _read(cell: str) -> Place:
    links = tuple(dict.fromkeys(_LINK.findall(cell)))
    pieces = [plain(piece).strip(" ,") for piece in _LINK.sub(" ", cell).split(";")[:_MOST]]
    told = [piece for piece in dict.fromkeys(pieces) if piece and not is_format(piece)]
    several = len([piece for piece in pieces if piece]) > 1
    tracks = [piece for piece in told if several and is_type_word(piece)]
    rooms = tuple(piece for piece in told if piece not in tracks)
    return Place(rooms, "; ".join(tracks), links)


_kept = lru_cache(_MOST_KEPT)(_read)
