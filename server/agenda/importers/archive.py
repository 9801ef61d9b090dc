"""What a zip archive holds, without unpacking it to disk, and the proof that it is no bomb.

Bounds: the import contract, section 9: 2,000 members, 250 MB unpacked, ratio 100, no nested zip, no path with "..".
"""

import io
import zipfile
import zlib
from typing import Final

from server.agenda.importers import limits
from server.agenda.importers.programme import RefusedFile

_TOO_LARGE: Final = "This archive unpacks to far more than a programme can be, so it was not opened."
_NESTED: Final = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".xz", ".bz2")


def members(data: bytes) -> tuple[zipfile.ZipInfo, ...]:
    """The archive's files within the bounds; anything else is refused in one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = tuple(info for info in archive.infolist() if not info.is_dir())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as fault:
        raise RefusedFile("This zip archive is broken or incomplete; download it again.") from fault
    _check_names(found)
    if sum(info.file_size for info in found) > _allowed(data) or _unpacked(data, found) > _allowed(data):
        raise RefusedFile(_TOO_LARGE)
    return found


def _allowed(data: bytes) -> int:
    return min(limits.ZIP_BYTES, limits.ZIP_RATIO * len(data))


def _check_names(found: tuple[zipfile.ZipInfo, ...]) -> None:
    if len(found) > limits.ZIP_MEMBERS:
        raise RefusedFile(f"This archive holds more than {limits.ZIP_MEMBERS:,} files.")
    for info in found:
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise RefusedFile("This archive holds a path that leads outside of it, so it was not opened.")
        if info.filename.lower().endswith(_NESTED):
            raise RefusedFile("This archive holds another archive; unpack it and choose the file inside.")
        if info.flag_bits & 1:
            raise RefusedFile("This archive is locked with a password; save it without one.")


def _unpacked(data: bytes, found: tuple[zipfile.ZipInfo, ...]) -> int:
    """Bytes that really come out, counted until the bound is passed: headers can lie about it."""
    total = 0
    for info in found:
        total += _inflated(data, info, _allowed(data) - total)
        if total > _allowed(data):
            break
    return total


def _inflated(data: bytes, info: zipfile.ZipInfo, bound: int) -> int:
    if info.compress_type == zipfile.ZIP_STORED:
        return info.compress_size
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise RefusedFile("This archive is packed in an unusual way; save it again as an ordinary zip.")
    header = info.header_offset
    start = header + 30 + int.from_bytes(data[header + 26 : header + 28], "little")
    start += int.from_bytes(data[header + 28 : header + 30], "little")
    return _count(memoryview(data)[start : start + info.compress_size], bound)


def _count(packed: memoryview, bound: int) -> int:
    stream, total, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, bytes(packed)
    try:
        while rest and not stream.eof and total <= bound:
            total += len(stream.decompress(rest, limits.READ_BYTES))
            rest = stream.unconsumed_tail
    except zlib.error as fault:
        raise RefusedFile("This zip archive is broken or incomplete; download it again.") from fault
    return total
