"""A network between phone and server that may answer in the server's place: a hotel's portal, a torn file, a deploy."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# of one connection alone, or written anew here; the server is asked for whole, plain bytes, which can be changed
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding", "date", "server"}
NOT_PASSED_ON |= {"if-none-match", "if-modified-since"}


@dataclass(frozen=True)
class Asked:
    """What the phone asks for; `by` is the element it is for, "empty" where a script or the service worker asks."""

    path: str
    by: str


@dataclass(frozen=True)
class Answer:
    """What the phone is told."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def like(self, body: bytes, content_type: str | None = None) -> "Answer":
        """Return the same with another body, and another type if one is given."""
        kept = [(name, told) for name, told in self.headers if not content_type or name.lower() != "content-type"]
        return replace(self, body=body, headers=(*kept, *([("Content-Type", content_type)] if content_type else [])))


Change = Callable[[Asked, Answer], Answer]


class Quiet(ThreadingHTTPServer):
    """Says nothing of a phone that hangs up in mid-answer."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Go on."""


class Between:
    """Passes everything on, and the answers as `change` makes them."""

    def __init__(self, server_port: int) -> None:
        """Listen on a free port."""
        self.change: Change = lambda _asked, answer: answer
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                answer = between.change(Asked(self.path, self.headers.get("Sec-Fetch-Dest", "")), self.asked())
                self.send_response_only(answer.status)
                for name, told in answer.headers:
                    self.send_header(name, told)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 (named by the base class)

            def asked(self) -> Answer:
                """Return what the server says; 502 while it is away."""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name: told for name, told in self.headers.items() if name.lower() not in NOT_PASSED_ON}
                line = http.client.HTTPConnection("localhost", server_port, timeout=20)
                try:
                    line.request(self.command, self.path, body, headers)
                    found = line.getresponse()
                    return Answer(found.status, _passed_on(found), found.read())
                except OSError:
                    return Answer(502, (("Content-Type", "text/plain"),), b"The server is away.")
                finally:
                    line.close()

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self._server.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator["Between"]:
        """Answer until the end of the block."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        yield self
        self._server.shutdown()
        self._server.server_close()


def _passed_on(found: http.client.HTTPResponse) -> tuple[tuple[str, str], ...]:
    return tuple((name, told) for name, told in found.getheaders() if name.lower() not in NOT_PASSED_ON)
