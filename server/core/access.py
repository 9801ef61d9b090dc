"""Who may call a view: each carries exactly one mark, and the application refuses to start when one has none."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC, SIGNED_IN, ORGANISER = "public", "signed in", "organiser"


def public(view: View) -> View:
    """Anyone may call this view."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Only someone with a session may call this view; it sees nothing but their own."""
    return _mark(view, SIGNED_IN)


def organiser(view: View) -> View:
    """Only the owner of the conference named by the request may call this view; the service checks which."""
    return _mark(view, ORGANISER)


def access_of(view: Callable[..., Any]) -> str | None:
    """Return the view's mark, None where it has none."""
    mark: str | None = getattr(view, "hallway_access", None)
    return mark


def refuse_unmarked(app: Flask) -> None:
    """Raise RuntimeError naming every endpoint without a mark."""
    bare = sorted(name for name, view in app.view_functions.items() if access_of(view) is None)
    if bare:
        raise RuntimeError(f"These endpoints do not say who may call them: {', '.join(bare)}")


def _mark(view: View, mark: str) -> View:
    if access_of(view) is not None:
        raise RuntimeError(f"{view.__name__} already says who may call it")
    vars(view)["hallway_access"] = mark  # functools.wraps carries it through later decorators
    return view
