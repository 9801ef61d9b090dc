"""What the collector of items takes for one item."""

from server.agenda.importers.collect import Collector
from server.agenda.importers.kinds import Clues
from server.agenda.importers.places import Place
from server.agenda.importers.programme import Conference, Session


class Alike(str):
    """A text whose hash is that of every other."""

    def __hash__(self) -> int:
        return 1


def test_items_of_one_hash_are_told_apart_and_doubles_among_them_are_found() -> None:
    collector = Collector()
    for place, title in enumerate(("Opening", "Closing", "Opening", "Panel", "Closing")):
        collector.add(Session(title=Alike(title), source_where=f"row {place}"), Clues(title), Place())

    found = collector.programme("table", Conference("glow", "Glow 2026"))

    assert [(one.title, one.source_where) for one in found.sessions] == [
        ("Opening", "row 0"),
        ("Closing", "row 1"),
        ("Panel", "row 3"),
    ]
    assert [one.message for one in found.warnings] == ["2 items stand in the file more than once and were kept once."]
