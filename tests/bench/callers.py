"""Callers that leave the cores to the server: one thread, ready requests over plain sockets, answers read no further
than their length."""

import selectors
import socket
import time
from collections.abc import Callable, Sequence
from typing import Protocol

PIECE = 262_144  # bytes of one read
END, LENGTH = b"\r\n\r\n", b"\r\ncontent-length:"


class Caller(Protocol):
    """Someone on one connection, who calls again when the answer is there."""

    def ask(self) -> bytes:
        """Return the next request."""

    def take(self, status: int, body: bytes, milliseconds: float) -> None:
        """Take its answer and how long it took."""


def request(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request as it goes over the line."""
    length = {"Content-Length": str(len(body))} if method == "POST" else {}
    told = {"Host": f"127.0.0.1:{port}"} | headers | length
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def run(port: int, callers: Sequence[Caller], is_over: Callable[[float], bool]) -> float:
    """Let all of them call at once, each on a connection of its own, until it is over; return the seconds it took."""
    chosen, began = selectors.DefaultSelector(), time.perf_counter()
    for caller in callers:
        line = _Line(port, caller)
        chosen.register(line.socket, selectors.EVENT_READ, line)
        line.ask()
    waiting = len(callers)
    while waiting:
        for key, _events in chosen.select():
            line = key.data
            if not line.read():
                continue
            if is_over(time.perf_counter() - began):
                chosen.unregister(line.socket)
                line.socket.close()
                waiting -= 1
            else:
                line.ask()
    chosen.close()
    return time.perf_counter() - began


class _Line:
    def __init__(self, port: int, caller: Caller) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._caller = caller
        self._held = b""
        self._since = 0.0

    def ask(self) -> None:
        asked = self._caller.ask()
        self._since = time.perf_counter()
        self.socket.sendall(asked)

    def read(self) -> bool:
        """Read what is there; tell whether the answer is whole, which the caller has taken then."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise RuntimeError("The server hung up.")
        self._held += piece
        end = self._held.find(END)
        if end < 0:
            return False
        head = self._held[:end].lower()
        length = int(head.partition(LENGTH)[2].partition(b"\r\n")[0])
        whole = end + len(END) + length
        if len(self._held) < whole:
            return False
        body, self._held = self._held[end + len(END) : whole], self._held[whole:]
        self._caller.take(int(head[9:12]), body, (time.perf_counter() - self._since) * 1000)
        return True
