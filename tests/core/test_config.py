"""Settings from the environment: each is checked, and says what to do."""

import stat
from pathlib import Path

import pytest

from server.config import BadSetting, load

SECRET = "0123456789abcdef0123456789abcdef"
SERVED = {"HALLWAY_URL": "https://hallway.example", "HALLWAY_SECRET_KEY": SECRET}


def kept(folder: Path) -> dict[str, str]:
    """Return the setting that says where files are kept."""
    return {"HALLWAY_INSTANCE": str(folder)}


def test_a_served_installation(tmp_path: Path) -> None:
    settings = load(SERVED | {"HALLWAY_PROXIES": "1", "HALLWAY_REDIS_URL": "redis://localhost:6379/0"} | kept(tmp_path))
    assert (settings.url, settings.host, settings.secure, settings.development) == (
        "https://hallway.example",
        "hallway.example",
        True,
        False,
    )
    assert (settings.secret_key, settings.proxies, settings.redis_url) == (SECRET, 1, "redis://localhost:6379/0")
    assert settings.database_url == f"sqlite:///{tmp_path / 'hallway.sqlite'}"


def test_development_needs_nothing_and_keeps_its_secret(tmp_path: Path) -> None:
    first, second = (load({"HALLWAY_DEVELOPMENT": "1"} | kept(tmp_path)) for _ in range(2))
    assert (first.url, first.secure, len(first.secret_key)) == ("http://localhost:8000", False, 64)
    assert first == second
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"HALLWAY_SECRET_KEY": ""}, "HALLWAY_SECRET_KEY is missing; make one with: openssl rand -hex 32"),
        ({"HALLWAY_SECRET_KEY": "short"}, "HALLWAY_SECRET_KEY is too short; it takes 32 characters or more."),
        ({"HALLWAY_DEVELOPMENT": "yes"}, "HALLWAY_DEVELOPMENT is 'yes'; it takes 1 or 0."),
        ({"HALLWAY_PROXIES": "-1"}, "HALLWAY_PROXIES is '-1'; it takes a whole number from 0 to 8."),
        ({"HALLWAY_PROXIES": "9"}, "HALLWAY_PROXIES is '9'; it takes a whole number from 0 to 8."),
        ({"HALLWAY_PROXIES": "\u0661"}, "HALLWAY_PROXIES is '\u0661'; it takes a whole number from 0 to 8."),
        (
            {"HALLWAY_URL": "http://hallway.example"},
            "HALLWAY_URL must begin with https:// outside this machine; see docs/operations.md.",
        ),
        (
            {"HALLWAY_DATABASE_URL": "mysql://x"},
            "HALLWAY_DATABASE_URL takes a sqlite:/// or a postgresql:// address.",
        ),
    ],
)
def test_what_is_refused_and_why(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadSetting) as caught:
        load(SERVED | kept(tmp_path) | changes)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("url", ["hallway.example", "ftp://x", "https://", "https://x/path", "https://x/?q"])
def test_the_address_is_a_plain_one(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting):
        load(SERVED | kept(tmp_path) | {"HALLWAY_URL": url})


@pytest.mark.parametrize("short", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_becomes_ours(tmp_path: Path, short: str) -> None:
    settings = load(SERVED | kept(tmp_path) | {"HALLWAY_DATABASE_URL": f"{short}://u@h/d"})
    assert settings.database_url == "postgresql+psycopg://u@h/d"
