"""Decoding and cleaning of text (the import contract, sections 3.2, 3.5 and 11.9)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda.importers.text import Decoded, decode, lines, plain, rich, slug
from tests.cpu import cpu_seconds

LINK = "https://us02web.zoom.us/j/84100"


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        ("Zürich".encode(), Decoded("Zürich")),
        ("Zürich".encode("utf-8-sig"), Decoded("Zürich")),
        ("Zürich".encode("utf-16"), Decoded("Zürich")),
        (b"\xfe\xff" + "Zürich".encode("utf-16-be"), Decoded("Zürich")),
        ("Zürich – “x”".encode("cp1252"), Decoded("Zürich – “x”")),
        (b"", Decoded("")),
    ],
)
def test_bytes_become_text(data: bytes, decoded: Decoded):
    assert decode(data) == decoded


def test_a_guess_is_named():
    assert decode("Доклад о лёгких и сердце: введение, Ђ".encode("cp1251") + b"\x81\x98").guess != ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  Two \t words\n here ", "Two words here"),
        ("<b>Bold</b> <i class='x'>claim</i>", "Bold claim"),
        ("Line<br>break", "Line break"),
        ("Mind &amp; body", "Mind & body"),
        ("Anna&amp;#x27;s scan", "Anna's scan"),
        ("&amp;amp;amp;", "&amp;"),
        ("R&D and AT&T", "R&D and AT&T"),
        ("radio\u00adgraphy\u200b", "radiography"),
        ("Cafe\u0301", "Café"),
        ("a\x00b\x07c\ud800", "abc"),
        ("Vector<T> where 3 < 5 > 4", "Vector<T> where 3 < 5 > 4"),
        ("x<script>alert(1)</script>y", "xy"),
        ("\u202eevil\u202c", "evil"),
        ("病院 の 画像", "病院 の 画像"),
    ],
)
def test_a_title_is_plain(written: str, shown: str):
    assert plain(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("One\ntwo\n\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("3 < 5 & 6", "<p>3 &lt; 5 &amp; 6</p>"),
        ("<p>One</p><ul><li>a</li></ul>", "<p>One</p><ul><li>a</li></ul>"),
        ("<div>One</div><div>Two</div>", "One<br>Two"),
        ("<b>x</b> <i>y</i>", "<p><strong>x</strong> <em>y</em></p>"),
        ("<p onclick='x()'>a<script>b</script><img src=x onerror=y></p>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", '<p><a rel="noopener noreferrer">a</a></p>'),
        ("<a href='https://a.example'>a</a>", '<p><a href="https://a.example" rel="noopener noreferrer">a</a></p>'),
        ("&lt;p&gt;One&lt;/p&gt;", "<p>One</p>"),
        ("It&amp;#x27;s", "<p>It's</p>"),
        ("<p>It&amp;#x27;s</p>", "<p>It's</p>"),
    ],
)
def test_an_abstract_is_a_clean_subset(written: str, shown: str):
    assert rich(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"Talk\nJoin: {LINK}?pwd=Secret\nMeeting ID: 84100\nPasscode: 123456\nSee you",
         f"<p>Talk<br>Join: {LINK}<br>Meeting ID: 84100<br>See you</p>"),
        (f"<p>Join {LINK}</p><p>Password: x9</p><p>Bye</p>", f"<p>Join {LINK}</p><p>Bye</p>"),
        (f"{LINK}\nPIN: 77 12", f"<p>{LINK}</p>"),
        (f"{LINK}\n+1 555 0100,,84100#,,,,*123456# US", f"<p>{LINK}</p>"),
        ("Password: how users choose", "<p>Password: how users choose</p>"),
        (f"{LINK}\nPasswords are dead", f"<p>{LINK}<br>Passwords are dead</p>"),
    ],
)  # fmt: skip
def test_codes_beside_a_join_link_are_dropped(written: str, shown: str):
    assert rich(written) == shown


def test_lines_keep_their_breaks():
    assert lines("<p>Speaker: Ana Lima</p>  two   words<br>three") == "Speaker: Ana Lima\ntwo words\nthree"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Invented Days 2026 || Köln", "invented-days-2026-koln"), ("学会", "conference"), ("a" * 90, "a" * 60)],
)
def test_a_slug_is_short_and_plain(name: str, expected: str):
    assert slug(name) == expected


@given(st.text())
def test_plain_text_is_normal_and_stays_itself(text: str):
    once = plain(text.replace("&", "").replace("<", ""))

    assert once == plain(once) == unicodedata.normalize("NFC", once)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in once)


@given(st.text(alphabet="<>/abps \n&;#x27\u00ad\"'=", max_size=200))
def test_nothing_outside_the_allowlist_survives(text: str):
    shown = rich(text)

    tags = {piece.split(">")[0].strip("/").split(" ")[0] for piece in shown.split("<")[1:]}
    assert tags <= {"p", "br", "ul", "ol", "li", "em", "strong", "a"}


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "&", "<br>", " \n", "(", "http://", "<p>", "<script>", "zoom.us/"]
)
def test_long_hostile_text_takes_no_long_time(piece: str):
    hostile = piece * (100_000 // len(piece))
    began = cpu_seconds()

    shown = (plain(hostile), rich(hostile), rich(f"https://zoom.us/j/1 {hostile}"))

    assert len(shown[0]) <= len(hostile)
    assert cpu_seconds() - began < 5
