"""Ids: made where the record is made, or derived from what they name."""

import re
from hashlib import sha1
from uuid import UUID

import uuid_utils.compat

# Made once for this project; twin: `web/src/store/ids.ts`; vectors: `tests/samples/ids.json`.
NAMESPACE = UUID("6c1f7f0a-8d0e-5b36-9a55-0f5d1c2f4a77")

_LOWER_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def natural(key: str) -> str:
    """Return the UUIDv5 of a natural key such as `target:item:<id>` (RFC 9562 section 5.5), in lower case."""
    # The standard library's uuid5 gives the same at three times the work, and an import makes tens of thousands.
    made = bytearray(sha1(NAMESPACE.bytes + key.encode(), usedforsecurity=False).digest()[:16])
    made[6] = made[6] & 0x0F | 0x50  # version 5
    made[8] = made[8] & 0x3F | 0x80  # the RFC's variant
    text = made.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def fresh() -> str:
    """Return a new UUIDv7 (RFC 9562 section 5.7), in lower case; no order is read from it."""
    return str(uuid_utils.compat.uuid7())


def is_id(value: object) -> bool:
    """Tell whether the value is an RFC 9562 UUID in lower case."""
    return isinstance(value, str) and _LOWER_UUID.fullmatch(value) is not None
