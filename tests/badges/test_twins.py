"""The app reads codes and writes cards as the server does, on made-up ones. More of them: `make badge-twins`."""

from pathlib import Path

import pytest

from server.badges.payload import read
from tests.badges import twins

pytestmark = pytest.mark.waits

COUNT = 2_000


def test_the_app_reads_and_writes_as_the_server_does(tmp_path: Path) -> None:
    if not (twins.WEB / "node_modules" / ".bin" / "vitest").exists():
        pytest.skip("the web app's tools are not installed; run make setup")

    done = twins.compare(COUNT, tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_generated_codes_are_of_every_kind_and_the_same_each_time() -> None:
    made = twins.codes(COUNT)

    assert made == twins.codes(COUNT)
    assert {read(text).kind for text in made} == {
        "hallway", "vcard", "mecard", "bizcard", "wifi", "geo", "email", "tel", "url", "json-id", "delimited", "opaque",
        "other",
    }  # fmt: skip


def test_the_generated_cards_are_of_every_form_and_some_are_too_large() -> None:
    made = [twins.expected(asked) for asked in twins.cards(COUNT)]

    assert {card and card["form"] for card in made} == {None, "vcard", "mecard", "link"}
    assert {card["drop"] for card in made if card} >= {None, "note", "title", "text"}
