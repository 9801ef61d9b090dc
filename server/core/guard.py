"""What stands before every view and on every answer: host, request forgery, headers.

A request that changes something is taken from our own pages only. Browsers say where it comes from in
`Sec-Fetch-Site` and `Origin`, which no page can forge; the header `X-Hallway` makes any other page ask first, and we
never say yes: there are no CORS headers at all.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from server.config import LOOPBACK, Settings
from server.core import ids
from server.core.logs import security_event
from server.core.problems import CrossSite, WrongHost, WrongMediaType

View = TypeVar("View", bound=Callable[..., Any])

READING = frozenset({"GET", "HEAD", "OPTIONS"})
JSON = frozenset({"application/json"})
PORTS = {"http": ":80", "https": ":443"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
        "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
OVER_TLS = "max-age=31536000"


def takes(*content_types: str) -> Callable[[View], View]:
    """Let an upload view take these content types besides nothing else; without this mark a view takes JSON."""

    def mark(view: View) -> View:
        vars(view)["hallway_takes"] = frozenset(content_types)
        return view

    return mark


def start_guard(app: Flask) -> None:
    """Guard every request and mark every answer from now on; register it before all other hooks."""
    app.before_request(_name_request)
    app.before_request(_check_host)
    app.before_request(_check_origin)
    app.after_request(_add_headers)


def is_our_host(host: str, settings: Settings) -> bool:
    """Tell whether a Host header names this installation; in development any loopback name and port does."""
    host, port = host.lower(), PORTS[urlsplit(settings.url).scheme]
    if host.removesuffix(port) == settings.host.lower().removesuffix(port):
        return True
    name, colon, digits = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
    return settings.development and name in LOOPBACK and (not colon or (digits.isascii() and digits.isdigit()))


def is_from_our_pages(sec_fetch_site: str | None, origin: str | None, our_origins: frozenset[str]) -> bool:
    """Tell whether the browser says so; where it does not know `Sec-Fetch-Site` the origin decides."""
    if sec_fetch_site is not None:
        return sec_fetch_site == "same-origin"
    return origin is not None and origin.lower() in our_origins


def _name_request() -> None:
    g.request_id = ids.fresh()


def _check_host() -> None:
    if not is_our_host(request.environ.get("HTTP_HOST", ""), _settings()):
        raise WrongHost("This server does not answer under that name; see HALLWAY_URL.")


def _check_origin() -> None:
    if request.method in READING or request.endpoint is None:  # the router answers 404 or 405 without running a view
        return
    headers = request.headers
    ours = our_origins(_settings())
    if (
        not is_from_our_pages(headers.get("Sec-Fetch-Site"), headers.get("Origin"), ours)
        or headers.get("X-Hallway") != "1"
    ):
        security_event("denied", reason="cross-site")
        raise CrossSite("Only the pages of this installation may do that.")
    _check_content_type(request.endpoint)


def _check_content_type(endpoint: str) -> None:
    if not request.content_length and "Transfer-Encoding" not in request.headers:
        return
    taken: frozenset[str] = getattr(current_app.view_functions[endpoint], "hallway_takes", JSON)
    if request.mimetype not in taken:
        raise WrongMediaType(f"It takes {' or '.join(sorted(taken))}.")


def our_origins(settings: Settings) -> frozenset[str]:
    """Return the origins that our pages have in this request."""
    ours = {settings.url.lower().removesuffix(PORTS[urlsplit(settings.url).scheme])}
    if settings.development:  # the host has been found to be a loopback name already
        ours.add(f"http://{request.environ.get('HTTP_HOST', '').lower()}")
    return frozenset(ours)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if _settings().secure:
        response.headers["Strict-Transport-Security"] = OVER_TLS
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response


def _settings() -> Settings:
    settings: Settings = current_app.config["HALLWAY"]
    return settings
