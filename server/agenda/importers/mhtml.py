"""Pages that a browser saved as one file with their pictures (MHTML): the page inside (RFC 2557). Pure."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import Final

from server.agenda.importers.programme import RefusedFile
from server.agenda.importers.sniff import Sample
from server.agenda.importers.text import decode

_HEAD: Final = 4_096
_MARK: Final = re.compile(rb"^content-type:\s{0,5}multipart/related", re.IGNORECASE | re.MULTILINE)
_PARTS: Final = 2_000
_BROKEN: Final = "This saved page is broken; save it again as “web page, HTML only”, or copy its text."


def is_archive(sample: Sample) -> bool:
    """Say whether the file begins like a page packed with its pictures."""
    head = sample.data[:_HEAD]
    return not head.lstrip().startswith(b"<") and b"MIME-Version" in head and _MARK.search(head) is not None


def page_of(data: bytes) -> str:
    """Return the first page inside; a file without one is refused."""
    try:
        message = message_from_bytes(data)
        for number, part in enumerate(message.walk()):
            if number < _PARTS and part.get_content_type() == "text/html":
                return _text(part)
    except (MessageError, ValueError, LookupError, RecursionError) as fault:
        raise RefusedFile(_BROKEN) from fault
    raise RefusedFile(_BROKEN)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or ""
    try:
        return body.decode(charset) if charset else decode(body).text
    except (LookupError, UnicodeDecodeError):
        return decode(body).text
