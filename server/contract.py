"""`python -m server.contract` prints the OpenAPI document, for making the phone's types; it needs no database."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from server import config
from server.app import create_app
from server.core import strict_json


def document() -> bytes:
    """Return the OpenAPI document, in one spelling."""
    with TemporaryDirectory() as folder:
        environ = {"HALLWAY_DEVELOPMENT": "1", "HALLWAY_INSTANCE": str(Path(folder))}
        app = create_app(config.load(environ))
        answer = app.test_client().get("/api/openapi.json", headers={"Host": "localhost:8000"})
    return strict_json.canonical(answer.get_json())


if __name__ == "__main__":
    sys.stdout.buffer.write(document() + b"\n")
