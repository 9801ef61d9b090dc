"""Who wants to know what an import changed. Layers above the agenda listen; inside the import's `write()`."""

from collections.abc import Callable, Collection

Listener = Callable[[Collection[str]], None]

_listeners: list[Listener] = []


def on_import(listener: Listener) -> None:
    """Call the listener with the ids of changed items, people and conferences from now on; a second time is ignored."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(changed: Collection[str]) -> None:
    """Tell every listener, in the order they came."""
    for listener in _listeners:
        listener(changed)
