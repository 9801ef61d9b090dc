"""Rate limits: how often a user, or an address where nobody is signed in, may call.

A view says its own limit with `@limiter.limit(...)` or `@limiter.exempt`; every other view under `/api/` shares the
defaults below. Whoever is signed in is known to this module through `g.user_id` only, which the accounts feature sets.
"""

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network

import click
from flask import Flask, current_app, g, request
from flask_limiter import Limit, Limiter
from flask_limiter.errors import RateLimitExceeded
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from werkzeug.wrappers import Response

from server.config import Settings
from server.core.api import answer
from server.core.problems import TooMany

SWEPT_EVERY = 60  # seconds
PREFIX = "hallway"  # of the keys in a shared store
READING, WRITING = ("GET", "HEAD"), ("POST", "PUT", "PATCH", "DELETE")
PER_PROCESS = (
    "Rate limits are counted in memory, so each server process counts for itself; HALLWAY_REDIS_URL shares them."
)


def by_address() -> str:
    """Return the caller's address; an IPv6 one as its /64, since one line has that many."""
    text = request.remote_addr or "127.0.0.1"
    try:
        address = ip_address(text)
    except ValueError:  # a socket without an address, such as a pipe from the proxy
        return text
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else text


def by_user() -> str:
    """Return the signed-in user's id, else the caller's address."""
    return g.get("user_id") or by_address()


# A whole hall may stand behind one address, so the wide figures hold where nobody is signed in: (guests, users).
READS = RateLimitItemPerMinute(6000), RateLimitItemPerMinute(600)
WRITES = RateLimitItemPerMinute(1200), RateLimitItemPerMinute(120)


def _reads() -> str:
    return str(READS[bool(g.get("user_id"))])


def _writes() -> str:
    return str(WRITES[bool(g.get("user_id"))])


def _beside_the_api() -> bool:
    return not request.path.startswith("/api/")


class ProcessCounters(MemoryStorage):
    """Counts in the memory of one process, and forgets what is over once a minute.

    The library's own starts a thread for each call, which looks through the counters of all callers.
    """

    STORAGE_SCHEME = ["process"]  # noqa: RUF012 -- the library declares it as a list
    _swept = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a call and return how many there were; `expiry` is in seconds."""
        now = time.time()
        if now - self._swept > SWEPT_EVERY:
            self._swept = now
            for known in list(self.expirations):
                self.get(known)  # which drops it when its time is over
        self.get(key)
        with self.locks[key]:
            self.storage[key] += amount
            if self.storage[key] == amount:
                self.expirations[key] = now + expiry
        return self.storage.get(key, 0)


class SwiftLimiter(Limiter):
    """Counts calls of views without a limit of their own; the library looks in all places where one might stand.

    Whatever is not plainly such a call is the library's: limits of a view, of a blueprint or of the application,
    exemptions, filters, a store that may be away, a refusal.
    """

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        swift = in_middleware and self.enabled and isinstance(self.storage, ProcessCounters)
        above = self._request_filters or self._meta_limits or self.limit_manager.application_limits
        if above or not (swift and self._is_plain() and self._counts()):
            super()._check_request_limit(callable_name=callable_name, in_middleware=in_middleware)

    def _is_plain(self) -> bool:
        known: dict[str, bool] = current_app.extensions.setdefault("hallway_plain_views", {})
        endpoint = request.endpoint
        if endpoint is None:
            return False
        if endpoint not in known:
            view, manager = current_app.view_functions[endpoint], self.limit_manager
            known[endpoint] = not (
                manager.decorated_limits(f"{view.__module__}.{view.__qualname__}")
                or (request.blueprint and manager.blueprint_limits(current_app, request.blueprint))
                or manager.exemption_scope(current_app, endpoint, request.blueprint)
            )
        return known[endpoint]

    def _counts(self) -> bool:
        """Tell whether the call may go on; it has been counted then, if it is one that counts."""
        if _beside_the_api():
            return True
        is_user, method = bool(g.get("user_id")), request.method
        limit, scope = (READS[is_user], "reads") if method in READING else (WRITES[is_user], "writes")
        counts = method in READING or method in WRITING
        return not counts or self.limiter.hit(limit, PREFIX, by_user(), scope)


limiter = SwiftLimiter(
    by_user,
    default_limits=[
        Limit(_reads, scope="reads", shared=True, methods=READING, exempt_when=_beside_the_api),
        Limit(_writes, scope="writes", shared=True, methods=WRITING, exempt_when=_beside_the_api),
    ],
    strategy="sliding-window-counter",
    in_memory_fallback_enabled=True,  # Redis away: count in this process rather than refuse everyone
    key_prefix=PREFIX,
)


def start_limits(app: Flask, settings: Settings) -> None:
    """Count requests from now on; call it after the hook that knows who is asking."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "process://"
    app.register_error_handler(RateLimitExceeded, _answer_too_many)
    limiter.init_app(app)
    if settings.redis_url is None and click.get_current_context(silent=True) is None:  # a command serves nobody
        app.logger.info(PER_PROCESS)


def _answer_too_many(_breach: RateLimitExceeded) -> Response:
    breached = limiter.current_limit
    wait = max(1, math.ceil(breached.reset_at - time.time())) if breached else 60
    return answer(TooMany(f"Please wait {wait} s.", headers={"Retry-After": str(wait)}))
