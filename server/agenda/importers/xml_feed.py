"""XML files through a parser that takes no document type and no entities (import contract, section 9)."""

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from server.agenda.importers import limits
from server.agenda.importers.programme import RefusedFile

_PIECE: Final = 64 * 1024  # bytes
_NOT_XML: Final = bytes(number for number in range(32) if number not in (9, 10, 13))
_ELEMENTS: Final = 20 * limits.ITEMS  # of a tree that is held whole


class Target(Protocol):
    """What the parser tells its finds to; a tag with a namespace is `namespace}name`."""

    def start(self, tag: str, attributes: dict[str, str]) -> object:
        """Opens an element."""

    def end(self, tag: str) -> object:
        """Closes an element."""

    def data(self, text: str) -> object:
        """Adds text."""

    def close(self) -> object:
        """Ends the document."""


def fed(data: bytes, target: Target, odd: Callable[[bool], None] | None = None) -> Iterator[None]:
    """Tell the file to the target and stop after each piece; a file that is no sound XML is refused.

    `odd` hears what a file of elements and text alone does not have: True for a namespace or a byte that was dropped,
    which bear on the whole file, False for a comment, an instruction or a marked section.
    """
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    # elements go to the target as they are; ElementTree would write their names anew in Python, a third of the work
    parser.parser.ordered_attributes = False
    parser.parser.StartElementHandler, parser.parser.EndElementHandler = target.start, target.end
    if odd is not None:
        _listen(parser.parser, odd)
    try:
        for part in _sound(data, odd):
            parser.feed(part)
            yield
        parser.close()
    except ParseError as fault:
        line, column = fault.position
        raise RefusedFile(f"This XML file is broken at line {line}, column {column}; download it again.") from fault
    except DefusedXmlException as fault:
        raise RefusedFile("This XML file defines entities or a document type, which is not accepted.") from fault
    except (LookupError, ValueError) as fault:
        raise RefusedFile("This XML file is written in an encoding that is not known.") from fault


def local_name(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def check_depth(depth: int) -> None:
    """Refuse more than 100 levels."""
    if depth > limits.DEPTH:
        raise RefusedFile(f"This XML file is nested more than {limits.DEPTH} levels deep.")


def tree_of(data: bytes) -> Element:
    """Return the whole tree under local names; more elements than 20 for each of 60,000 items are refused."""
    whole = _Whole()
    for _ in fed(data, whole):
        pass
    return whole.close()


class _Whole:
    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self.data = self._tree.data
        self._depth = self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Opens an element under its local name."""
        self._depth += 1
        self._count += 1
        check_depth(self._depth)
        if self._count > _ELEMENTS:
            raise RefusedFile(f"This file holds more than {limits.ITEMS:,} items.")
        self._tree.start(local_name(tag), {local_name(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Closes the innermost element."""
        self._depth -= 1
        self._tree.end(local_name(tag))

    def close(self) -> Element:
        """Return the first element."""
        return self._tree.close()


def _listen(parser: Any, odd: Callable[[bool], None]) -> None:
    parser.CommentHandler = parser.StartCdataSectionHandler = lambda *_told: odd(False)
    parser.ProcessingInstructionHandler = parser.CommentHandler
    parser.StartNamespaceDeclHandler = lambda *_told: odd(True)


def _sound(data: bytes, odd: Callable[[bool], None] | None) -> Iterator[bytes]:
    """The file piece by piece, without what no XML parser takes."""
    begin = len(data) - len(data.lstrip())
    dropped = b"" if data.startswith((b"\xff\xfe", b"\xfe\xff"), begin) else _NOT_XML
    for at in range(begin, len(data), _PIECE):
        part = data[at : at + _PIECE]
        sound = part.translate(None, dropped)
        if odd is not None and len(sound) < len(part):
            odd(True)
        yield sound
