"""Codes and cards that other projects publish with their own readers' tests (badges.md 6): where we differ, and why.

Their text stays out of this repository. HALLWAY_PUBLISHED_BADGES names a folder that holds

- `*.json`: lists of cases `{"set", "type", "input"}` with what their reader says of the input, as far as it says it:
  `name`, `organization`, `title`, `note`, `subject`, `body`, `birthday` (texts), `emails`, `cc`, `bcc`, `phones`,
  `urls`, `addresses` (lists). The type is ADDRESSBOOK, EMAIL_ADDRESS, TEL, SMS, URI, TEXT, PRODUCT, ISBN, GEO or
  CALENDAR;
- `ez-vcard/*.vcf`, `ical.js/*.vcf` and so on, a jCard (RFC 7095) of the same name beside those that have one.

Each rule below turns their answer into the one we give on purpose; what no rule explains is a fault. The examples are
ours and run always.
"""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from server.badges.encoding import decoded
from server.badges.payload import read
from tests.badges.twins import WEB

FOLDER = os.environ.get("HALLWAY_PUBLISHED_BADGES", "")
needs_folder = pytest.mark.skipif(not FOLDER, reason="HALLWAY_PUBLISHED_BADGES names no folder")

Said = dict[str, Any]
TEXTS = ("name", "organization", "title", "subject", "body", "birthday")
LISTS = ("emails", "cc", "bcc", "phones", "urls", "addresses", "notes")
NOTHING: Said = {"type": "TEXT"} | dict.fromkeys(TEXTS) | {field: [] for field in LISTS}
TYPES = {
    "vcard": "ADDRESSBOOK", "mecard": "ADDRESSBOOK", "bizcard": "ADDRESSBOOK", "email": "EMAIL_ADDRESS", "tel": "TEL",
    "url": "URI", "opaque": "TEXT", "wifi": "NOTICE", "geo": "NOTICE", "other": "NOTICE",
}  # fmt: skip
# The gate of badges.md 6: how many different codes, and how many cards of each project, must be there at least.
CODES = 101
CARDS = {"ez-vcard": 18, "ical.js": 5, "nuovo": 3, "sabre": 2, "vobject": 1}
PAIRS = 5


def ours(text: str) -> Said:
    """What we say of a code."""
    reading = read(text)
    return NOTHING | {
        "type": TYPES.get(reading.kind, reading.kind),
        "name": reading.name,
        "organization": reading.organization,
        "title": reading.title,
        "emails": list(reading.emails),
        "phones": list(reading.phones),
        "urls": list(reading.urls),
        "addresses": _lines(reading.address),
        "notes": _lines(reading.note),
    }


def theirs(case: Said) -> Said:
    """What the publisher's reader says of a code."""
    said = {field: case[field] for field in ("type", *TEXTS, *LISTS) if field in case}
    return NOTHING | said | {"notes": _lines(case.get("note"))}


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def _notice(said: str) -> Said:
    return NOTHING | {"type": "NOTICE", "notes": [said]}


def _secret(text: str, said: Said) -> Said:
    return _notice("This is a secret for signing in, so it is not kept.") if text.startswith("otpauth:") else said


def _payment(text: str, said: Said) -> Said:
    return _notice("This is a payment code, so it is not kept.") if text.startswith("bitcoin:") else said


def _event(text: str, said: Said) -> Said:
    begins = text.startswith(("BEGIN:VEVENT", "BEGIN:VCALENDAR"))
    return _notice("This is a calendar event, not a person.") if begins else said


def _place(_: str, said: Said) -> Said:
    return _notice("This is a place on a map, not a person.") if said["type"] == "GEO" else said


def _empty(text: str, said: Said) -> Said:
    return said if text else _notice("This code is empty.")


def _digits(_: str, said: Said) -> Said:
    return NOTHING if said["type"] in ("PRODUCT", "ISBN") else said


def _bare_host(text: str, said: Said) -> Said:
    return NOTHING if said["type"] == "URI" and said["urls"] == ["http://" + text] else said


def _other_scheme(_: str, said: Said) -> Said:
    foreign = [url for url in said["urls"] if "://" in url or said["type"] == "URI"]
    return said if all(url.lower().startswith(("http://", "https://")) for url in foreign) else NOTHING


def _https(text: str, said: Said) -> Said:
    given = [url if "://" in url and url in text else "https://" + url.removeprefix("http://") for url in said["urls"]]
    return said | {"urls": given}


def _normal_form(_: str, said: Said) -> Said:
    return said | {"urls": [_normal(url) for url in said["urls"]]}


def _normal(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.lower().removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme, ""))
    path = parts.path if parts.query else parts.path.removesuffix("/")
    return parts._replace(netloc=host, path=path).geturl()


def _words_behind(text: str, said: Said) -> Said:
    found = re.fullmatch("(https?://[^ ]+) (.+)", text)
    return NOTHING | {"type": "URI", "urls": [found[1]], "notes": [found[2]]} if found else said


def _page_title(_: str, said: Said) -> Said:
    if said["type"] != "URI" or not said["title"]:
        return said
    return said | {"title": None, "notes": [*said["notes"], said["title"]]}


def _message(_: str, said: Said) -> Said:
    lines = [line for line in (said["subject"], said["body"]) if line]
    return said | {"subject": None, "body": None, "notes": said["notes"] + lines}


def _text_message(_: str, said: Said) -> Said:
    return said | {"type": "TEL"} if said["type"] == "SMS" else said


def _copies(_: str, said: Said) -> Said:
    return said | {"emails": said["emails"] + said["cc"], "cc": []}


def _blind_copies(_: str, said: Said) -> Said:
    return said | {"bcc": []}


def _host_without_dot(_: str, said: Said) -> Said:
    short = said["type"] == "EMAIL_ADDRESS" and any("." not in address.rpartition("@")[2] for address in said["emails"])
    return NOTHING if short else said


def _short_number(_: str, said: Said) -> Said:
    short = [number for number in said["phones"] if len(re.sub("[^0-9]", "", number)) < 3]
    return said | {
        "phones": [number for number in said["phones"] if number not in short],
        "notes": said["notes"] + short,
    }


def _address_on_a_line(_: str, said: Said) -> Said:
    return said | {"addresses": [", ".join(address.splitlines()) for address in said["addresses"]]}


def _same_address(_: str, said: Said) -> Said:
    return said | {"addresses": list(dict.fromkeys(said["addresses"]))}


def _birthday(_: str, said: Said) -> Said:
    return said | {"birthday": None}


# In this order: what is no person first, then links, messages and the fields of a card. docs/badges.md has the reasons.
RULES: tuple[tuple[str, Callable[[str, Said], Said]], ...] = (
    ("a secret for signing in", _secret),
    ("a payment code", _payment),
    ("an event", _event),
    ("a place", _place),
    ("an empty code", _empty),
    ("digits of a product or a book", _digits),
    ("a bare host", _bare_host),
    ("another scheme", _other_scheme),
    ("a link without a scheme", _https),
    ("the normal form of a link", _normal_form),
    ("words behind a link", _words_behind),
    ("the title of a page", _page_title),
    ("subject and text of a message", _message),
    ("a text message", _text_message),
    ("copies", _copies),
    ("blind copies", _blind_copies),
    ("an address without a dot", _host_without_dot),
    ("a number of one or two digits", _short_number),
    ("a line break in a postal address", _address_on_a_line),
    ("the same postal address twice", _same_address),
    ("a birthday", _birthday),
)

VALE = {"type": "ADDRESSBOOK", "name": "Irène Vale"}
CARD = "BEGIN:VCARD\nFN:Irène Vale\n"
PAGE = {"type": "URI", "urls": ["http://vale.example"]}
TWICE = {"addresses": ["Denver", "Denver"]}
BORN = {"birthday": "19760520"}
LETTER = {"type": "EMAIL_ADDRESS", "emails": ["irene@vale.example"]}
EXAMPLES: list[tuple[list[str], str, Said]] = [
    ([], "MECARD:N:Irène Vale;;", VALE),
    ([], "irene@vale.example", LETTER),
    ([], "https://vale.example/a?b=1", {"type": "URI", "urls": ["https://vale.example/a?b=1"]}),
    (["a secret for signing in"], "otpauth://totp/x?secret=A", {"type": "URI", "urls": ["otpauth://totp/x?secret=A"]}),
    (["a payment code"], "bitcoin:abc", {"type": "URI", "urls": ["bitcoin:abc"]}),
    (["an event"], "BEGIN:VEVENT\nSUMMARY:Talk\nEND:VEVENT", {"type": "CALENDAR", "title": "Talk"}),
    (["a place"], "geo:39.7,-105", {"type": "GEO"}),
    (["an empty code"], "", {"type": "TEXT"}),
    (["digits of a product or a book"], "4006381333931", {"type": "PRODUCT"}),
    (["a bare host"], "vale.example:8080/a", {"type": "URI", "urls": ["http://vale.example:8080/a"]}),
    (["another scheme"], "ftp://vale.example/a", {"type": "URI", "urls": ["ftp://vale.example/a"]}),
    (["a link without a scheme"], "MEBKM:URL:vale.example;;", PAGE),
    (["a link without a scheme"], "MECARD:N:Irène Vale;URL:vale.example;;", VALE | {"urls": ["vale.example"]}),
    (["the normal form of a link"], "HTTPS://Vale.Example:443/a/", {"type": "URI", "urls": ["HTTPS://Vale.Example:443/a/"]}),
    (["words behind a link"], "https://vale.example/a Irène", {"type": "TEXT"}),
    (["the title of a page"], "URLTO:Vale:http://vale.example", PAGE | {"title": "Vale"}),
    (["subject and text of a message"], "SMTP:irene@vale.example:A:B", LETTER | {"subject": "A", "body": "B"}),
    (["a text message"], "sms:+13035550199", {"type": "SMS", "phones": ["+13035550199"]}),
    (["copies"], "mailto:irene@vale.example?cc=b@stone.example", LETTER | {"cc": ["b@stone.example"]}),
    (["blind copies"], "mailto:irene@vale.example?bcc=b@stone.example", LETTER | {"bcc": ["b@stone.example"]}),
    (["an address without a dot"], "irene@vale", LETTER | {"emails": ["irene@vale"]}),
    (["a number of one or two digits"], "MECARD:N:Irène Vale;TEL:42;;", VALE | {"phones": ["42"]}),
    (["a line break in a postal address"], CARD + "ADR:1 A St\\nDenver", VALE | {"addresses": ["1 A St\nDenver"]}),
    (["the same postal address twice"], "MECARD:N:Irène Vale;ADR:Denver;ADR:Denver;;", VALE | TWICE),
    (["a birthday"], "MECARD:N:Irène Vale;BDAY:19760520;;", VALE | BORN),
    (["a link without a scheme", "a birthday"], CARD + "BDAY:1\nURL:a.example", VALE | BORN | {"urls": ["a.example"]}),
]  # fmt: skip


def differences(case: Said) -> list[str] | None:
    """The rules by which our answer differs from theirs; None if they do not lead to it."""
    said, used = theirs(case), []
    for name, rule in RULES:
        changed = rule(case["input"], said)
        if changed != said:
            used.append(name)
        said = changed
    return used if said == ours(case["input"]) else None


@pytest.mark.parametrize(("used", "text", "said"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_a_code_is_read_otherwise_for_this_reason_alone(used: list[str], text: str, said: Said) -> None:
    assert differences({"input": text} | said) == used


def test_each_rule_has_an_example_of_its_own() -> None:
    assert {used[0] for used, _, _ in EXAMPLES if len(used) == 1} == {name for name, _ in RULES}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Irène Dale"},
        {"emails": ["irene@vale.example"]},
        {"addresses": ["Denver"]},
        {"type": "TEXT"},
        {"note": "x"},
    ],
)
def test_what_no_rule_explains_is_a_fault(wrong: Said) -> None:
    assert differences({"input": "MECARD:N:Irène Vale;;"} | VALE | wrong) is None


def published_codes() -> list[Said]:
    """Return the cases of every JSON file of the folder."""
    return [case for path in sorted(Path(FOLDER).glob("*.json")) for case in json.loads(path.read_text("utf-8"))]


def published_cards() -> list[Path]:
    """Return the .vcf files of the folder's folders."""
    return sorted(Path(FOLDER).glob("*/*.vcf"))


def jcard(properties: list[list[Any]]) -> Said:
    """What a jCard says in our fields: numbers without `tel:` and extension, no fax, units and address on one line."""
    said: dict[str, list[str]] = {field: [] for field in LISTS}
    texts: dict[str, list[str]] = {"fn": [], "org": [], "title": [], "role": []}
    for named, parameters, _, value, *_ in properties:
        name = named.rpartition(".")[2]
        field = {"email": "emails", "url": "urls", "adr": "addresses", "note": "notes", "impp": "notes"}.get(name)
        if field:
            said[field].append(_on_a_line(value))
        elif name == "tel" and "fax" not in str(parameters).lower():
            said["phones"].append(value.removeprefix("tel:").partition(";")[0])
        elif name in texts:
            texts[name].append(_on_a_line(value))
    return NOTHING | {
        **said,
        "type": "ADDRESSBOOK",
        "name": next(iter(texts["fn"]), None),
        "organization": ", ".join(texts["org"]) or None,
        "title": ", ".join(texts["title"] + texts["role"]) or None,
    }


def _on_a_line(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(part for part in value if part)


@needs_folder
def test_each_published_code_is_read_as_its_publisher_reads_it_or_by_a_rule() -> None:
    cases = published_codes()
    found = [(case, differences(case)) for case in cases]

    for name in sorted({case["set"] for case in cases}):
        those = [(case, used) for case, used in found if case["set"] == name]
        equal = sum(used == [] for _, used in those)
        print(f"{name}: {len(those)} cases, {equal} equal, {sum(map(bool, (used for _, used in those)))} by a rule")
    print(*Counter(rule for _, used in found for rule in used or []).most_common(), sep="\n")
    assert [case["input"] for case, used in found if used is None] == []
    assert len({case["input"] for case in cases}) >= CODES


@needs_folder
def test_each_published_card_is_read() -> None:
    cards = published_cards()

    kinds = {path.name: read(decoded(path.read_bytes())).kind for path in cards}

    count = Counter(path.parent.name for path in cards)
    print(dict(count))
    assert set(kinds.values()) == {"vcard"}
    assert {name: count[name] for name, least in CARDS.items() if count[name] < least} == {}


@needs_folder
def test_a_published_card_says_what_its_jcard_says() -> None:
    pairs = [path for path in published_cards() if path.with_suffix(".json").exists()]
    for path in pairs:
        card = ours(decoded(path.read_bytes()))
        said = jcard(json.loads(path.with_suffix(".json").read_text("utf-8"))[1])
        assert card | {"phones": sorted(card["phones"])} == said | {"phones": sorted(said["phones"])}, path.name
    assert len(pairs) >= PAIRS


@needs_folder
def test_the_app_reads_all_that_is_published_as_the_server_does(tmp_path: Path) -> None:
    texts = [case["input"] for case in published_codes()] + [decoded(path.read_bytes()) for path in published_cards()]
    told = tmp_path / "published.json"
    readings = [{"text": text, "expected": read(text).as_dict()} for text in texts]
    told.write_text(json.dumps({"readings": readings, "cards": []}))
    vitest = [str(WEB / "node_modules" / ".bin" / "vitest"), "run", "twins.test.ts"]

    done = subprocess.run(
        vitest, cwd=WEB, env=os.environ | {"HALLWAY_TWINS": str(told)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
