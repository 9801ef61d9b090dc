"""What badge codes say, on the vectors both sides share."""

import base64
import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.badges.encoding import decoded
from server.badges.links import site_of
from server.badges.payload import Reading, read, storable
from server.badges.reading import SPACES
from tests.cpu import cpu_seconds

VECTORS = json.loads((Path(__file__).parents[1] / "samples" / "badges.json").read_text("utf-8"))
BEGINNINGS = [
    "", "BEGIN:VCARD\n", "BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:", "BEGIN:VCARD\nN:", "BEGIN:VCARD\nADR:", "MECARD:",
    "MECARD:N:", "MEMORY:", "BIZCARD:", "mailto:", "MATMSG:", "SMTP:", "tel:", "sms:", "URL:", "URLTO:", "MEBKM:",
    "https://", "https://x.org/b/abcdefghij#", "https://orcid.org/", "www.", "{", '{"a":', "a::b::c::d::", "+", "a@",
]  # fmt: skip
PIECES = [
    *"a0 \n\t:;,.\\=%<>@#?&/^|$_-+[]{}\"'", "é", "\ud800", "a.", "=\n", "\n ", "%41", "=41", "BEGIN:VCARD\n",
    "A b@c.de",
]  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES) | st.text()).map("".join)
hostile = st.builds(str.__add__, st.sampled_from(BEGINNINGS), pieces)


def text_of(vector: dict) -> str:
    if "payload" in vector:
        return vector["payload"]
    return decoded(base64.b64decode(vector["payload_b64"]))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_a_code_reads_as_the_shared_vector_says(vector):
    assert read(text_of(vector)).as_dict() == vector["expected"]


def test_vectors_are_named_once_and_hold_every_field_in_order():
    order = [field.name for field in fields(Reading)]
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)
    assert all(list(vector["expected"]) == order for vector in VECTORS)


def test_every_kind_has_a_vector():
    kinds = {vector["expected"]["kind"] for vector in VECTORS}
    assert kinds == set(Reading.__annotations__["kind"].__args__)


@given(hostile)
def test_any_text_gives_a_reading_without_empty_values(text):
    reading = read(text).as_dict()
    raw = reading.pop("raw")
    assert raw == (text if storable(text) else None)
    assert [value for value in reading.values() if value == "" or (isinstance(value, list) and "" in value)] == []


@given(hostile)
def test_only_web_links_survive_in_urls(text):
    assert [url for url in read(text).urls if not url.startswith(("https://", "http://"))] == []


@pytest.mark.parametrize("piece", PIECES)
def test_long_runs_do_not_hang(piece):
    begun = cpu_seconds()
    for beginning in BEGINNINGS:
        read(beginning + piece * 20_000)
    assert cpu_seconds() - begun < 2


def test_limits_hold_for_ten_thousand_properties():
    card = "BEGIN:VCARD\nFN:Vale\n" + "".join(f"EMAIL:a{n}@example.org\n" for n in range(10_000))
    assert read(card).emails == tuple(f"a{n}@example.org" for n in range(20))


def test_text_beyond_eight_thousand_bytes_is_not_read_and_stays_in_raw():
    text = "BEGIN:VCARD\nFN:Vale\nNOTE:" + "é" * 5000 + "\nEMAIL:late@example.org"
    reading = read(text)
    assert (reading.emails, reading.raw, len(reading.note)) == ((), text, (8192 - 25) // 2)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("otpauth://totp/x?secret=A", False),
        (" \r\n" * 40 + "OTPAUTH-migration://offline?data=A", False),
        ("\x00bitcoin:abc", False),
        ("SPC\r\n0200", False),
        ("00020101021126", False),
        ("ST00012|Name=Vale", False),
        ("0002017", True),
        ("ST000123", True),
        ("MECARD:N:Vale;NOTE:otpauth://x;;", True),
        ("", True),
    ],
)
def test_secrets_and_payments_are_not_storable(text, kept):
    assert storable(text) is kept
    assert (read(text).raw is not None) is kept


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.linkedin.com/in/x", "linkedin"),
        ("https://linkedin.com.evil.example/in/x", None),
        ("https://notlinkedin.com/in/x", None),
        ("https://linkedin.com@evil.example/", None),
        ("https://user@orcid.org:8443/", "orcid"),
        ("https://scholar.google.de/citations?user=1", "scholar"),
        ("https://www.doximity.com/", "doximity"),
        ("https://www.researchgate.net/", "researchgate"),
        ("https://popl.co/profile/x", "card"),
        ("mailto:x@linkedin.com", None),
        ("", None),
    ],
)
def test_the_site_is_told_by_the_host_alone(url, site):
    assert site_of(url) == site


def test_spaces_are_those_that_javascript_trims():
    assert len(SPACES) == len(set(SPACES)) == 25


@given(st.binary())
def test_bytes_always_become_text(data):
    assert isinstance(read(decoded(data)), Reading)
