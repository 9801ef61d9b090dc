"""Which links are taken, and which machines count as public (docs/agenda.md, section 11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda import addresses
from server.agenda.addresses import BadAddress


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://example.org", "https://example.org/"),
        ("  http://Example.ORG:80/agenda.ics \n", "http://example.org/agenda.ics"),
        ("webcal://example.org/feed.ics?all=1", "https://example.org/feed.ics?all=1"),
        ("WEBCALS://example.org/feed.ics", "https://example.org/feed.ics"),
        ("webcal:example.org/feed.ics", "https://example.org/feed.ics"),
        ("https://example.org:443/a#friday", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://straße.example.org/ü?q=é", "https://xn--strae-oqa.example.org/%C3%BC?q=%C3%A9"),
        ("https://example.org/100%25/[x]", "https://example.org/100%25/[x]"),
        ("https://93.184.215.14/a", "https://93.184.215.14/a"),
        ("http://[2606:2800:21F:CB07:6820:80DA:AF6B:8B2C]/", "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"),
    ],
)
def test_a_link_is_spelled_one_way(link: str, url: str) -> None:
    assert addresses.parse(link).url == url


@pytest.mark.parametrize(
    "link",
    [
        "",
        "example.org/agenda.ics",
        "//example.org/agenda.ics",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/calendar,BEGIN:VCALENDAR",
        "http:///agenda.ics",
        "http://localhost/",
        "http://intranet/",
        "http://user@example.org/",
        "http://user:word@example.org/",
        "http://example.org:22/",
        "http://example.org:8000/",
        "http://example.org:https/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org/a b",
        "http://example.org/\r\nX: y",
        "http://127%2e0%2e0%2e1/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://0x7f.1/",
        "http://0x7f000001.0x0/",
        "http://127.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://1.2.3.4.5/",
        "http://a..b/",
        "http://" + "a." * 200 + "org/",
        "https://example.org/" + "a" * 2_000,
    ],
)
def test_what_is_no_link_of_the_public_web_is_refused(link: str) -> None:
    with pytest.raises(BadAddress):
        addresses.parse(link)


def test_digits_of_another_script_are_read_as_the_number_that_they_are() -> None:
    found = addresses.parse("http://①②⑦.⓪.⓪.①/")

    assert (found.number, addresses.is_public(found.number or "")) == ("127.0.0.1", False)


@pytest.mark.parametrize(
    "number",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254"),
        *("172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("168.63.129.16", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::"),
        *("2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1"),
        *("ff02::1", "ff0e::1", "", "localhost", "8.8.8.8.8"),
    ],
)
def test_what_is_inside_is_not_public(number: str) -> None:
    assert not addresses.is_public(number)


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "93.184.215.14", "172.32.0.1", "2606:4700::1111", "2001:4860:4860::8888", "64:ff9b::8.8.8.8"]
)
def test_what_is_on_the_internet_is_public(number: str) -> None:
    assert addresses.is_public(number)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/2027/agenda.ics", "https://example.org/2027/agenda.ics"),
        ("b.ics?x=1", "https://example.org/2026/b.ics?x=1"),
        ("//other.example.org/b", "https://other.example.org/b"),
        ("http://other.example.org/b", "http://other.example.org/b"),
        ("/a b.ics ", "https://example.org/a%20b.ics"),
        ("/ü".encode().decode("latin-1"), "https://example.org/%C3%BC"),
    ],
)
def test_a_redirect_leads_on(location: str, url: str) -> None:
    start = addresses.parse("https://example.org/2026/a.ics")

    assert addresses.follow(start, location, {80, 443}).url == url


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://[", "https://u@example.org/", "//127.1/", "\x00", "/\\evil.example"]
)
def test_a_redirect_is_checked_like_a_link(location: str) -> None:
    with pytest.raises(BadAddress):
        addresses.follow(addresses.parse("https://example.org/"), location, {80, 443})


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://example.org/2026/agenda.ics?x=/y", "agenda.ics"),
        ("https://example.org/a/Glow%202026.csv", "Glow 2026.csv"),
        ("https://example.org/", "example.org"),
        ("https://example.org/%00%0a%1b", "example.org"),
    ],
)
def test_a_page_is_named_by_the_end_of_its_path(link: str, name: str) -> None:
    assert addresses.parse(link).file_name == name


@given(st.text(max_size=60))
def test_whatever_is_pasted_is_a_link_or_refused_and_stays_the_same_link(text: str) -> None:
    for link in (text, f"https://{text}", f"https://example.org/{text}", f"https://{text}.example.org/"):
        try:
            found = addresses.parse(link)
        except BadAddress:
            continue
        assert addresses.parse(found.url) == found
        assert found.url.isascii()
