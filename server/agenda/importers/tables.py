"""Tables to a programme: shared by delimited files, sheets and every list of flat records.

Pure. Source of the rules: the import contract, sections 2, 4, 5 and 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from server.agenda.importers import meeting_days, table_pages, table_times
from server.agenda.importers.cells import text_of
from server.agenda.importers.collect import Collector
from server.agenda.importers.dates import read_moment
from server.agenda.importers.drafts import Draft, items_of
from server.agenda.importers.item_sessions import Setting, conference, programme_of_items
from server.agenda.importers.programme import Hints, Programme, RefusedFile, Role, Warned
from server.agenda.importers.table_parents import arranged, day_of_sheet
from server.agenda.importers.table_people import column_habits, people_of
from server.agenda.importers.table_rows import Listing, Table, grouped, read_listing
from server.agenda.importers.text import plain

FORMAT = "table"
_MOST_NAMED = 30  # columns named in a refusal


def programme_of(
    tables: Sequence[Table], hints: Hints, noticed: Iterable[Warned] = (), name: str = FORMAT
) -> Programme:
    """Return the programme of a file's tables; one without a title column is refused with the columns found."""
    days = table_pages.sheet_days(tables)
    listings = [(n, listing) for n, table in enumerate(tables) if (listing := read_listing(table, hints.mapping))]
    pages = _pages(tables, dict(listings), days, hints)
    rest = [listing for number, listing in listings if not pages.get(number)]
    titled = [listing for listing in rest if listing.layout.has("title")]
    drafts = [draft for number in sorted(pages) for draft in pages[number]]
    if not titled and not drafts:
        people = [listing for listing in rest if _is_people_only(listing)]
        if people:
            return _people_only(people, hints, noticed, name)
        raise RefusedFile(_refusal(tables, rest))
    items = [*items_of(drafts), *arranged([(listing, grouped(listing)) for listing in titled])]
    setting = _setting(tables, titled, drafts, days, hints)
    filled = [listing for listing in rest if listing.records]
    return programme_of_items(items, replace(setting, noticed=(*noticed, *_warnings_of_rows(filled))), name)


def _pages(
    tables: Sequence[Table], listings: Mapping[int, Listing], days: Mapping[str, str], hints: Hints
) -> dict[int, list[Draft]]:
    """Return the items of the tables that are laid out like a page, by the table's place in the file."""
    found: dict[int, list[Draft]] = {}
    for number, table in enumerate(tables):
        day = days.get(table.name, "")
        listing = listings.get(number)
        gridded = table_pages.grid_of(table, day)
        if gridded:
            found[number] = gridded
        elif listing is None or not listing.layout.has("title") or table_pages.names_days_in_rows(listing):
            found[number] = table_pages.page_of(table, day, hints.mapping)
    return found


def _setting(
    tables: Sequence[Table], titled: Sequence[Listing], drafts: Sequence[Draft], sheets: Mapping[str, str], hints: Hints
) -> Setting:
    texts = [text for listing in titled for text in (listing.table.name, *listing.above)]
    days = [str(day) for draft in drafts for day in draft.fields.get("day", [])]
    heads = [text_of(cell) for table in tables for row in table.rows[:5] for cell in row[:5]]
    named = {name: moment.day for name, day in sheets.items() if (moment := read_moment(day))}
    return Setting(
        hints=hints,
        known=meeting_days.known(hints, [*texts, *heads], days) if drafts else table_times.known_days(hints, texts),
        habits=column_habits(titled),
        sheet_days=named | {each.table.name: day for each in titled if (day := day_of_sheet(each)) is not None},
        prose=bool(titled) and not any(listing.layout.people_fields for listing in titled),
        bare_posters=not drafts,
        mapping=max(titled, key=lambda listing: len(listing.records)).guesses if titled else (),
    )


def _warnings_of_rows(listings: Sequence[Listing]) -> list[Warned]:
    found = [Warned(where, message) for listing in listings for where, message in listing.warnings]
    untitled = [listing for listing in listings if not listing.layout.has("title")]
    message = "No title column was found here; the sheet was left out."
    return [*found, *(Warned(f"sheet {listing.table.name}", message) for listing in untitled)]


def _is_people_only(listing: Listing) -> bool:
    names = set(listing.layout.index) - {"mail", "role", "person_id", "degrees", "link", "id", "status", "language"}
    return bool(listing.layout.people_fields) and names <= set(listing.layout.people_fields)


def _people_only(listings: Sequence[Listing], hints: Hints, noticed: Iterable[Warned], name: str) -> Programme:
    collector = Collector()
    habits = column_habits(listings)
    used: dict[str, set[Role]] = {}
    for record in (record for listing in listings for record in listing.records):
        for named, person_id in people_of(record, habits)[0]:
            key = collector.roster.add(named, person_id or record.code("id") or None)
            used.setdefault(key, set()).add(named.role)
    found = collector.programme(name, conference(Setting(hints)))
    warnings = (*noticed, *found.warnings)
    return replace(found, people=collector.roster.people(used), warnings=warnings, mapping=listings[0].guesses)


def _refusal(tables: Sequence[Table], listings: Sequence[Listing]) -> str:
    heads = [guess.header for listing in listings for guess in listing.guesses if guess.header.strip()]
    first = next((row for table in tables for row in table.rows if any(text_of(cell) for cell in row)), [])
    names = heads or [text_of(cell) for cell in first if text_of(cell)]
    shown = ", ".join(f"“{plain(name)[:40]}”" for name in dict.fromkeys(names[:_MOST_NAMED]))
    return f"No title column was found; choose one. The columns are: {shown or 'none'}."
