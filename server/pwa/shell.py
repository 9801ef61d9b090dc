"""What the built web app is made of, read once at start. Pure but for reading files."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

# Paths of the client's router; each is answered with the shell, everything else is 404.
PAGES = (
    "/",
    "/agenda/<id>",
    "/people/<id>",
    "/people/import",
    "/people/tracker",
    "/people/<id>/history",
    "/same",
    "/unnamed",
    "/persons/<id>",
    "/followups/<id>",
    "/followups/draft/<id>",
    "/plan",
    "/scan",
    "/badge",
    "/changes",
    "/people",
    "/followups",
    "/import",
    "/settings",
    "/unsent",
    "/deleted",
    "/account",
    "/pair",
    "/reset",
)
# Opened with a secret behind the `#`; nothing of their address goes anywhere.
SECRET_PAGES = frozenset({"/pair", "/reset"})
# Answered on a development machine only.
DEVELOPMENT_PAGES = ("/styleguide",)

NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>Hallway</title>"
    "<p>The web app is not built yet. Run <code>make setup</code>, then start Hallway again."
)

HTML = "text/html; charset=utf-8"
TYPES = {".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class File:
    """One built file: its bytes, its content type and whether its name changes with its content."""

    body: bytes
    content_type: str
    fingerprinted: bool


def load(folder: Path) -> dict[str, File]:
    """Return the built files by address, such as `assets/main-1a2b.js`; empty when nothing was built."""
    if not (folder / "index.html").exists():
        return {}
    return {
        path.relative_to(folder).as_posix(): File(
            path.read_bytes(), _content_type(path), path.relative_to(folder).parts[0] == "assets"
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def with_opening(page: bytes, opening: str) -> bytes:
    """Return the page with the opening in it, as data that no browser runs; `<` is escaped in it already."""
    data = f'<script type="application/json" id="opening">{opening}</script>'
    return page.replace(b"</body>", data.encode() + b"</body>", 1)


def _content_type(path: Path) -> str:
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return f"{kind}; charset=utf-8" if text else kind
