"""What bounds of hostile input are measured in: processor time, which does not grow because a machine is busy."""

import os


def cpu_seconds() -> float:
    """Return the processor time in seconds that this process and those it has waited for have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
