"""One message to one push service, under the guard of fetched agendas: https, public numbers only, no redirects."""

import socket
import time
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from server.agenda import addresses
from server.agenda.addresses import Address, BadAddress
from server.agenda.fetching import Policy

SECONDS: Final = 10.0  # for one message, the name's look-up included
TTL: Final = 12 * 3600  # seconds; a reminder of the morning is worth nothing the next day
POLICY: Final = replace(Policy(), ports=frozenset({443}), total_seconds=SECONDS)

GONE: Final = frozenset({404, 410})
TAKEN: Final = frozenset({200, 201, 202, 204})


def endpoint(link: str, policy: Policy) -> Address:
    """Return the address of a push service; raise BadAddress unless it is https on an allowed port."""
    address = addresses.parse(link, policy.ports)
    if address.scheme != "https" or (address.number and not policy.is_allowed(address.number)):
        raise BadAddress
    return address


def origin(address: Address) -> str:
    """Return whom a signature is for."""
    return f"https://{address.host}"


def send(address: Address, body: bytes, authorization: str, policy: Policy) -> int | None:
    """Return the status that the service answers, None for no answer; raise BadAddress for an address inside."""
    until = time.monotonic() + policy.total_seconds
    numbers = [address.number] if address.number else _resolved(address, policy)
    if not numbers or not all(map(policy.is_allowed, numbers)):
        raise BadAddress
    left = max(0.1, until - time.monotonic())
    line = HTTPSConnection(
        numbers[0], address.port, timeout=left, ssl_context=policy.tls(), server_hostname=address.name
    )
    headers = {
        "Host": address.host,
        "Authorization": authorization,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL),
        "Topic": "followups",  # a newer one takes the place of one that still waits
        "Urgency": "normal",
    }
    with suppress(HTTPError, HTTPException, OSError, ValueError):
        try:
            line.request("POST", address.target, body=body, headers=headers, preload_content=False)
            return line.getresponse().status
        finally:
            line.close()
    return None


def _resolved(address: Address, policy: Policy) -> list[str]:
    """Ask the resolver once; the system's own cannot be told how long it may take."""
    answer: SimpleQueue[list[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(policy.resolve(address.name, address.port))
        except (OSError, UnicodeError, socket.herror):
            answer.put([])

    Thread(target=ask, daemon=True).start()
    try:
        return answer.get(timeout=policy.total_seconds)
    except Empty:
        return []
