"""`hallway badge read`, by its contract."""

import json

import pytest
from click.testing import CliRunner

from server.badges.cli import badge


def run(*options: str, data: bytes):
    return CliRunner().invoke(badge, ["read", *options], input=data)


def test_json_is_one_object_with_the_fields_in_order():
    result = run("--json", "--symbology", "QRCode", data="MECARD:N:Vale,Irène;TEL:+15550100;;\r\n".encode())
    assert result.exit_code == 0
    assert list(json.loads(result.stdout).items()) == [
        ("kind", "mecard"),
        ("name", "Irène Vale"),
        ("given_name", "Irène"),
        ("family_name", "Vale"),
        ("degrees", []),
        ("emails", []),
        ("phones", ["+15550100"]),
        ("organization", None),
        ("title", None),
        ("address", None),
        ("urls", []),
        ("note", None),
        ("id", None),
        ("is_contact", True),
        ("raw", "MECARD:N:Vale,Irène;TEL:+15550100;;"),
    ]


def test_the_list_has_one_line_a_value():
    result = run("--symbology", "Aztec", data=b"MECARD:N:Vale;NOTE:one\ntwo;;")
    assert result.stdout == "symbology: Aztec\nkind: mecard\nname: Vale\nnote: one / two\nis contact: yes\n"


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        (b"SB1", "SB1"),
        (b"SB1\n", "SB1"),
        (b"SB1\r\n", "SB1"),
        (b"SB1\n\n", "SB1\n"),
        (b"Caf\xe9\x81", "Café\x81"),
        ("Café".encode(), "Café"),
        (b" ", " "),
        (b"x" * 8192 + b"\n", "x" * 8192),
    ],
)
def test_bytes_are_decoded_and_one_last_line_break_dropped(data, raw):
    result = run("--json", data=data)
    assert (result.exit_code, json.loads(result.stdout)["raw"]) == (0, raw)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is no text to read on standard input.\n"),
        (b"\n", "There is no text to read on standard input.\n"),
        (b"x" * 8193, "The text is longer than 8 kB; no badge code holds that much.\n"),
        (b"x" * 90_000, "The text is longer than 8 kB; no badge code holds that much.\n"),
    ],
)
def test_empty_and_too_long_input_is_refused_with_one_sentence(data, sentence):
    result = run("--json", data=data)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_a_secret_is_not_echoed():
    result = run("--json", data=b"otpauth://totp/x?secret=ABCD")
    assert "ABCD" not in result.output
