"""What a serving process holds: libraries that one command or one screen needs are loaded when they are wanted."""

import os
import subprocess
import sys
from pathlib import Path

SELDOM = ("alembic", "flask_migrate", "webauthn", "xlsxwriter", "redis", "pdfplumber", "pdfminer", "lxml")
CODE = f"""
import sys
from server.agenda import importers
from server.app import create_app
create_app()
importers.formats()
print([name for name in {SELDOM} if name in sys.modules])
"""


def test_what_is_seldom_wanted_is_not_loaded(tmp_path: Path):
    own = {name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")}
    environment = own | {"HALLWAY_DEVELOPMENT": "1", "HALLWAY_INSTANCE": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
