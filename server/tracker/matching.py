"""Whom a row of a file is about: by id, else by e-mail, else by name and institution. Pure."""

from collections.abc import Iterable

from server.core.ids import natural
from server.tracker.columns import folded
from server.tracker.entries import Entry
from server.tracker.people import Person


class People:
    """Everyone who is known, those of rows above included."""

    def __init__(self, known: Iterable[Person], merged: dict[str, str]) -> None:
        self.merged = merged
        self.by_id: dict[str, Person] = {}
        self.by_mail: dict[str, Person] = {}
        self.by_name: dict[tuple[str, str], Person] = {}
        # person -> the id of Hallway in the row that was about them
        self.taken: dict[str, str] = {}
        for person in known:
            self.add(person)

    def add(self, person: Person) -> None:
        """Make a person findable, also by what an import has just filled in; who was there first keeps the name."""
        self.by_id[person.id] = person
        for mail in person.lists.get("emails", ()):
            self.by_mail.setdefault(mail.casefold(), person)
        name = folded(person.texts.get("name", ""))
        if name:
            self.by_name.setdefault((name, folded(person.texts.get("institution", ""))), person)

    def find(self, entry: Entry) -> Person | None:
        """Return whom the entry is about; rows of one file with two ids of Hallway are two people."""
        if not entry.id:
            return self.alike(entry)
        known = self.by_id.get(self.merged.get(entry.id, entry.id))
        if not known:
            like = self.alike(entry)
            known = like if like and self.taken.get(like.id, entry.id) == entry.id else None
        self.taken[known.id if known else entry.id] = entry.id
        return known

    def alike(self, entry: Entry) -> Person | None:
        """Return who has the e-mail, else the name and institution.

        Namesakes without an institution are one person only where their e-mail addresses do not say otherwise.
        """
        mails = [mail.casefold() for mail in entry.lists.get("emails", ())]
        for mail in mails:
            if mail in self.by_mail:
                return self.by_mail[mail]
        place = folded(entry.texts.get("institution", ""))
        known = self.by_name.get((folded(entry.texts.get("name", "")), place))
        both_have_mail = bool(mails and known and known.lists.get("emails"))
        return None if both_have_mail and not place else known


def id_of(entry: Entry) -> str:
    """Return the id of a new person: the file's own, else one made of what the row says (UUIDv5)."""
    if entry.id:
        return entry.id
    mail = next(iter(entry.lists.get("emails", ())), "").casefold()
    name, place = (folded(entry.texts.get(field, "")) for field in ("name", "institution"))
    return natural(f"tracker:contact:{name}|{place}|{mail}")
