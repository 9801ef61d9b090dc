"""What the server and the phone write alike; `web/src/views/tracker.test.ts` reads the same samples."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from server.leaving import tables
from server.tracker import cells
from server.tracker.columns import HEADER

SHARED: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "samples" / "tracker.json").read_text(encoding="utf-8")
)


def test_both_sides_write_the_same() -> None:
    assert list(HEADER) == SHARED["columns"]
    assert [tables.guarded(cells.tidy(one["text"])) for one in SHARED["cells"]] == [
        one["cell"] for one in SHARED["cells"]
    ]
    said = [(one["day"] and date.fromisoformat(one["day"]), one["words"]) for one in SHARED["dated"]]
    assert [cells.dated(*one) for one in said] == [one["cell"] for one in SHARED["dated"]]
    assert [cells.joined(one["values"]) for one in SHARED["joined"]] == [one["cell"] for one in SHARED["joined"]]
    assert "".join(tables.lines(HEADER[:2], [["=1+1", 'Ada "the" B\nline']])) == SHARED["csv"]
