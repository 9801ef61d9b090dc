"""Bounds on what a file may hold. Source: the import contract, section 9 (`docs/agenda.md`)."""

from typing import Final

FILE_BYTES: Final = 50 * 1024 * 1024  # "50 MB", counted while reading
READ_BYTES: Final = 1024 * 1024  # one step of reading
ITEMS: Final = 60_000
SHEETS: Final = 200
COLUMNS: Final = 2_000
CELL_BYTES: Final = 100_000
DEPTH: Final = 100  # nesting of JSON and XML

ZIP_MEMBERS: Final = 2_000
ZIP_BYTES: Final = 250 * 1024 * 1024  # all members unpacked
ZIP_RATIO: Final = 100  # unpacked to packed, over the whole archive

OCCURRENCES: Final = 500  # of one repeated calendar event
WINDOW_DAYS: Final = 366  # of repeated calendar events
ENTITY_ROUNDS: Final = 2  # "&amp;#x27;" is decoded twice, never more
WARNINGS: Final = 200  # listed one by one; further ones are counted
PEOPLE_OF_ITEM: Final = 500
