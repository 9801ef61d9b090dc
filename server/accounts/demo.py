"""The password of the demo student: a few words, made once on a development machine and kept in a file."""

import os
import secrets
from pathlib import Path

NAME, FILE = "demo", "demo_password"
WORDS = """
amber atlas badger basil birch bridge cactus candle cedar cello clover cobalt copper coral cotton crater
delta ember falcon fennel ferry forest garnet ginger glacier granite harbor hazel heron indigo island ivory
jasmine juniper kettle lagoon lantern lemon linen lotus magnet maple marble meadow mosaic nectar nutmeg oasis
orchid otter pebble pepper pigeon planet quartz raven river saddle saffron tundra umber velvet walnut willow
"""


def kept_password(path: Path) -> str:
    """Return the password in the file, which is made where there is none; only its owner can read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_words(5, number=secrets.randbelow(90) + 10))
    return path.read_text(encoding="utf-8").strip()


def _words(count: int, *, number: int) -> str:
    words = WORDS.split()
    return "-".join([*(secrets.choice(words) for _ in range(count)), str(number)])
