"""The one error shape: RFC 9457 problem details, built here and nowhere else.

Services raise a child of `Problem` and know no HTTP beyond the number their problem documents. `type` is a relative
address that the server answers with a section of `docs/problems.md`.
"""

from typing import Any, ClassVar


class Problem(Exception):
    """Something the caller did or met; `detail` says it in plain words, `errors` name places by JSON pointer."""

    slug: ClassVar[str] = "broken"
    title: ClassVar[str] = "Something broke on our side"
    status: ClassVar[int] = 500

    def __init__(
        self,
        detail: str = "",
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = errors or []
        self.headers = headers or {}

    def as_dict(self, instance: str | None = None) -> dict[str, Any]:
        """Return the problem as it travels, in an answer or inside a sync result."""
        body: dict[str, Any] = {"type": f"/problems/{self.slug}", "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        if instance:
            body["instance"] = instance
        if self.errors:
            body["errors"] = self.errors
        return body


def pointer_errors(messages: Any, pointer: str = "") -> list[dict[str, str]]:
    """Flatten nested validation messages into `{"pointer", "detail"}` objects (RFC 6901 pointers), in order."""
    if isinstance(messages, dict):
        return [
            error
            for key, inner in messages.items()
            for error in pointer_errors(inner, pointer if key == "_schema" else f"{pointer}/{_escape(str(key))}")
        ]
    if isinstance(messages, list | tuple):
        return [error for inner in messages for error in pointer_errors(inner, pointer)]
    return [{"pointer": pointer, "detail": str(messages)}]


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


class Broken(Problem):
    """The answer to every fault of our own; the log line is found by `instance`."""


class Malformed(Problem):
    """The body is not what it says it is: broken JSON, a number out of range, a lone surrogate."""

    slug, title, status = "malformed", "The request cannot be read", 400


class WrongHost(Problem):
    """The request names a host that this installation does not serve."""

    slug, title, status = "malformed", "The request cannot be read", 400


class Invalid(Problem):
    """The request can be read, but a value in it cannot be taken."""

    slug, title, status = "invalid", "Something in the request cannot be taken", 422


class SignInNeeded(Problem):
    """Nobody is signed in."""

    slug, title, status = "auth", "Please sign in", 401


class SignInAgain(Problem):
    """Signed in too long ago for what is asked."""

    slug, title, status = "reauth", "Please confirm that it is you", 401


class Forbidden(Problem):
    """Known to exist, but not for this person."""

    slug, title, status = "forbidden", "This is not yours to do", 403


class CrossSite(Problem):
    """The request did not come from our own pages."""

    slug, title, status = "cross-site", "The request did not come from Hallway", 403


class NotFound(Problem):
    """Not there, or not yours: the two look the same."""

    slug, title, status = "not-found", "There is nothing here", 404


class WrongMethod(Problem):
    """The address exists, the method does not."""

    slug, title, status = "method", "This address does not take that method", 405


class Stale(Problem):
    """Somebody changed the record since it was read."""

    slug, title, status = "stale", "The record has changed since you read it", 412


class TooLarge(Problem):
    """More than the stated limit was sent."""

    slug, title, status = "too-large", "That is too large", 413


class WrongMediaType(Problem):
    """The content type is not the one this address takes."""

    slug, title, status = "media-type", "This address takes another content type", 415


class IdOfAnotherKind(Problem):
    """The id already names a record of another kind."""

    slug, title, status = "id-of-another-kind", "This id names a record of another kind", 422


class FileRefused(Problem):
    """The file cannot be imported; `detail` is one sentence for the student."""

    slug, title, status = "file-refused", "This file cannot be imported", 422


class UpgradeNeeded(Problem):
    """The app on the phone is too old for this server."""

    slug, title, status = "upgrade", "Please update Hallway on this device", 426


class TooMany(Problem):
    """More requests than the limit; `Retry-After` says when to come back."""

    slug, title, status = "too-many", "That was too much at once", 429


class Busy(Problem):
    """The server cannot take it now; nothing was done; `Retry-After` says when to come back."""

    slug, title, status = "busy", "The server is busy", 503

    def __init__(self, detail: str = "Nothing was changed. Please try again.") -> None:
        super().__init__(detail, headers={"Retry-After": "2"})


class QuotaReached(Problem):
    """The student's space on the server is used up; phones keep what they have."""

    slug, title, status = "quota", "Your space on the server is used up", 507
