"""Python and TypeScript read the same: generated codes and cards, read here, then read again by the app's own code.

`make badge-twins` runs it with 20,000 codes, `tests/badges/test_twins.py` with fewer. One seed makes the same codes.
"""

import base64
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.badges import card
from server.badges.encoding import decoded
from server.badges.payload import read
from server.config import ROOT

SEED, MANY = 20_261_122, 20_000
VECTORS = json.loads((ROOT / "tests" / "samples" / "badges.json").read_text("utf-8"))
WEB = ROOT / "web"
LINK = "https://hallway.example.org/b/AbCdEfGhIjKlMnOpQrStUv"

NASTY = [
    *"\\;,:.=%<>@#?&/^|$_-+[]{}\"'`*~!()\t\n\r\0\x1b\x7f\x85", "\r\n", "\n ", "\n\t", "=\n", "=0D=0A", "=C3=A9",
    "=E9", "%20", "%E2%80%AE", "%00", "\u00a0", "\u00ad", "\u0301", "\u061c", "\u200b", "\u200f", "\u2028",
    "\u202e", "\u2066", "\u3000", "\ufeff", "\ufffd", "\ud800", "\udfff", "İ", "ı", "ß", "Σ", "ς", "é", "Ж", "医",
    "日本", "عمر", "👩‍⚕️", "𝐀", "ﬁ",
]  # fmt: skip
WORDS = [
    "Irène", "Vale", "O'Neil", "van der Berg", "DE LA CRUZ", "MD", "Ph.D.", "FSIR", "Do", "Ma", "Dr.", "Jr.",
    "Lakefront", "University", "Clinic", "a@lakefront.example", "A.B@LAKEFRONT.Example", "nobody@", "@x",
    "+1 303 555 0199", "5550100", "tel:+15550100;ext=7", "*#06#", "https://lakefront.example/x?utm_source=a&b=1",
    "HTTP://Lakefront.example:80/", "www.lakefront.example", "linkedin.com/in/irene-vale",
    "https://orcid.org/0000-0002-1825-0097", "javascript:alert(1)", "intent://x#Intent;end", "data:text/html,x",
    "Glow", "4711902233", "SB00123", "e4d2-77", "2026-11-29", "", " ",
]  # fmt: skip
NAMES = [
    "FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "EMAIL;TYPE=work", "TEL", "TEL;CELL", "TEL;TYPE=fax",
    "TEL;VALUE=uri", "ADR", "ADR;WORK;ENCODING=QUOTED-PRINTABLE", "LABEL", "URL", "NOTE",
    "NOTE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", "item1.EMAIL",
    "X-SOCIALPROFILE", "IMPP", "NICKNAME", "UID", "PHOTO", "KEY;ENCODING=b", "BDAY", "BEGIN", "END", "VERSION",
    'TEL;TYPE="cell,voice"', "n;language=en", "X-;=;", "",
]  # fmt: skip
SHORT_KEYS = [
    "N", "TEL", "EMAIL", "ORG", "ADR", "URL", "NOTE", "TITLE", "UID", "SOUND", "NICKNAME", "X", "C", "T", "A",
    "B",
]  # fmt: skip
SCHEMES = [
    "mailto:", "MATMSG:TO:", "SMTP:", "tel:", "sms:", "smsto:", "mms:", "mmsto:", "URL:", "URLTO:", "MEBKM:URL:",
    "WIFI:S:", "geo:", "https://", "www.", "https://h.example/b/", LINK + "#", "otpauth://totp/", "bitcoin:",
    "BEGIN:VEVENT\n", "978",
]  # fmt: skip

Dice = random.Random


def codes(count: int) -> list[str]:
    """Return that many texts of codes: built kind by kind, or broken out of the shared samples."""
    dice = Dice(SEED)
    makers: list[Callable[[Dice], str]] = [_vcard, _mecard, _scheme, _listed, _json, _broken, _broken, _noise]
    return _as_javascript_has_it([dice.choice(makers)(dice) for _ in range(count)])


def cards(count: int) -> list[dict[str, Any]]:
    """Return that many profiles, each with a level and a form."""
    dice = Dice(SEED + 1)
    texts = ("name", "degrees", "role", "school", "specialty", "email", "phone")
    made = [
        {
            "profile": {key: dice.choice([None, _text(dice), _text(dice) * 4]) for key in texts}
            | {"urls": [_text(dice) for _ in range(dice.randrange(4))]},
            "level": dice.choice(card.LEVELS),
            "form": dice.choice(card.FORMS),
            "link": LINK,
        }
        for _ in range(count)
    ]
    return _as_javascript_has_it(made)


def expected(asked: dict[str, Any]) -> dict[str, Any] | None:
    """Return the card that Python makes of a profile, by field name; None without a name."""
    said = card.card_fields(asked["profile"], asked["level"])
    made = said and card.card_of(said, asked["form"], asked["link"])
    return made and {"text": made.text, "bytes": made.bytes, "form": made.form, "drop": made.drop}


def compare(count: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Write what Python reads into the folder, and return how the app's own reading of it ended."""
    readings = [{"text": text, "expected": read(text).as_dict()} for text in codes(count)]
    made = [asked | {"expected": expected(asked)} for asked in cards(count // 4)]
    path = folder / "twins.json"
    path.write_text(json.dumps({"readings": readings, "cards": made}))  # half characters stay, as escapes
    vitest = [str(WEB / "node_modules" / ".bin" / "vitest"), "run", "twins.test.ts"]
    told = os.environ | {"HALLWAY_TWINS": str(path)}
    return subprocess.run(vitest, cwd=WEB, env=told, capture_output=True, text=True, timeout=600, check=False)


def _as_javascript_has_it(value: Any) -> Any:
    """The same with two half characters that meet as one whole: JavaScript knows no other way."""
    return json.loads(json.dumps(value))


def _text(dice: Dice) -> str:
    glue = dice.choice([" ", " ", "", ", ", ";"])
    return glue.join(dice.choice(WORDS if dice.random() < 0.75 else NASTY) for _ in range(dice.randrange(1, 6)))


def _vcard(dice: Dice) -> str:
    end = dice.choice(["\r\n", "\n", "\r"])
    lines = [f"{dice.choice(NAMES)}:{_text(dice)}" for _ in range(dice.randrange(1, 9))]
    first = dice.choice(["BEGIN:VCARD", "begin:vcard", "\ufeffBEGIN:VCARD", " \nBEGIN:VCARD"])
    return end.join([first, *lines, *dice.choice([["END:VCARD"], [], ["END:VCARD", "BEGIN:VCARD", "FN:Two"]])])


def _mecard(dice: Dice) -> str:
    fields = [f"{dice.choice(SHORT_KEYS)}:{_text(dice)}" for _ in range(dice.randrange(1, 7))]
    return (
        dice.choice(["MECARD:", "mecard:", "BIZCARD:", "MEMORY:", LINK + "#"])
        + ";".join(fields)
        + dice.choice([";;", ""])
    )


def _scheme(dice: Dice) -> str:
    return dice.choice(SCHEMES) + _text(dice) + dice.choice(["", "?subject=" + _text(dice), "?to=a@x.example&body=%41"])


def _listed(dice: Dice) -> str:
    return dice.choice(["::", "^", "|", ";", "$", "\t"]).join(_text(dice) for _ in range(dice.randrange(2, 7)))


def _json(dice: Dice) -> str:
    keys = ["name", "Last Name", "id", "i", "email", "checkinSecret", "company", "x"]
    values: list[Any] = [_text(dice), 4711, 4711.0, 1e21, -0.5, None, True, [1, ["a4b7"]], {"deep": _text(dice)}]
    return json.dumps({dice.choice(keys): dice.choice(values) for _ in range(dice.randrange(1, 5))}, ensure_ascii=False)


def _broken(dice: Dice) -> str:
    vector = dice.choice(VECTORS)
    text = vector["payload"] if "payload" in vector else decoded(base64.b64decode(vector["payload_b64"]))
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(NASTY + WORDS) + text[at + dice.randrange(3) :]
    return text


def _noise(dice: Dice) -> str:
    return "".join(dice.choice(NASTY + WORDS) for _ in range(dice.randrange(1, 12))) * dice.choice([1, 1, 1, 40])


def main() -> None:
    """Compare as many as the command line says, and end as that ended."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory() as folder:
        done = compare(count, Path(folder))
    sys.stdout.write(done.stdout + done.stderr)
    if done.returncode == 0:
        sys.stdout.write(f"{count} codes and {count // 4} cards: the same in Python and TypeScript\n")
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
