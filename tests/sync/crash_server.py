"""Serves the application over one database, on any free port, until it is killed; prints the port first."""

import sys
from pathlib import Path

from werkzeug.serving import make_server

from server.app import create_app
from tests.conftest import settings_for

if __name__ == "__main__":
    folder, database_url = sys.argv[1:]
    app = create_app(settings_for(Path(folder), database_url))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    print("port", server.server_port, flush=True)
    server.serve_forever()
