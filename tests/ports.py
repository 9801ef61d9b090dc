"""A port of this machine for servers that a test starts as processes of their own."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port() -> Iterator[int]:
    """Yield a port that nobody else is given until the block ends, though servers come, go and come again meanwhile.

    It is bound here and not listened to, which leaves it to whoever asks for it by number and may use it again.
    """
    with socket.socket() as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind(("127.0.0.1", 0))
        yield place.getsockname()[1]
