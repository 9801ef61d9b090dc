"""A student's own wordings: one's own alone, of a known purpose, merged word by word, bounded, in the export."""

import io
import json
import zipfile

import pytest

from server.core import ids
from server.drafts.feature import TEMPLATE
from server.drafts.schemas import PURPOSES
from tests import factories

WORDING = {"purpose": "nudge", "name": "Mine", "subject": "Hello", "text": "Dear {their name},\n\n[{my promise}.]"}


@pytest.fixture
def ada(app):
    return factories.browser(app, factories.user())


def templates(browser) -> list[dict]:
    return [row["body"] for row in browser.get("/api/templates").json["rows"]]


def test_a_wording_is_kept_as_it_was_written_and_shown_to_nobody_else(app, ada):
    answer = ada.put(f"/api/templates/{ids.fresh()}", WORDING)

    assert answer.status_code == 201
    assert templates(ada) == [WORDING]
    assert templates(factories.browser(app, factories.user("bea"))) == []


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_is_taken(ada, purpose):
    assert ada.put(f"/api/templates/{ids.fresh()}", {"purpose": purpose}).status_code == 201


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"purpose": "spam"}, "/purpose"),
        ({"purpose": "nudge", "name": "x" * 81}, "/name"),
        ({"purpose": "nudge", "subject": "x" * 301}, "/subject"),
        ({"purpose": "nudge", "text": "x" * 40_001}, "/text"),
        ({"purpose": "nudge", "to": "all"}, "/to"),
        ({"name": "Mine"}, "/purpose"),
    ],
)
def test_what_is_no_wording_is_refused_with_its_place(ada, fields, pointer):
    answer = ada.put(f"/api/templates/{ids.fresh()}", fields)

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert templates(ada) == []


def test_two_devices_change_the_text_and_both_changes_stay():
    rules = {name: rule.merge for name, rule in TEMPLATE.rules.items()}

    assert rules == {"purpose": "value", "name": "value", "subject": "value", "text": "text"}


def test_wordings_are_in_the_export(ada):
    ada.put(f"/api/templates/{ids.fresh()}", WORDING)

    answer = ada.get("/api/export")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert [row["body"] for row in json.loads(packed.read("rows/templates.json"))] == [WORDING]
