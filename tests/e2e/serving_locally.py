"""Serves Hallway as on a development machine, with one server of this machine taken for a public one.

`python -m tests.e2e.serving_locally PORT WEB_PORT`. What may be fetched is a value in code, so a test that wants
another one brings its own process; no setting of the real server does this.
"""

import sys

from werkzeug.serving import run_simple

from server.app import create_app
from server.core.command import migrate
from server.demo import prepare_development
from tests.agenda.web_of_tests import HOME, PLACE, Web


def main(port: int, web_port: int) -> None:
    """Make the database and the demo, then serve until the process is ended."""
    app = create_app()
    web = Web(web_port, names={PLACE: [HOME]})
    app.extensions["hallway_fetching"] = web.policy()
    with app.app_context():
        migrate()
        prepare_development(app.config["HALLWAY"], port)
    run_simple("localhost", port, app, threaded=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
