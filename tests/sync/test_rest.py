"""Plain REST over the synced kinds: the same door, with conditions and keys."""

from typing import Any

import pytest
from flask import Flask

from server.core import ids
from tests.factories import Browser, browser, user
from tests.sync.fold import check_log, lines
from tests.sync.phone import Phone, at_door

ROW = "0198a000-0000-7000-8000-000000000001"
PATH = f"/api/contacts/{ROW}"
NEW = {"If-None-Match": "*"}


@pytest.fixture
def signed_in(app: Flask) -> tuple[str, Browser]:
    ada = user("ada")
    return ada.id, browser(app, ada)


def filled(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value}


def test_made_read_changed_replaced_and_deleted(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    made = client.put(PATH, {"name": "Ada", "tags": ["CT"]}, headers=NEW)
    assert (made.status_code, made.headers["ETag"], made.json["rev"]) == (201, '"1"', 1)
    assert filled(made.json["body"]) == {"name": "Ada", "tags": ["CT"]}

    patched = client.patch(PATH, {"role": "chair", "tags": ["CT", "MR"]})
    assert (patched.status_code, filled(patched.json["body"])) == (
        200,
        {"name": "Ada", "role": "chair", "tags": ["CT", "MR"]},
    )

    replaced = client.put(PATH, {"name": "Eva"})
    assert (replaced.status_code, filled(replaced.json["body"])) == (200, {"name": "Eva"})

    gone = client.delete(PATH)
    assert (gone.status_code, gone.data, gone.headers["ETag"]) == (204, b"", '"4"')
    assert (client.get(PATH).json["deleted"], client.get("/api/contacts").json) == (True, {"rows": [], "more": False})
    assert [row["id"] for row in client.get("/api/contacts?deleted=true").json["rows"]] == [ROW]
    assert client.patch(PATH, {}).json["deleted"] is False
    check_log(ada)


def test_a_text_is_merged_and_what_is_read_is_what_the_phone_sees(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    path = f"/api/notes/{ROW}"
    client.put(path, {"contact": ROW, "bullets": "one two", "at": "2026-11-30T10:00:00+01:00"}, headers=NEW)
    answer = client.patch(path, {"bullets": "one two three"})
    phone = Phone(at_door(ada))
    phone.pull()

    assert phone.rows == {ROW: answer.json}
    assert filled(answer.json["body"]) == {"contact": ROW, "bullets": "one two three", "at": "2026-11-30T09:00:00Z"}
    assert client.get(path).json == answer.json
    check_log(ada)


def test_conditions(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    client.put(PATH, {"name": "Ada"}, headers=NEW)

    refused = [
        client.put(PATH, {"name": "Eva"}, headers=NEW),
        client.put(PATH, {"name": "Eva"}, headers={"If-Match": '"7"'}),
        client.patch(PATH, {"name": "Eva"}, headers={"If-Match": '"7"'}),
        client.delete(PATH, headers={"If-Match": '"7"'}),
        client.put(f"/api/contacts/{ids.fresh()}", {"name": "Eva"}, headers={"If-Match": '"1"'}),
    ]
    assert [(answer.status_code, answer.json["type"]) for answer in refused] == [(412, "/problems/stale")] * 5
    assert len(lines(ada)) == 1

    taken = client.put(PATH, {"name": "Eva"}, headers={"If-Match": '"1"'})
    assert (taken.status_code, taken.headers["ETag"]) == (200, '"2"')
    assert client.get(PATH, headers={"If-None-Match": '"2"'}).status_code == 304
    assert client.get(PATH, headers={"If-None-Match": '"1"'}).status_code == 200


def test_a_repeat_with_the_same_key_gets_the_first_answer(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    key = {"Idempotency-Key": ids.fresh()}
    first = client.put(PATH, {"name": "Ada"}, headers=NEW | key)
    again = client.put(PATH, {"name": "Ada"}, headers=NEW | key)
    change = {"Idempotency-Key": ids.fresh(), "If-Match": '"1"'}
    changed = [client.patch(PATH, {"role": "chair"}, headers=change) for _ in range(2)]
    delete = {"Idempotency-Key": ids.fresh(), "If-Match": '"2"'}
    deleted = [client.delete(PATH, headers=delete) for _ in range(2)]

    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert [(one.status_code, one.json["rev"]) for one in changed] == [(200, 2), (200, 2)]
    assert [(one.status_code, one.headers["ETag"]) for one in deleted] == [(204, '"3"'), (204, '"3"')]
    assert len(lines(ada)) == 3


@pytest.mark.parametrize(
    ("path", "body", "headers", "pointer"),
    [
        (PATH, {"name": 7}, {}, "/name"),
        (PATH, {"name": "x" * 201}, {}, "/name"),
        (PATH, {"rev": 1}, {}, "/rev"),
        (PATH, {"emails": "a@example.org"}, {}, "/emails"),
        (PATH, {"name": "Ada", "tags": [f"t{number}" for number in range(65)]}, {}, "/tags/add"),
        (PATH, {"role": "chair"}, {}, "/name"),
        ("/api/contacts/ADA", {"name": "Ada"}, {}, None),
        (PATH, {"name": "Ada"}, {"Idempotency-Key": "1"}, None),
        (f"/api/targets/{ROW}", {"item": ROW, "tier": "perhaps"}, {}, "/tier"),
        (f"/api/profiles/{ROW}", {"name": "Ada"}, {}, "/row"),
        (f"/api/notes/{ROW}", {"contact": ROW, "bullets": "x" * 20_001}, {}, "/bullets"),
    ],
)
def test_what_can_not_be_taken_is_refused_and_not_logged(
    signed_in: tuple[str, Browser], path: str, body: dict[str, Any], headers: dict[str, str], pointer: str | None
) -> None:
    ada, client = signed_in
    answer = client.put(path, body, headers=headers)

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert [error["pointer"] for error in answer.json.get("errors", [])] == ([pointer] if pointer is not None else [])
    assert lines(ada) == []


def test_an_id_of_another_kind_and_a_second_reading_are_refused(signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    client.put(PATH, {"name": "Ada"}, headers=NEW)
    other = client.put(f"/api/notes/{ROW}", {"contact": ROW}, headers=NEW)
    scan = f"/api/scans/{ids.fresh()}"
    client.put(scan, {"raw": "AB-1"}, headers=NEW)

    assert (other.status_code, other.json["type"]) == (422, "/problems/id-of-another-kind")
    assert client.patch(scan, {"raw": "AB-2"}).json["errors"][0]["pointer"] == "/raw"
    assert client.patch(scan, {"contact": ROW}).json["body"]["contact"] == ROW
    assert len(lines(ada)) == 3


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_not_there_and_not_mine_answer_alike(app: Flask, signed_in: tuple[str, Browser], method: str) -> None:
    _ada, client = signed_in
    browser(app, user("eve")).put(PATH, {"name": "Eve's"}, headers=NEW)
    body = {"name": "x"} if method == "PATCH" else None

    answers = [
        client.call(method, path, json=body) for path in (PATH, f"/api/contacts/{ids.fresh()}", "/api/contacts/x")
    ]
    answers = [answer for answer in answers if answer.status_code != 422]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json["type"] for answer in answers} == {"/problems/not-found"}
    assert client.put(PATH, {"name": "Mine"}, headers=NEW).status_code == 201


def test_lists_go_on_after_an_id_and_filter_on_declared_fields(app: Flask, signed_in: tuple[str, Browser]) -> None:
    _ada, client = signed_in
    browser(app, user("eve")).put(PATH, {"name": "Eve's"}, headers=NEW)
    made = sorted(ids.fresh() for _ in range(5))
    for place, row in enumerate(made):
        client.put(f"/api/contacts/{row}", {"name": f"n{place % 2}", "met_on": "2026-11-30"}, headers=NEW)

    first = client.get("/api/contacts?limit=2").json
    then = client.get(f"/api/contacts?limit=2&after={made[1]}").json
    last = client.get(f"/api/contacts?limit=2&after={made[3]}").json
    assert [row["id"] for page in (first, then, last) for row in page["rows"]] == made
    assert [page["more"] for page in (first, then, last)] == [True, True, False]
    assert [row["id"] for row in client.get("/api/contacts?name=n1&met_on=2026-11-30").json["rows"]] == made[1::2]
    assert len(client.get("/api/contacts?changed_since_rev=3").json["rows"]) == 2
    refused = [
        client.get(f"/api/contacts?{bad}") for bad in ("limit=201", "user_id=x", "nothing=1", "tags=CT", "after=x")
    ]
    assert [answer.status_code for answer in refused] == [422] * 5


def test_held_mutations_are_listed_until_looked_at(app: Flask, signed_in: tuple[str, Browser]) -> None:
    ada, client = signed_in
    phone = Phone(at_door(ada))
    held = [phone.write("contact", ROW, set={"name": number}) for number in range(3)]
    sent = [dict(one) for one in phone.outbox]
    phone.sync()

    listed = client.get("/api/held").json
    assert ([line["mutation"] for line in listed["held"]], listed["more"]) == (sent, False)
    assert listed["held"][0]["problem"]["errors"][0]["pointer"] == "/set/name"
    assert client.delete(f"/api/held/{held[0]}").status_code == 204
    rest = [client.delete(f"/api/held/{one}").status_code for one in (held[0], ids.fresh(), "x")]
    assert rest == [404, 404, 404]
    assert browser(app, user("eve")).delete(f"/api/held/{held[1]}").status_code == 404
    phone.pull()
    assert phone.answer["held"] == 2
    assert [line["id"] for line in client.get("/api/held?limit=1").json["held"]] == [held[1]]
    assert lines(ada)[0].payload == sent[0]
