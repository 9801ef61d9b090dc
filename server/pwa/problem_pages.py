"""The page behind a problem's `type`: its section of docs/problems.md as plain HTML."""

import html
from functools import lru_cache

from server.config import ROOT

SOURCE = ROOT / "docs" / "problems.md"


@lru_cache(maxsize=1)
def sections() -> dict[str, str]:
    """Return the text under each `## slug` heading of docs/problems.md."""
    parts = SOURCE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {heading.strip(): body.strip() for heading, _, body in (part.partition("\n") for part in parts)}


def page(slug: str) -> str | None:
    """Return a small page for the problem type, None where there is no such type."""
    body = sections().get(slug)
    if body is None:
        return None
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in body.split("\n\n"))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(slug)} - Hallway</title><h1>{html.escape(slug)}</h1>{paragraphs}</html>"
    )
