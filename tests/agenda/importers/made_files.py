"""Makers of files that are no text: workbooks from sheets in JSON, archives of several files."""

import io
import zipfile
from datetime import date, datetime, time
from html import escape
from typing import Any

from openpyxl import Workbook

_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)


def xlsx(sheets: dict[str, Any]) -> bytes:
    """Return a workbook; a sheet is a list of rows, or {"rows", "merged": ["B1:C1", ...]}."""
    book = Workbook()
    book.remove(book.active)
    for name, told in sheets.items():
        page = book.create_sheet(name)
        rows = told["rows"] if isinstance(told, dict) else told
        for row in rows:
            page.append([cell_of(one) for one in row])
        for place in told["merged"] if isinstance(told, dict) else ():
            page.merge_cells(place)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cell_of(value: Any) -> Any:
    """Return a cell: {"date": ...}, {"time": ...} and {"datetime": ...} are true moments, all else is itself."""
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return {"date": date, "time": time, "datetime": datetime}[kind].fromisoformat(text)


def ods(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Return an OpenDocument spreadsheet of texts."""
    tables = []
    for name, rows in sheets.items():
        lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        tables.append(f'<table:table table:name="{escape(name)}">{lines}</table:table>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/></manifest:manifest>'
    )
    return archive({"mimetype": _ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: Any) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def archive(files: dict[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, held in files.items():
            packed.writestr(name, held)
    return target.getvalue()
