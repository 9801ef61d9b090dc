"""Browsers that have signed in before: a cookie that opens nothing, but keeps strangers' guesses from delaying them.

The value is a random number and its HMAC for one name, so it can be made by this server only and for that name only.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from server.accounts.names import folded

KEPT = timedelta(days=365)


def mark(name: str, secret_key: str) -> str:
    """Return a new mark for a browser that has signed in under this name."""
    number = secrets.token_hex(16)
    return f"{number}.{_seal(number, name, secret_key)}"


def number_of(value: str | None, name: str, secret_key: str) -> str | None:
    """Return the random number of a mark made for this name, None for any other value."""
    number, _, seal = (value or "").partition(".")
    genuine = hmac.compare_digest(seal.encode("utf-8", "replace"), _seal(number, name, secret_key).encode())
    return number if genuine else None


def _seal(number: str, name: str, secret_key: str) -> str:
    text = f"known browser\n{number}\n{folded(name)}".encode("utf-8", "replace")
    return hmac.new(secret_key.encode(), text, hashlib.sha256).hexdigest()
