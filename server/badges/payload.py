"""The text of a badge code to a Reading. Pure; `web/src/scanner/payload.ts` gives equal results.

Rules: docs/badges.md, section 3. Both sides read `tests/samples/badges.json`.
"""

from collections.abc import Callable

from server.badges.addresses import hallway, url
from server.badges.delimited import delimited
from server.badges.draft import Draft
from server.badges.json_codes import json_id, json_person
from server.badges.mecard import bizcard, mecard
from server.badges.messages import email, tel
from server.badges.notices import geo, other, storable, wifi
from server.badges.reading import Kind, Reading, clean, trim
from server.badges.vcard import vcard

__all__ = ["Reading", "read", "storable"]

# In this order; "other" stands before the kinds that take any text, so that an event is not a list of fields.
_KINDS: tuple[tuple[Kind, Callable[[str], Draft | None]], ...] = (
    ("hallway", hallway),
    ("vcard", vcard),
    ("mecard", mecard),
    ("bizcard", bizcard),
    ("wifi", wifi),
    ("geo", geo),
    ("other", other),
    ("email", email),
    ("tel", tel),
    ("url", url),
    ("json-id", json_id),
    ("delimited", json_person),
    ("delimited", delimited),
)


def read(text: str) -> Reading:
    """What the text of a code says; never fails. `raw` is the text as given, `None` if it must not be kept."""
    raw = text if storable(text) else None
    cleaned = clean(text)
    for kind, reader in _KINDS:
        draft = reader(cleaned)
        if draft is not None:
            return draft.reading(kind, raw)
    return Draft(id=trim(cleaned)).reading("opaque", raw)
