"""CPU of the badge decoder on a frame of 1280 x 720 that holds no code (badges.md 6.4), with the app's own options.

The work is done by `web/frame_cost.test.ts`; what is printed is the median of its frames.
"""

import json
import os
import re
import shutil
import statistics
import subprocess

from server.config import ROOT
from tests.bench.measure import Row

FAST_MS = 20.0


def rows() -> list[Row]:
    """Return the figures of the fast and the hard pass; one row that says why where there is no Node."""
    npx = shutil.which("npx")
    if npx is None:
        return [Row("P16 decoder a frame", 0, "ms", n=0, note="skipped: Node is not installed")]
    command = [npx, "--no-install", "vitest", "run", "frame_cost.test.ts", "--disable-console-intercept"]
    environment = os.environ | {"HALLWAY_FRAME_COST": "yes"}
    done = subprocess.run(command, cwd=ROOT / "web", env=environment, capture_output=True, text=True, timeout=300)
    told = re.search(r"FRAME_COST (\{.*\})", done.stdout)
    if told is None:
        raise RuntimeError(f"the decoder's figures did not come: {done.stdout[-500:]}{done.stderr[-500:]}")
    taken: dict[str, list[float]] = json.loads(told[1])
    fast, hard = statistics.median(taken["fast"]), statistics.median(taken["hard"])
    note = f"empty 1280 x 720; load {os.getloadavg()[0]:.1f}"
    return [
        Row(
            "P16 decoder, fast pass of a frame",
            fast,
            "ms CPU",
            n=len(taken["fast"]),
            goal="<= 20 ms",
            met=fast <= FAST_MS,
            note=note,
        ),
        Row("P16 decoder, hard pass, each fifth frame", hard, "ms CPU", n=len(taken["hard"]), note=note),
    ]
