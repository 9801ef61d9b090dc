"""The files of an Open Event export and the shapes of its records: keys with "-" or "_", JSON:API resources. Pure."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from server.agenda.importers.json_values import code, items, record, records
from server.agenda.importers.programme import RefusedFile

_FILES: Final = frozenset({"event", "sessions", "speakers", "tracks", "microlocations", "session_types"})
_TYPES: Final = {
    "session": "sessions", "speaker": "speakers", "track": "tracks", "microlocation": "microlocations",
    "session_type": "session_types", "event": "event",
}  # fmt: skip


def members_of(names: Iterable[str]) -> dict[str, str]:
    """Return the archive's files by what they hold; the name in the archive may have a folder and an extension."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda each: (each.count("/"), each)):
        stem = name.rsplit("/", 1)[-1].lower().removesuffix(".json").replace("-", "_")
        if stem in _FILES and not name.startswith("__MACOSX"):
            found.setdefault(stem, name)
    return found


def contents(data: bytes, names: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of an archive's files by name; the archive was proved to be within the bounds before."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise RefusedFile("This zip archive is broken or incomplete; download it again.") from fault


def plain_keys(value: object) -> dict[str, object]:
    """Return an object with its keys written with "_"; {} for anything else."""
    return {key.replace("-", "_"): inner for key, inner in record(value).items()}


def unfolded(root: dict[str, object]) -> dict[str, object]:
    """Return the lists of a JSON:API answer by name; each resource has its fields and its related objects by id."""
    data = root.get("data")
    resources = [*(records(data) or records([data])), *records(root.get("included"))]
    whole: dict[str, object] = {}
    for resource in resources:
        name = _TYPES.get(str(resource.get("type")).replace("-", "_"))
        if name == "event":
            whole.setdefault("event", _fields(resource))
        elif name:
            listed = items(whole.setdefault(name, []))
            listed.append(_fields(resource))
    return whole


def _fields(resource: dict[str, object]) -> dict[str, object]:
    """Return the fields of a resource (JSON:API 1.1, section 7.2): id, attributes, and related objects as {"id"}."""
    fields: dict[str, object] = {"id": code(resource.get("id")), **plain_keys(resource.get("attributes"))}
    for name, relation in plain_keys(resource.get("relationships")).items():
        related = record(relation).get("data")
        if related is not None:
            fields[name] = related
    return fields
