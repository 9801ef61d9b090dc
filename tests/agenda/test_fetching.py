"""The guarded fetch: what comes, what is refused, and when it stops (docs/agenda.md, section 11)."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import brotli
import pytest

from server.agenda import fetching
from server.agenda.fetching import Fetched, Marks, Policy
from server.core.problems import Busy, FileRefused
from tests.agenda.web_of_tests import CALENDAR, HOME, PLACE, Answer, Web, leads_to, marked, plain, serving

pytestmark = pytest.mark.waits

SLOW = f"The server at {HOME} is too slow: the programme did not come within 0.4 seconds."
BROKE = f"The connection to {PLACE} broke before everything had come; try again."
DEAF = f"The server at {PLACE} does not answer; check the address or try again later."


@pytest.fixture
def web() -> Iterator[Web]:
    """Return a server of this machine."""
    with serving() as made:
        yield made


def fetch(web: Web, path: str = "/agenda.ics", **changes: Any) -> Fetched:
    """Fetch a page of the web under a policy that allows it."""
    return fetching.fetch(web.url(path), web.policy(**changes))


def refusal(web: Web, path: str = "/agenda.ics", url: str | None = None, **changes: Any) -> str:
    """Return the sentence of the refusal, which is the same at its place."""
    with pytest.raises(FileRefused) as caught:
        fetching.fetch(url or web.url(path), web.policy(**changes))
    assert caught.value.errors == [{"pointer": "/url", "detail": caught.value.detail}]
    return caught.value.detail


def test_a_page_comes_with_its_name_and_its_marks(web: Web) -> None:
    stamp = "Sat, 21 Nov 2026 08:00:00 GMT"
    web.pages["/agenda.ics"] = plain(CALENDAR, ETag='"1"', Last_Modified=stamp, Set_Cookie="who=you")

    assert fetch(web) == Fetched(web.url("/agenda.ics"), "agenda.ics", CALENDAR, Marks('"1"', stamp))


def test_nothing_of_ours_goes_along(web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text(f"machine {PLACE} login us password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    web.pages["/one"] = plain(b"", 302, Location="/agenda.ics", Set_Cookie="who=you; Path=/")
    web.pages["/agenda.ics"] = plain(CALENDAR)

    fetch(web, "/one")

    assert [path for path, _headers in web.seen] == ["/one", "/agenda.ics"]
    assert web.seen[1][1] == {
        "host": f"{PLACE}:{web.port}",
        "user-agent": "Hallway",
        "accept": "*/*",
        "accept-encoding": "gzip, br",
    }


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("br", brotli.compress), ("BR", brotli.compress)],
)
def test_what_comes_packed_is_unpacked(web: Web, coding: str, pack: Any) -> None:
    web.pages["/agenda.ics"] = plain(pack(CALENDAR), Content_Encoding=coding)

    assert fetch(web).data == CALENDAR


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", partial(brotli.compress, quality=1))])
def test_a_bomb_is_cut_off_while_it_is_read(web: Web, coding: str, pack: Any) -> None:
    web.pages["/agenda.ics"] = plain(pack(bytes(60_000_000)), Content_Encoding=coding)

    tracemalloc.start()
    sentence = refusal(web, most_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sentence == fetching.TOO_LARGE
    assert peak < 8_000_000


def test_as_much_as_is_allowed_comes_and_not_a_byte_more(web: Web) -> None:
    web.pages["/agenda.ics"] = plain(bytes(200_000))

    assert len(fetch(web, most_bytes=200_000).data or b"") == 200_000
    assert refusal(web, most_bytes=199_999) == fetching.TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("deflate", zlib.compress(CALENDAR)),
        ("gzip, gzip", gzip.compress(gzip.compress(CALENDAR))),
        ("zstd", CALENDAR),
    ],
)
def test_a_coding_that_was_not_asked_for_is_refused(web: Web, coding: str, data: bytes) -> None:
    web.pages["/agenda.ics"] = plain(data, Content_Encoding=coding)

    assert refusal(web) == f"The server at {PLACE} gives an answer that Hallway cannot read (200)."


def test_a_body_that_is_not_what_its_head_says_is_refused(web: Web) -> None:
    web.pages["/agenda.ics"] = plain(CALENDAR, Content_Encoding="gzip")
    web.pages["/short"] = plain(CALENDAR, Content_Length=str(len(CALENDAR) + 1))

    assert (refusal(web), refusal(web, "/short")) == (BROKE, BROKE)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, fetching.SIGN_IN),
        (403, fetching.SIGN_IN),
        (404, fetching.GONE.format(status=404)),
        (410, fetching.GONE.format(status=410)),
        (429, fetching.TROUBLE.format(host=PLACE, status=429)),
        (503, fetching.TROUBLE.format(host=PLACE, status=503)),
        (204, fetching.STRANGE.format(host=PLACE, status=204)),
        (302, fetching.STRANGE.format(host=PLACE, status=302)),
        (304, fetching.STRANGE.format(host=PLACE, status=304)),
        (418, fetching.STRANGE.format(host=PLACE, status=418)),
    ],
)
def test_each_answer_that_is_no_file_has_its_sentence(web: Web, status: int, sentence: str) -> None:
    web.pages["/agenda.ics"] = plain(b"", status)

    assert refusal(web) == sentence


def test_five_redirects_are_followed_and_a_sixth_is_not(web: Web) -> None:
    for number, status in enumerate((301, 302, 303, 307, 308, 302)):
        web.pages[f"/{number}"] = leads_to(f"/{number + 1}", status)
    web.pages["/6"] = plain(CALENDAR)

    assert fetch(web, "/1").file_name == "6"
    assert refusal(web, "/0") == fetching.LOOP


def test_the_address_that_is_remembered_is_the_one_that_was_given(web: Web) -> None:
    web.names["files.example.org"] = [HOME]
    web.pages["/latest"] = leads_to(web.url("/2026.ics", "files.example.org"))
    web.pages["/2026.ics"] = plain(CALENDAR)

    found = fetch(web, "/latest")

    assert (found.url, found.file_name) == (web.url("/latest"), "2026.ics")
    assert web.seen[1][1]["host"] == f"files.example.org:{web.port}"


@pytest.mark.parametrize(
    "location",
    [
        "http://inside.example.org:{port}/",
        "http://127.0.0.2:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://127.0.0.1:22/",
        "http://who@agenda.example.org:{port}/",
        "http://unknown.example.org:{port}/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_where_nothing_may_be_fetched_is_refused(web: Web, location: str) -> None:
    web.names["inside.example.org"] = ["127.0.0.2"]
    web.pages["/agenda.ics"] = leads_to(location.format(port=web.port))

    with serving("127.0.0.2", web.port) as inside:
        assert refusal(web) == fetching.REFUSED
        assert (len(web.seen), inside.seen) == (1, [])


def test_the_number_that_was_checked_is_the_number_that_is_dialled(web: Web) -> None:
    answers = [[HOME], ["127.0.0.2"]]
    web.pages["/agenda.ics"] = plain(CALENDAR)

    with serving("127.0.0.2", web.port) as inside:
        found = fetch(web, resolve=lambda _name, _port: answers.pop(0))
        assert (found.data, len(answers), inside.seen) == (CALENDAR, 1, [])


@pytest.mark.parametrize("numbers", [[HOME, "127.0.0.2"], ["127.0.0.2", HOME], ["127.0.0.2"], []])
def test_one_number_that_is_not_public_is_enough(web: Web, numbers: list[str]) -> None:
    web.names[PLACE] = numbers

    assert refusal(web) == fetching.REFUSED
    assert web.seen == []


def test_a_name_that_nobody_knows_looks_like_one_that_leads_inside(web: Web) -> None:
    assert refusal(web, url=web.url("/", "unknown.example.org")) == fetching.REFUSED
    assert web.asked == ["unknown.example.org"]


def test_the_next_number_is_dialled_where_the_first_is_deaf(web: Web) -> None:
    web.names[PLACE] = ["127.0.0.3", HOME]
    web.pages["/agenda.ics"] = plain(CALENDAR)

    assert fetch(web, is_allowed=lambda _number: True).data == CALENDAR


def test_a_server_that_is_not_there_does_not_answer(web: Web) -> None:
    web.names[PLACE] = ["127.0.0.3"]

    assert refusal(web, is_allowed=lambda _number: True) == DEAF


def drip(head: bytes, drop: bytes) -> Answer:
    """Return an answer that does not end while somebody waits: the head, then a drop now and then."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        for _ in range(2_400):  # two minutes; who is silent does not learn that nobody listens any more
            request.wfile.write(drop)
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"", b""),
        drip(b"", b"H"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"BEGIN:VCALENDAR\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1"),
        drip(b"HTTP/1.1 302 Found\r\nLocation: /agenda.ics\r\nContent-Length: 0\r\n", b""),
    ],
)
def test_a_server_that_never_ends_is_left_after_the_whole_time(web: Web, answer: Answer) -> None:
    web.pages["/agenda.ics"] = answer

    # by number: a resolver that a busy machine keeps waiting is another refusal
    assert refusal(web, url=web.url("/agenda.ics", HOME), total_seconds=0.4) == SLOW


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % one for one in range(200)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 200_000 + b"\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_a_head_out_of_all_measure_is_refused(web: Web, head: bytes) -> None:
    web.pages["/agenda.ics"] = lambda request: request.wfile.write(head) and None

    assert refusal(web) == BROKE


def test_a_resolver_that_does_not_answer_is_not_waited_for(web: Web) -> None:
    ended = threading.Event()

    def silent(_name: str, _port: int) -> list[str]:
        ended.wait(60)
        return [HOME]

    assert refusal(web, resolve=silent, connect_seconds=0.1) == fetching.REFUSED
    assert web.seen == []
    ended.set()


def test_a_known_version_is_not_sent_again(web: Web) -> None:
    web.pages["/agenda.ics"] = marked(CALENDAR, '"v1"')
    first = fetch(web)

    again = fetching.fetch(web.url("/agenda.ics"), web.policy(), first.marks)

    assert (first.data, again) == (CALENDAR, Fetched(first.url, "agenda.ics", None, Marks('"v1"')))


@pytest.mark.parametrize("etag", ["x" * 201, '"ü"', '"a\x01"'])
def test_a_mark_that_can_not_be_sent_back_is_not_kept(web: Web, etag: str) -> None:
    web.pages["/agenda.ics"] = plain(CALENDAR, ETag=etag)

    assert fetch(web).marks == Marks()


def test_only_a_few_addresses_are_fetched_at_once(web: Web) -> None:
    for _ in range(fetching.MOST_AT_ONCE):
        fetching._places.acquire()
    try:
        with pytest.raises(Busy):
            fetch(web)
    finally:
        for _ in range(fetching.MOST_AT_ONCE):
            fetching._places.release()


def test_without_a_word_in_code_this_machine_is_never_dialled(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _line, place: dialled.append(place))

    for host in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254", "localhost"):
        with pytest.raises(FileRefused, match="cannot open this address"):
            fetching.fetch(f"http://{host}/", Policy())

    assert dialled == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a fresh certificate for the place, signed by itself, with its key in the same file."""
    made, subject = tmp_path / "certificate.pem", ["-subj", "/CN=tests", "-addext", f"subjectAltName=DNS:{PLACE}"]
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    try:
        subprocess.run([*words, *subject, "-keyout", str(made), "-out", f"{made}.crt"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl is installed to make a certificate with")
    with made.open("a") as file:
        file.write(Path(f"{made}.crt").read_text())
    return made


def test_the_certificate_must_be_valid_for_the_name(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serving(tls=tls) as web:
        web.pages["/agenda.ics"] = plain(CALENDAR)
        web.names["other.example.org"] = [HOME]
        right, wrong = (web.url("/agenda.ics", name, "https") for name in (PLACE, "other.example.org"))

        def trusting() -> ssl.SSLContext:
            return ssl.create_default_context(cafile=str(certificate))

        assert fetching.fetch(right, web.policy(tls=trusting)).data == CALENDAR
        assert refusal(web, url=wrong, tls=trusting) == fetching.UNSAFE.format(host="other.example.org")
        assert refusal(web, url=right) == fetching.UNSAFE.format(host=PLACE)
        assert len(web.seen) == 1
