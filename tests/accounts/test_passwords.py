"""Which new passwords are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.passwords import fault

SHORT = "A password has at least 15 characters; three or four words together are easy to keep."
LARGE = "A password has at most 1,024 bytes."
COMMON = "This password is among the first that guessing programs try."
PADDED = "A password cannot be your name or Hallway with something added."


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", SHORT),
        ("sevench", SHORT),
        ("fourteen chars", SHORT),
        ("x" * 1025, LARGE),
        ("\U0001f98a" * 257, LARGE),
        ("password123456789", COMMON),
        ("PassWord!!!!2024!", COMMON),
        ("correct horse battery staple", COMMON),
        ("correcthorsebatterystaple1", COMMON),
        ("thisismypassword", COMMON),
        ("aaaaaaaaaaaaaaaa", COMMON),
        ("abcabcabcabcabcab", COMMON),
        ("wombat1!wombat1!", COMMON),
        ("123456789012345", COMMON),
        ("987654321098765", COMMON),
        ("abcdefghijklmnopq", COMMON),
        ("qwertyuiopasdfghjkl", COMMON),
        ("               ", COMMON),
        ("hallwayhallway12", COMMON),
        ("2024-hallway-2025", PADDED),
        ("hallway11111111111", COMMON),
        ("hallwaypassword1", COMMON),
        ("hallway-qwertyui-1", PADDED),
        ("Wanda Quill 2024!", PADDED),
        ("123wanda quill456", PADDED),
        ("wanda quillhallway", PADDED),
    ],
)
def test_refused(password: str, sentence: str) -> None:
    assert fault(password, "Wanda Quill") == sentence


@pytest.mark.parametrize(
    "password",
    [
        "wombat teapot lantern",
        "fifteen chars!!",
        "the hallway smells of rain",
        "trailing space kept ",
        "\U0001f98a" * 64,
        "".join(chr(0x1F400 + n) for n in range(64)),
        "\u6c34\u706b\u6728\u91d1\u571f\u65e5\u6708\u5c71\u5ddd\u7530\u91ce\u82b1\u9ce5\u98a8\u96ea",
        "kJ8#vQz!pL2@wXn",
        "x" * 3 + "plain words follow",
        "Wanda Quill eats plums at noon",
    ],
)
def test_taken(password: str) -> None:
    assert fault(password, "Wanda Quill") is None


def test_a_short_name_does_not_forbid_every_word_with_its_letters() -> None:
    assert fault("wombat teapot lantern", "a") is None


@given(st.text(max_size=300), st.text(max_size=20))
def test_any_text_gets_an_answer_and_a_long_one_is_never_hashed(password: str, name: str) -> None:
    told = fault(password, name)
    assert told in {None, SHORT, LARGE, COMMON, PADDED}
    if len(password.encode("utf-8", "surrogatepass")) > 1024:
        assert told == LARGE
