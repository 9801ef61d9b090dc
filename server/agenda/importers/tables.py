"""Tables to a programme: shared by delimited files, sheets and every list of flat records.

Pure. Source of the rules: the import contract, sections 2, 4, 5 and 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from server.agenda.importers import meeting_days, table_mapping, table_pages, table_times
from server.agenda.importers.cells import text_of
from server.agenda.importers.collect import Collector
from server.agenda.importers.dates import read_moment
from server.agenda.importers.drafts import Draft, items_of
from server.agenda.importers.item_sessions import Setting, conference, programme_of_items
from server.agenda.importers.outline_rows import Found
from server.agenda.importers.programme import Hints, MappedTable, Programme, RefusedFile, Role, Untitled, Warned
from server.agenda.importers.table_parents import arranged, day_of_sheet
from server.agenda.importers.table_people import column_habits, people_of
from server.agenda.importers.table_rows import Listing, Record, Table, grouped, read_listing
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
    lists = {number: listing for number, listing in listings if number not in pages}
    rest = list(lists.values())
    titled = [(listing, grouped(listing)) for listing in rest if listing.layout.has("title")]
    drafts = [draft for number in sorted(pages) for draft in pages[number].drafts]
    if not titled and not drafts:
        people = [listing for listing in rest if _is_people_only(listing)]
        if people:
            return _people_only(people, hints, noticed, name)
        choices = _choices(tables, lists)
        if choices and (headed := _with_known_titles(choices, hints)):
            return programme_of(tables, headed, noticed, name)
        sentence = _refusal(tables, rest)
        raise Untitled(sentence, choices) if choices else RefusedFile(sentence)
    items = [*items_of(drafts), *arranged(titled, days)]
    records = {id(listing): found for listing, found in titled}
    setting = _setting(tables, [listing for listing, _ in titled], drafts, days, hints)
    mapping = _mapping(tables, pages, lists, records)
    told = (*noticed, *_warnings_of_rows([listing for listing in rest if listing.records]))
    found = programme_of_items(items, replace(setting, noticed=told, mapping=mapping), name)
    return replace(found, warnings=(*table_mapping.remarks(mapping), *found.warnings))


def _mapping(
    tables: Sequence[Table],
    pages: Mapping[int, Found],
    lists: Mapping[int, Listing],
    records: Mapping[int, list[Record]],
) -> tuple[MappedTable, ...]:
    """Return what a person may correct, in the file's order; `records` are those of a titled list, by its `id`."""
    found: list[MappedTable] = []
    for number, table in enumerate(tables):
        if page := pages.get(number):
            rows = len(table.rows)
            found.append(
                replace(page.table, names=(table.name,)) if page.table else MappedTable("", (table.name,), rows)
            )
        elif listing := lists.get(number):
            told = records.get(id(listing), listing.records)
            found.append(table_mapping.mapped(listing.key, table, listing.layout, told))
    return table_mapping.together(found)


def _pages(
    tables: Sequence[Table], listings: Mapping[int, Listing], days: Mapping[str, str], hints: Hints
) -> dict[int, Found]:
    """Return the items of the tables that are laid out like a page, by the table's place in the file."""
    found: dict[int, Found] = {}
    for number, table in enumerate(tables):
        day = days.get(table.name, "")
        listing = listings.get(number)
        gridded = table_pages.grid_of(table, day)
        if gridded:
            found[number] = Found(gridded)
        elif listing is None or not listing.layout.proposes_title or table_pages.names_days_in_rows(listing):
            page = table_pages.page_of(table, day, hints.mapping)
            found |= {number: page} if page.drafts else {}
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
    mapping = table_mapping.together(
        table_mapping.mapped(one.key, one.table, one.layout, one.records) for one in listings
    )
    return replace(found, people=collector.roster.people(used), warnings=warnings, mapping=mapping)


def _choices(tables: Sequence[Table], lists: Mapping[int, Listing]) -> tuple[MappedTable, ...]:
    """Return the columns that a person may choose from, where none was found to hold titles."""
    found: list[MappedTable] = []
    for number, table in enumerate(tables):
        listing = lists.get(number)
        if listing is not None:
            found.append(table_mapping.mapped(listing.key, table, listing.layout, listing.records))
        elif choice := table_mapping.choosable(table):
            found.append(choice)
    return table_mapping.together(found)


def _with_known_titles(choices: Sequence[MappedTable], hints: Hints) -> Hints | None:
    """Return the hints with the header rows that name a title beside words that are not known, None without any."""
    mapping = dict(hints.mapping or {})
    for choice in choices:
        if any(column.field == "title" for column in choice.columns):
            mapping.setdefault(choice.key, {})
    return replace(hints, mapping=mapping) if len(mapping) > len(hints.mapping or {}) else None


def _refusal(tables: Sequence[Table], listings: Sequence[Listing]) -> str:
    heads = [guess.header for listing in listings for guess in listing.guesses if guess.header.strip()]
    first = next((row for table in tables for row in table.rows if any(text_of(cell) for cell in row)), [])
    names = heads or [text_of(cell) for cell in first if text_of(cell)]
    shown = ", ".join(f"“{plain(name)[:40]}”" for name in dict.fromkeys(names[:_MOST_NAMED]))
    return f"No title column was found; choose one. The columns are: {shown or 'none'}."
