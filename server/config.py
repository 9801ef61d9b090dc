"""Settings from the environment, one frozen dataclass. Each is documented in `docs/operations.md`."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class BadSetting(Exception):
    """A setting cannot be used; `str()` names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the application takes from outside. Times in seconds, sizes in bytes."""

    database_url: str
    url: str
    secret_key: str
    development: bool
    redis_url: str | None
    proxies: int
    sign_ups: int
    instance: Path
    backups: Path
    push_key: str | None = None

    @property
    def host(self) -> str:
        """The host and port of our own address, as a browser sends them."""
        return urlsplit(self.url).netloc

    @property
    def secure(self) -> bool:
        """Whether the installation is served over TLS."""
        return self.url.startswith("https://")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings; raise BadSetting where one is missing or wrong."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("HALLWAY_INSTANCE") or ROOT / "instance").resolve()
    development = _flag(env, "HALLWAY_DEVELOPMENT")
    url = _url(env.get("HALLWAY_URL") or "http://localhost:8000", development=development)
    return Settings(
        database_url=_database(env.get("HALLWAY_DATABASE_URL") or "", instance),
        url=url,
        secret_key=_secret(env.get("HALLWAY_SECRET_KEY") or "", instance, development=development),
        development=development,
        redis_url=env.get("HALLWAY_REDIS_URL") or None,
        proxies=_count(env, "HALLWAY_PROXIES", 0, most=8),
        sign_ups=_count(env, "HALLWAY_SIGN_UPS", 20, most=100_000),
        instance=instance,
        backups=Path(env.get("HALLWAY_BACKUPS") or instance / "backups").resolve(),
        push_key=_push_key(env.get("HALLWAY_PUSH_KEY") or ""),
    )


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "")
    if value not in {"", "0", "1"}:
        raise BadSetting(f"{name} is {value!r}; it takes 1 or 0.")
    return value == "1"


def _count(env: Mapping[str, str], name: str, usual: int, *, most: int) -> int:
    value = env.get(name) or str(usual)
    if not (value.isascii() and value.isdigit() and int(value) <= most):
        raise BadSetting(f"{name} is {value!r}; it takes a whole number from 0 to {most}.")
    return int(value)


def _url(value: str, *, development: bool) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise BadSetting(
            f"HALLWAY_URL is {value!r}; it takes the address of this installation, like https://example.org."
        )
    if parts.scheme == "http" and not development and parts.netloc.rsplit(":", 1)[0] not in LOOPBACK:
        raise BadSetting("HALLWAY_URL must begin with https:// outside this machine; see docs/operations.md.")
    return f"{parts.scheme}://{parts.netloc}"


def _database(value: str, instance: Path) -> str:
    if not value:
        instance.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{instance / 'hallway.sqlite'}"
    for short in ("postgres://", "postgresql://"):
        if value.startswith(short):
            return "postgresql+psycopg://" + value.removeprefix(short)
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("HALLWAY_DATABASE_URL takes a sqlite:/// or a postgresql:// address.")
    return value


def _secret(value: str, instance: Path, *, development: bool) -> str:
    if value:
        if len(value) < 32:
            raise BadSetting("HALLWAY_SECRET_KEY is too short; it takes 32 characters or more.")
        return value
    if not development:
        raise BadSetting("HALLWAY_SECRET_KEY is missing; make one with: openssl rand -hex 32")
    return kept_secret(instance / "secret_key")


def _push_key(value: str) -> str | None:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", value):
        raise BadSetting("HALLWAY_PUSH_KEY takes a private VAPID key: 32 bytes in base64url, 43 characters.")
    return value or None


def kept_secret(path: Path, size: int = 32) -> str:
    """Return the secret kept in a file, made on first use and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(size))
    return path.read_text().strip()
