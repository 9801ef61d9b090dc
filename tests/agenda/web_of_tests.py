"""A small web of the tests' own: servers on this machine that the guard is told, in code, to take for public ones."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from server.agenda.fetching import Policy

HOME = "127.0.0.1"
PLACE = "agenda.example.org"
CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//web//EN
X-WR-CALNAME:Glow 2026
X-WR-TIMEZONE:America/Chicago
BEGIN:VEVENT
UID:one@glow
SUMMARY:Opening
DTSTART;TZID=America/Chicago:20261129T090000
DTEND;TZID=America/Chicago:20261129T100000
LOCATION:Hall 1
END:VEVENT
BEGIN:VEVENT
UID:two@glow
SUMMARY:A quiet scanner
DTSTART;TZID=America/Chicago:20261129T100000
DTEND;TZID=America/Chicago:20261129T110000
LOCATION:Hall 1
END:VEVENT
BEGIN:VEVENT
UID:three@glow
SUMMARY:Tiny catheters
DTSTART;TZID=America/Chicago:20261129T110000
DTEND;TZID=America/Chicago:20261129T120000
LOCATION:Hall 2
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")

Answer = Callable[[BaseHTTPRequestHandler], None]


def plain(data: bytes, status: int = 200, **headers: str) -> Answer:
    """Return an answer of these bytes; `_` in the name of a header stands for a hyphen."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content_Length": str(len(data))} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def leads_to(location: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return plain(b"elsewhere", status, Location=location)


def marked(data: bytes, etag: str) -> Answer:
    """Return an answer with an ETag, and 304 to whoever has it."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == etag
        plain(b"" if known else data, 304 if known else 200, ETag=etag)(request)

    return answer


@dataclass
class Web:
    """One server with its pages by path; `seen` are the requests that came, `names` what the resolver knows."""

    port: int
    pages: dict[str, Answer] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: {PLACE: [HOME]})
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str, name: str = PLACE, scheme: str = "http") -> str:
        """Return the address of a page."""
        return f"{scheme}://{name}:{self.port}{path}"

    def resolve(self, name: str, _port: int) -> list[str]:
        """Answer as a resolver does."""
        self.asked.append(name)
        if name not in self.names:
            raise OSError("no such name")
        return self.names[name]

    def policy(self, **changes: Any) -> Policy:
        """Return a policy to which this server is public and everything else is not."""
        values: dict[str, Any] = {"is_allowed": lambda number: number == HOME, "resolve": self.resolve}
        return Policy(**(values | {"ports": {self.port}} | changes))


@contextmanager
def serving(host: str = HOME, port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Serve a web on this machine for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            web.pages.get(self.path.partition("?")[0], plain(b"nothing here", 404))(self)
            self.close_connection = True

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_request: object) -> None:
            """Say nothing of clients that went away."""

    server = Server((host, port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
