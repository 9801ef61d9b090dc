"""How gunicorn serves Hallway: its settings file, given by `hallway serve`."""

from gunicorn.http import wsgi


class QuietResponse(wsgi.Response):
    """An answer that does not name the server software."""

    def default_headers(self) -> list[str]:
        """Return gunicorn's own headers without its banner."""
        return [line for line in super().default_headers() if not line.startswith("Server:")]


wsgi.Response = QuietResponse
