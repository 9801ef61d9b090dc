"""Each rule of a feed's answers beside a broken twin, and what every validator gets after every change, as a table."""

from dataclasses import replace

import pytest

from tests.calendar.http_rules import KEPT, Exchange, broken, exchange, robots_faults
from tests.calendar.test_feed import CHANGED, UNCHANGED, change_alarm, change_contact, finish
from tests.calendar.world import fetch


@pytest.fixture
def exchanges(ada, feed) -> dict[str, Exchange]:
    """One sound exchange of each kind."""
    first = fetch(ada, feed)
    tag = {"If-None-Match": first.headers["ETag"]}
    packed = {"Accept-Encoding": "gzip"}
    return {
        "GET": exchange(first),
        "HEAD": exchange(ada.call("HEAD", feed), "HEAD"),
        "unchanged": exchange(fetch(ada, feed, **tag), **tag),
        "gzip": exchange(fetch(ada, feed, **packed), **packed),
    }


def test_every_kind_of_answer_keeps_the_rules(exchanges):
    assert {kind: (one.status, broken(one)) for kind, one in exchanges.items()} == {
        "GET": (200, set()),
        "HEAD": (200, set()),
        "unchanged": (304, set()),
        "gzip": (200, set()),
    }


def test_an_address_is_a_name_of_43_characters_and_ends_in_ics(feed):
    assert (feed.startswith("/calendar/"), len(feed), feed.endswith(".ics")) == (True, len("/calendar/.ics") + 43, True)


def without(*names: str):
    return lambda one: replace(one, headers={name: one.headers[name] for name in one.headers if name not in names})


def with_(**headers: str):
    return lambda one: replace(
        one, headers={**one.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )


AGAINST = {"If-None-Match": '"other"'}  # it wins over the date
TWINS = [
    (19, "GET", with_(Content_Type="text/calendar")),
    (19, "GET", with_(Content_Disposition="attachment")),
    (19, "GET", without("X-Content-Type-Options")),
    (20, "GET", with_(ETag='"strong"')),
    (20, "GET", without("Last-Modified")),
    *((20, "unchanged", without(name)) for name in KEPT),
    (20, "unchanged", lambda one: replace(one, body=b"BEGIN:VCALENDAR")),
    (20, "GET", lambda one: replace(one, asked={"If-None-Match": f'"a", {one.headers["ETag"]}'})),
    (20, "GET", lambda one: replace(one, asked={"If-None-Match": one.headers["ETag"].removeprefix("W/")})),
    (20, "GET", lambda one: replace(one, asked={"If-None-Match": "*"})),
    (20, "GET", lambda one: replace(one, asked={"If-Modified-Since": one.headers["Last-Modified"]})),
    (20, "unchanged", lambda one: replace(one, asked={})),
    (20, "unchanged", lambda one: replace(one, asked={"If-Modified-Since": "Tue, 01 Dec 2020 00:00:00 GMT"})),
    (20, "unchanged", lambda one: replace(one, asked=AGAINST | {"If-Modified-Since": one.headers["Last-Modified"]})),
    (21, "GET", with_(Cache_Control="no-store")),
    (21, "unchanged", with_(Cache_Control="public, max-age=60")),
    (22, "GET", with_(Content_Encoding="gzip")),
    (22, "gzip", without("Vary")),
    (23, "HEAD", lambda one: replace(one, body=b"BEGIN:VCALENDAR")),
    (23, "GET", with_(Set_Cookie="a=b")),
    (23, "GET", lambda one: replace(one, status=302)),
    (23, "GET", lambda one: replace(one, method="POST")),
    *((24, "GET", lambda one, status=status: replace(one, status=status)) for status in (401, 403, 429, 503)),
    (25, "GET", without("X-Robots-Tag")),
    (27, "GET", with_(Referrer_Policy="same-origin")),
]


@pytest.mark.parametrize(
    ("rule", "kind", "twin"), TWINS, ids=[f"{rule} {kind} {at}" for at, (rule, kind, _) in enumerate(TWINS)]
)
def test_a_broken_answer_is_seen(exchanges, rule, kind, twin):
    assert rule in broken(twin(exchanges[kind]))


def test_robots_may_come_so_that_google_does(ada, feed):
    answer = fetch(ada, "/robots.txt")

    assert (answer.status_code, robots_faults(answer.text, feed)) == (200, set())


@pytest.mark.parametrize(
    "line", ["User-agent: *\nDisallow: /", "User-agent: *\nDisallow: /calendar/", "User-agent: Googlebot\nDisallow: /c"]
)
def test_a_robots_file_that_shuts_google_out_is_seen(line):
    assert robots_faults(f"{line}\n", f"/calendar/{'A' * 43}.ics") == {25}


def nothing(_browser):
    """No change."""


STATES = {"unchanged": nothing, "changed": change_contact, "deleted": finish, "setting changed": change_alarm}
ASKED = UNCHANGED | CHANGED
WANTED = {name: (304 if name in UNCHANGED else 200, 200, 200, 200) for name in ASKED} | {"star": (304, 304, 304, 304)}


@pytest.mark.parametrize("state", STATES)
def test_what_each_validator_gets(ada, feed, now, state):
    first = fetch(ada, feed)
    now.pass_by(seconds=90)
    STATES[state](ada)

    found = {name: fetch(ada, feed, **asked(first)) for name, asked in ASKED.items()}

    print(f"\n{state}: " + ", ".join(f"{name} {answer.status_code}" for name, answer in found.items()))
    column = list(STATES).index(state)
    assert {name: answer.status_code for name, answer in found.items()} == {
        name: statuses[column] for name, statuses in WANTED.items()
    }
    asked = {name: told(first) for name, told in ASKED.items()}
    assert [broken(exchange(answer, **asked[name])) for name, answer in found.items()] == [set()] * len(found)
