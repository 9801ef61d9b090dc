"""The project's main sample: a small meeting of three days, with dates relative to the clock of the test."""

from datetime import date, timedelta
from pathlib import Path

_SAMPLE = Path(__file__).parent / "agenda" / "meeting.csv"


def meeting_csv(first_day: date) -> bytes:
    """Return the sample meeting as a file: 24 sessions, 3 breaks and 20 posters from `first_day` on."""
    text = _SAMPLE.read_text(encoding="utf-8")
    for number in range(3):
        text = text.replace(f"{{day{number}}}", (first_day + timedelta(days=number)).isoformat())
    return text.encode()
