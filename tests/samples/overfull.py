"""A meeting whose rows hold too much or nothing at all: names of 80 characters, 12 authors, no abstract, no day."""

import csv
import io
from datetime import date, timedelta

LONG_NAME = "Maximiliana-Theodora Constantinopolitanska-Featherstonehaugh von Oberniederwaldfeld"
FIRST_NAMES = ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kim", "Lu")
LONG_TITLE = f"{'Radioembolization-of-unresectable-hepatocellular-carcinoma ' * 4}and more"
COLUMNS = ("Title", "Date", "Start", "End", "Room", "Track", "Type", "Board", "Speakers", "Abstract")


def overfull_csv(first_day: date) -> bytes:
    """Return the meeting as a file: three sessions and a poster on the second day, one session without a day."""
    day = (first_day + timedelta(days=1)).isoformat()
    twelve = "; ".join(f"{name} {LONG_NAME.split()[-1]}" for name in FIRST_NAMES)
    rows = (
        (LONG_TITLE, day, "10:30", "11:45", "Room " + "E" * 60, "Track " + "T" * 60, "Talk", "", twelve, ""),
        ("No room, no people", day, "12:00", "13:00", "", "", "Talk", "", "", ""),
        ("No time", day, "", "", "Hall", "", "Talk", "", LONG_NAME, "Some words."),
        ("No day", "", "", "", "", "", "Talk", "", "", ""),
        ("A poster with a long board", day, "", "", "Hall", "", "Poster", "LBA-PQA-2027-00112-b", LONG_NAME, ""),
    )
    text = io.StringIO()
    csv.writer(text).writerows((COLUMNS, *rows))
    return text.getvalue().encode()
