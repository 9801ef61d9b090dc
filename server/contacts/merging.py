"""Contacts that a student found to be one person: who stands for whom; twin of `web/src/store/merging.ts`.

A merge is one field, `merged_into`; nothing that hangs on the merged contact is rewritten. Every reader asks here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.contacts.models import Contact
from server.core.db import db
from server.core.ids import natural
from server.core.prepared import Prepared
from server.sync.mine import USER, mine

BATCH = 5_000  # ids in one query
_MERGED = Prepared(
    mine(Contact, USER)
    .with_only_columns(Contact.id, Contact.merged_into, Contact.deleted)
    .where(Contact.merged_into.is_not(None))
)


@dataclass(frozen=True, slots=True)
class Merges:
    """Who stands for whom among a student's contacts.

    `survivors`: the id of each merged contact and of the one that stands for it. `links`: the same as it was said, with
    contacts that are in the bin.
    """

    survivors: Mapping[str, str]
    links: Mapping[str, str]

    def of(self, contact_id: str) -> str:
        """Return the contact that stands for this one: itself, unless it was merged."""
        return self.survivors.get(contact_id, contact_id)

    def together(self, contact_ids: Iterable[str]) -> set[str]:
        """Return these contacts with all that any merge ties to them, over whatever stands between."""
        found = set(contact_ids)
        beside: dict[str, list[str]] = {}
        for one, into in self.links.items():
            beside.setdefault(one, []).append(into)
            beside.setdefault(into, []).append(one)
        left = list(found)
        while left:
            new = set(beside.get(left.pop(), ())) - found
            found |= new
            left += new
        return found


def survivors(live: Mapping[str, str | None]) -> dict[str, str]:
    """Return id -> survivor of each merged contact, from the id and the `merged_into` of everyone not in the bin.

    A merge into someone who is not there does not count. Where merges go round in a circle, as two phones can make
    them, the lowest id of the circle stands for the others.
    """
    ends: dict[str, str] = {}
    for start in live:
        way: dict[str, None] = {}
        at = start
        while at not in ends and at not in way:
            way[at] = None
            into = live[at]
            at = into if into in live and into is not None else at
        circle = list(way)[list(way).index(at) :] if at in way else []
        end = min(circle) if circle else ends[at]
        ends |= dict.fromkeys(way, end)
    return {one: end for one, end in ends.items() if one != end}


def read(user_id: str) -> Merges:
    """Return the merges of a student; costs one query for who merged nobody."""
    rows = _MERGED.all(user=user_id)
    links = {one: into for one, into, _deleted in rows}
    live = {one: into for one, into, deleted in rows if not deleted}
    live |= dict.fromkeys(_live(user_id, set(links.values()) - links.keys()))
    return Merges(survivors(live), links)


def standing(rows: Collection[Any], survivor: str) -> list[Any]:
    """Return the follow-up rows of one person that count: what was done to the survivor's own step goes before."""
    own = {row.id for row in rows if row.contact == survivor and not row.deleted}
    return [row for row in rows if row.contact == survivor or _step_of(survivor, row) not in own]


def _step_of(survivor: str, row: Any) -> str:
    return natural(f"followup:{survivor}:{row.step}:{row.cycle or '0'}")


def _live(user_id: str, contact_ids: Collection[str]) -> Iterator[str]:
    ordered = sorted(contact_ids)
    for start in range(0, len(ordered), BATCH):
        live = mine(Contact, user_id).with_only_columns(Contact.id).where(Contact.deleted.is_(False))
        yield from db.session.scalars(live.where(Contact.id.in_(ordered[start : start + BATCH])))
