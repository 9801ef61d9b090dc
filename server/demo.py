"""What `make run` prepares: a demo conference that starts today and a student to try it with."""

from zoneinfo import ZoneInfo

from server.accounts import service as accounts
from server.agenda import demo as agenda_demo
from server.config import Settings
from server.core import clock

ZONE = "America/Chicago"


def prepare_development(settings: Settings, port: int) -> str:
    """Install the demo conference and student; return how to open Hallway and sign in."""
    agenda_demo.install(clock.now().astimezone(ZoneInfo(ZONE)).date())
    name, password = accounts.demo_student(settings)
    return (
        f"\nHallway is on http://localhost:{port}\n"
        f"Try it as you are, or sign in as {name} with the password {password}\n"
        "Stop it with Ctrl-C; what you enter stays under instance/.\n"
    )
