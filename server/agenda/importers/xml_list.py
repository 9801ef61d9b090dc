"""XML that only looks like a schedule: days, sessions and talks under names of its own, read as a list of objects.

Source of the rules: the import contract, sections 3.4 and 11.4. Elements become what the same file in JSON would hold.
"""

from collections import Counter
from typing import Final
from xml.etree.ElementTree import Element

from server.agenda.importers import json_list, json_rows
from server.agenda.importers.programme import Hints, Programme, RefusedFile
from server.agenda.importers.refusals import unread
from server.agenda.importers.sniff import Sample
from server.agenda.importers.xml_feed import tree_of

NAME: Final = json_list.NAME
PRIORITY: Final = 45

#: A parent's tag and a child's tag that stands in it more than once somewhere.
_Pair = tuple[str, str]


def matches(sample: Sample) -> bool:
    """Say whether the file is XML; schedules of frab and calendars have readers of their own, which come first."""
    return sample.shape == "xml"


def read(sample: Sample, hints: Hints) -> Programme:
    """Return the programme of the lists in the file; without titles it is refused."""
    sample.forget_text()
    tree = tree_of(sample.data)
    value = _value(tree, _repeated(tree))
    if not json_list.holds(value):
        value = [value]  # one item alone
        if not json_rows.holds_items(value):
            raise RefusedFile(unread(sample))
    return json_list.programme_of(value, hints, (), NAME)


def _repeated(tree: Element) -> frozenset[_Pair]:
    found: set[_Pair] = set()
    for parent in tree.iter():
        found |= {(parent.tag, tag) for tag, count in Counter(child.tag for child in parent).items() if count > 1}
    return frozenset(found)


def _value(element: Element, repeated: frozenset[_Pair]) -> object:
    """Return a text, an object, or the list that an element of like elements is."""
    if not len(element):
        text = (element.text or "").strip()
        return {**element.attrib, "name": text} if text and element.attrib else dict(element.attrib) or text
    if _is_mixed(element):
        return "".join(element.itertext()).strip()
    children = [(child.tag, _value(child, repeated)) for child in element]
    tags = {tag for tag, _ in children}
    if len(tags) == 1 and not element.attrib and any(isinstance(value, dict) for _, value in children):
        return [value for _, value in children]
    found: dict[str, object] = dict(element.attrib)
    for tag, value in children:
        if (element.tag, tag) in repeated:
            listed = found.setdefault(tag, [])
            if isinstance(listed, list):
                listed.append(value)
        else:
            found[tag] = value
    return found


def _is_mixed(element: Element) -> bool:
    """Say whether words stand between the children, as in a text with markup."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
