"""Reads one saved page from standard input and writes its headings, lines and tables as JSON: a process of its own.

Some pages of a few kilobytes keep any parser busy for minutes, so that this runs under a timer and a memory limit. It
imports nothing of Hallway, so that it starts fast and has nothing to lose; scripts never run, nothing is loaded. The
server, which knows this file for its place, does not load selectolax: the process does.
Written blocks: ["h", level, text, marks, links], ["l", text, apart, listed, links], ["t", rows of [names, cells]] with
cells [text, across, down, is header, names, links]. Source of the rules: the import contract, section 9.
"""

import gc
import json
import re
import resource
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

TOO_LARGE = 5
_SILENT = frozenset({
    "head", "script", "style", "template", "select", "option", "datalist", "svg", "canvas", "iframe", "object",
    "nav", "audio", "video", "map",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main",
    "menu", "ol", "p", "pre", "section", "summary", "ul", "caption", "table", "tbody", "thead", "tfoot", "tr",
    "td", "th", "noscript",
})  # fmt: skip
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SPACE = re.compile(r"[ \t\r\f\xa0]+")
_NODES = 3_000_000
_CELLS = 400_000
_LINKS = 20  # of one block
_LAYOUT_LINES = 40  # a cell with more holds a part of the page, not a value


class _Flow:
    """Text that runs on until a block ends it."""

    def __init__(self) -> None:
        self.blocks: list[list[Any]] = []
        self.parts: list[str] = []
        self.links: list[str] = []
        self.level = 0  # of the heading that is open
        self.listed = False
        self.apart = True

    def end(self, marks: list[str]) -> None:
        """Closes the open line or heading; a line break makes several lines of it."""
        if not self.parts:
            return
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self.parts).split("\n")]
        lines = [line for line in lines if line]
        links = list(dict.fromkeys(self.links))[:_LINKS]
        if lines and self.level:
            self.blocks.append(["h", self.level, " ".join(lines), marks[:_LINKS], links])
        else:
            for number, line in enumerate(lines):
                first = number == 0
                self.blocks.append(["l", line, first and self.apart, first and self.listed, links if first else []])
        if lines:
            marks.clear()
            self.apart = self.listed = False
        self.parts, self.links = [], []


class _Table:
    """A table that is open."""

    def __init__(self, outer: _Flow) -> None:
        self.outer = outer
        self.rows: list[list[Any]] = []
        self.cells: list[tuple[_Flow, list[Any]]] = []

    def close(self) -> None:
        """Adds the table to the text around it, or what its cells hold when it only lays out the page."""
        if self._is_layout():
            for flow, _ in self.cells:
                self.outer.blocks += flow.blocks
                self.outer.apart = True
            return
        for flow, cell in self.cells:
            cell[0] = "\n".join(_text(block) for block in flow.blocks)
            cell[5] = list(dict.fromkeys(link for block in flow.blocks for link in block[-1]))[:_LINKS]
        rows = [row for row in self.rows if row[1]]
        if rows:
            self.outer.blocks.append(["t", rows])

    def _is_layout(self) -> bool:
        if any(block[0] == "t" or len(flow.blocks) > _LAYOUT_LINES for flow, _ in self.cells for block in flow.blocks):
            return True
        if max((len(row[1]) for row in self.rows), default=0) < 2:
            return True
        return len(self.rows) < 3 and any(block[0] == "h" for flow, _ in self.cells for block in flow.blocks)


def _text(block: list[Any]) -> str:
    return str(block[2] if block[0] == "h" else block[1])


class _Reader:
    def __init__(self) -> None:
        self.flows = [_Flow()]
        self.tables: list[_Table] = []
        self.marks: list[str] = []
        self.raised = False
        self.kept = 0  # elements that keep their line ends
        self.cells = 0

    @property
    def flow(self) -> _Flow:
        return self.flows[-1]

    def enter(self, node: "LexborNode", tag: str) -> bool:
        """Opens an element; False leaves out what is inside."""
        if tag in _SILENT:
            return False
        names = node.attributes
        if (mark := names.get("id") or (names.get("name") if tag == "a" else None)) and len(self.marks) < _LINKS:
            self.marks.append(mark[:200])
        if tag in _BLOCKS or tag in _HEADINGS:
            self._open_block(tag)
        if tag in ("table", "tr", "td", "th"):
            self._open_table_part(tag, names)
        elif tag == "br":
            self.flow.parts.append("\n")
        elif tag == "a" and (link := names.get("href")):
            self.flow.links.append(link.strip()[:2000])
        elif tag == "sup":
            self.raised = True
        elif tag == "pre":
            self.kept += 1
        return True

    def leave(self, tag: str) -> None:
        """Closes an element."""
        if tag in _BLOCKS or tag in _HEADINGS:
            self.flow.end(self.marks)
        if tag in _HEADINGS:
            self.flow.level, self.flow.apart = 0, True
        elif tag in ("td", "th") and len(self.flows) > 1:
            self.flows.pop()
        elif tag == "table" and self.tables:
            self.tables.pop().close()
            self.flow.apart = True
        elif tag == "sup":
            self.raised = False
        elif tag == "pre":
            self.kept -= 1

    def text(self, text: str) -> None:
        """Adds text; a raised number behind a name stands apart from it."""
        before = self.flow.parts[-1] if self.flow.parts else ""
        if self.raised and before[-1:].isalpha() and text.strip(" ,0123456789*") == "":
            self.flow.parts.append(" ")
        self.flow.parts.append(text if self.kept else text.replace("\n", " "))

    def _open_block(self, tag: str) -> None:
        self.flow.end(self.marks)
        self.flow.apart = True
        if tag == "li":
            self.flow.listed = True
        if tag in _HEADINGS:
            self.flow.level = int(tag[1])

    def _open_table_part(self, tag: str, names: dict[str, str | None]) -> None:
        if tag == "table":
            self.tables.append(_Table(self.flow))
        elif tag != "tr":
            self._open_cell(tag, names)
        elif self.tables:
            self.tables[-1].rows.append([_names(names), []])

    def _open_cell(self, tag: str, names: dict[str, str | None]) -> None:
        flow = _Flow()
        self.cells += 1
        if self.cells > _CELLS:
            raise MemoryError
        table = self.tables[-1] if self.tables else None
        if table is not None and table.rows:
            cell: list[Any] = [
                "",
                _span(names.get("colspan")),
                _span(names.get("rowspan")),
                tag == "th",
                _names(names),
                [],
            ]
            table.rows[-1][1].append(cell)
            table.cells.append((flow, cell))
        self.flows.append(flow)


def _span(written: str | None) -> int:
    digits = (written or "1").strip()[:9]
    return max(1, min(int(digits), 60_000)) if digits.isascii() and digits.isdigit() else 1


def _names(names: dict[str, str | None]) -> str:
    return (names.get("class") or "")[:200]


def read(page: str) -> dict[str, Any]:
    """Return {"title", "url", "blocks"} of a page; walks without recursion."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    reader = _Reader()
    node, depth, nodes = tree.root, 0, 0
    while node is not None and (nodes := nodes + 1) <= _NODES:
        opened = _open(reader, node)
        following = node.first_child if opened else None
        if following is not None:
            node, depth = following, depth + 1
        else:
            if opened:
                reader.leave(node.tag or "")
            node, depth = _after(reader, node, depth)
    if nodes > _NODES:
        raise MemoryError
    reader.flows[0].end(reader.marks)
    return {"title": _title(tree), "url": _address(tree), "blocks": reader.flows[0].blocks}


def _open(reader: _Reader, node: "LexborNode") -> bool:
    """Enters an element or adds a text; says whether it is an element whose inside is read."""
    if node.is_text_node:
        reader.text(node.text_content or "")
        return False
    return node.is_element_node and reader.enter(node, node.tag or "")


def _after(reader: _Reader, node: "LexborNode", depth: int) -> "tuple[LexborNode | None, int]":
    """Return the node to read after this one, leaving the elements that end before it."""
    here: LexborNode | None = node
    while here is not None and depth > 0:
        if (following := here.next) is not None:
            return following, depth
        here, depth = here.parent, depth - 1
        if here is not None:
            reader.leave(here.tag or "")
    return None, 0


def _title(tree: "LexborHTMLParser") -> str:
    found = tree.css_first("title")
    return found.text(deep=False)[:300] if found is not None else ""


def _address(tree: "LexborHTMLParser") -> str:
    for query, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        found = tree.css_first(query)
        if found is not None and (said := found.attributes.get(name)):
            return said[:2000]
    return ""


def main(arguments: list[str]) -> int:
    """Write the page as JSON; return 0, or a number when it holds too much."""
    memory, seconds = map(int, arguments)
    read("")  # loads the parser before memory is bounded, so that its place never runs out
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # the first limit says which one it was
    gc.disable()  # a page makes no cycles, only many lists
    try:
        json.dump(read(sys.stdin.buffer.read().decode("utf-8", "replace")), sys.stdout, ensure_ascii=True)
    except MemoryError:
        return TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
