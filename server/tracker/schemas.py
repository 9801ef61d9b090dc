"""What is asked of the tracker, and what an import tells."""

from marshmallow import Schema
from marshmallow.fields import Boolean, Integer, List, Nested, String
from marshmallow.validate import OneOf


class TrackerQuery(Schema):
    """How days like 3/4/2026 are meant, where the file does not say."""

    days = String(validate=OneOf(("dmy", "mdy")), metadata={"description": "day first or month first"})


class TouchedRow(Schema):
    """A row of the file about a person, and the columns that make or change something."""

    row = Integer(required=True)
    name = String(required=True)
    contact = String(required=True)
    columns = List(String(), required=True)


class DeletedRow(TouchedRow):
    """A row about a person in the bin, who is left there."""

    why = String(required=True)


class DifferentCell(Schema):
    """A cell that says something else than Hallway does, which is left."""

    row = Integer(required=True)
    name = String(required=True)
    contact = String(required=True)
    column = String(required=True)
    here = String(required=True)
    file = String(required=True)


class CellFault(Schema):
    """A cell that was not understood, and why."""

    row = Integer(required=True)
    column = String(required=True)
    value = String(required=True)
    why = String(required=True)


class TrackerCounts(Schema):
    """How many lines each list would have without its bound of 200."""

    new = Integer(required=True)
    filled = Integer(required=True)
    different = Integer(required=True)
    deleted = Integer(required=True)
    faults = Integer(required=True)


class TrackerReport(Schema):
    """What a file does, or has done."""

    rows = Integer(required=True)
    same = Integer(required=True, metadata={"description": "rows that say nothing new"})
    columns = List(String(), required=True)
    unknown_columns = List(String(), required=True)
    days_open = Boolean(required=True, metadata={"description": "ask whether its days are day first"})
    counts = Nested(TrackerCounts, required=True)
    new = List(Nested(TouchedRow), required=True)
    filled = List(Nested(TouchedRow), required=True)
    different = List(Nested(DifferentCell), required=True)
    deleted = List(Nested(DeletedRow), required=True)
    faults = List(Nested(CellFault), required=True)
