"""What happened to a record: each line of the log in old and new values, nothing of anyone else, nothing purged."""

from typing import Any

import pytest
from flask import Flask

from server.core import ids
from server.core.db import snapshot, write
from server.sync import history, registry, service
from tests.factories import Browser, browser, user
from tests.sync.fold import stored
from tests.sync.phone import Phone, at_door

ROW = "0198a000-0000-7000-8000-000000000001"
PATH = f"/api/history/contact/{ROW}"


@pytest.fixture
def signed_in(app: Flask) -> tuple[str, Browser]:
    ada = user("ada")
    return ada.id, browser(app, ada)


def lines(client: Browser, path: str = PATH) -> list[dict[str, Any]]:
    return client.get(path).json["lines"]


def short(line: dict[str, Any]) -> tuple[Any, ...]:
    changes = [(one["field"], one["old"], one["new"]) for one in line["changes"]]
    return line["what"], line["device"]["name"], line["result"], changes


def test_each_line_says_who_did_what_newest_first(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    phone = Phone(at_door(ada))
    phone.write("contact", ROW, set={"name": "Maren Oduya", "role": "Fellow"})
    phone.sync()
    client.patch(f"/api/contacts/{ROW}", {"role": "Attending", "tags": ["CT"]})
    phone.pull()
    phone.write("contact", ROW, delete=True)
    phone.sync()
    phone.write("contact", ROW, set={})
    phone.sync()

    found = lines(client)

    assert [short(line) for line in found] == [
        ("brought_back", None, "applied", []),
        ("deleted", None, "deleted", []),
        ("changed", "REST", "applied", [("role", "Fellow", "Attending"), ("tags", [], ["CT"])]),
        ("made", None, "applied", [("name", None, "Maren Oduya"), ("role", None, "Fellow")]),
    ]
    assert [line["rev"] for line in found] == [4, 3, 2, 1]
    assert [line["device"]["id"] for line in found] == [phone.device, phone.device, "api", phone.device]
    assert [line["at"] for line in found] == ["2026-11-30T09:12:03Z"] * 2 + [None, "2026-11-30T09:12:03Z"]


def test_two_devices_that_differ_are_told_apart(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    note = ids.fresh()
    one, two = Phone(at_door(ada)), Phone(at_door(ada))
    one.write("note", note, set={"ask": "a letter", "bullets": {"from": "", "to": "met at noon"}})
    one.sync()
    two.pull()
    one.write("note", note, set={"ask": "advice", "bullets": {"from": "met at noon", "to": "met at lunch"}})
    two.write("note", note, set={"ask": "a visit", "bullets": {"from": "met at noon", "to": "met at one"}})
    one.sync()
    two.sync()
    two.write("note", note, settle={"ask": [2]})
    two.sync()

    settled, merged, *_ = lines(client, f"/api/history/note/{note}")

    assert short(merged) == (
        "changed", None, "merged", [("bullets", "met at lunch", "met at lunch\none"), ("ask", "advice", "a visit")]
    )  # fmt: skip
    assert merged["beside"] == settled["settled"] == [{"field": "ask", "value": "advice"}]
    assert merged["doubled"] == [{"field": "bullets", "first": "lunch", "second": "one"}]
    assert (settled["what"], settled["changes"]) == ("settled", [])


def test_a_change_that_was_held_is_told_and_changes_nothing(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    phone = Phone(at_door(ada))
    phone.write("contact", ROW, set={"name": "Maren Oduya"})
    phone.write("contact", ROW, set={"name": 7})
    phone.write("contact", ROW, set={"name": "Maren O."})
    phone.sync()
    assert [short(line) for line in lines(client)] == [
        ("changed", None, "applied", [("name", "Maren Oduya", "Maren O.")]),
        ("held", None, "held", []),
        ("made", None, "applied", [("name", None, "Maren Oduya")]),
    ]


def test_of_what_was_purged_nothing_is_told_but_that_it_was(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    phone = Phone(at_door(ada))
    phone.write("contact", ROW, set={"name": "Someone Private"})
    phone.sync()
    with write():
        service.purge(ada, [("contact", ROW)])
    phone.pull()
    phone.write("contact", ROW, set={"role": "Fellow"})
    phone.sync()

    answer = client.get(PATH)

    assert [short(line) for line in answer.json["lines"]] == [
        ("brought_back", None, "applied", [("role", None, "Fellow")]),
        ("purged", "Hallway", "deleted", []),
        ("purged", None, "applied", []),
    ]
    assert b"Private" not in answer.data


def test_a_cloned_phone_folds_as_the_door_merged_it(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    phone = Phone(at_door(ada))
    phone.write("contact", ids.fresh(), set={"name": "somebody else"})
    phone.write("contact", ROW, set={"role": "Fellow"})
    phone.sync()
    clone = Phone(at_door(ada), device=phone.device)
    clone.write("contact", ROW, base=0, set={"role": "Attending"})  # under a number that is known already
    clone.sync()
    newest, *_ = lines(client)
    assert (newest["result"], newest["beside"]) == ("merged", [{"field": "role", "value": "Fellow"}])


def test_pages_go_back_to_the_beginning(signed_in: tuple[str, Browser]) -> None:
    _ada, client = signed_in
    for number in range(7):
        client.put(f"/api/contacts/{ROW}", {"name": f"name {number}"})
    seen, query = [], "limit=3"
    while True:
        page = client.get(f"{PATH}?{query}").json
        seen += [line["rev"] for line in page["lines"]]
        if not page["more"]:
            break
        query = f"limit=3&before={seen[-1]}"
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert client.get(f"{PATH}?before=1").json == {"lines": [], "more": False}


def test_folding_ends_somewhere_and_still_tells_what_is_current(
    signed_in: tuple[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    _ada, client = signed_in
    for number in range(6):
        client.put(f"/api/contacts/{ROW}", {"name": f"name {number}"})
    monkeypatch.setattr(history, "_FIRST_FOLDED", history._FIRST_FOLDED.offset(2))
    assert [short(line)[3] for line in lines(client)] == [
        [("name", "name 4", "name 5")],
        [("name", "name 3", "name 4")],
        [("name", None, "name 3")],
    ]


def test_merging_for_show_ends_somewhere_too(signed_in: tuple[str, Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    ada, client = signed_in
    note = ids.fresh()
    one, two = Phone(at_door(ada)), Phone(at_door(ada))
    one.write("note", note, set={"bullets": {"from": "", "to": "met at noon"}})
    one.sync()
    two.pull()
    for phone, words in ((one, "met at lunch"), (two, "met at one")):
        phone.write("note", note, set={"bullets": {"from": "met at noon", "to": words}})
        phone.sync()
    monkeypatch.setattr(history, "MOST_EFFORT", -1)
    newest, *_ = lines(client, f"/api/history/note/{note}")
    assert short(newest) == ("changed", None, "merged", [("bullets", "met at lunch", "met at one")])


def test_a_page_holds_no_more_than_a_phone_can_take(
    signed_in: tuple[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    _ada, client = signed_in
    for letter in "abc":
        client.put(f"/api/contacts/{ROW}", {"name": letter * 150})
    monkeypatch.setattr(history, "MOST_CHARACTERS", 200)
    page = client.get(PATH).json
    assert ([line["rev"] for line in page["lines"]], page["more"]) == ([3], True)
    assert [line["rev"] for line in lines(client, f"{PATH}?before=3")] == [2]


@pytest.mark.parametrize("path", [PATH, "/api/history/nothing/" + ROW, "/api/history/contact/no-id"])
def test_what_is_not_there_or_somebody_elses_answers_alike(
    app: Flask, signed_in: tuple[str, Browser], path: str
) -> None:
    signed_in[1].put(f"/api/contacts/{ROW}", {"name": "Maren Oduya"})
    bea = browser(app, user("bea"))
    answer = bea.get(path)
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")


def test_an_id_of_another_kind_is_not_there(signed_in: tuple[str, Browser]) -> None:
    signed_in[1].put(f"/api/contacts/{ROW}", {"name": "Maren Oduya"})
    assert signed_in[1].get(f"/api/history/note/{ROW}").status_code == 404


def test_the_newest_line_ends_where_the_record_stands(signed_in: tuple[str, Browser]) -> None:
    ada, _client = signed_in
    one, two = Phone(at_door(ada)), Phone(at_door(ada))
    for turn in range(4):
        for phone in (one, two):
            phone.write(
                "contact", ROW, set={"role": f"{turn} {phone.device[-4:]}", "tags": {"add": [str(turn)], "remove": []}}
            )
            phone.sync()
    kind = registry.find("contact")
    assert kind is not None
    with snapshot():
        found = history.read(ada, kind, ROW, None, history.MOST_LISTED).lines
    latest = {change["field"]: change["new"] for line in reversed(found) for change in line["changes"]}
    row = stored(ada)["contact", ROW]
    assert latest == {"role": row.values["role"], "tags": row.values["tags"]}
