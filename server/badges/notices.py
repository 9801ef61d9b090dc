"""Codes that are no person and no id: said so in one sentence. Pure."""

import re

from server.badges.draft import Draft, digits
from server.badges.reading import clean, prefixed, trim

WIFI = "This is a Wi-Fi code, not a person."
GEO = "This is a place on a map, not a person."
EMPTY = "This code is empty."
EVENT = "This is a calendar event, not a person."
PRODUCT = "This is a product code, not a person."
SIGN_IN = "This is a secret for signing in, so it is not kept."
PAYMENT = "This is a payment code, so it is not kept."

_SECRETS = ("otpauth:", "otpauth-migration:")
# Coins; UPI; payto; EPC "BCD"; Swiss "SPC"; EMVCo; Czech "SPD"; Russian "ST00012"; WeChat.
_PAYMENTS = (
    "bitcoin:", "bitcoincash:", "ethereum:", "litecoin:", "dogecoin:", "monero:", "solana:", "lightning:", "lnurl:",
    "lnurl1", "lnurlp:", "lnurlw:", "upi:", "payto:", "bcd\n", "spc\n", "00020101021", "spd*", "st00011|", "st00012|",
    "wxp:",
)  # fmt: skip
_PRODUCT = re.compile("\\(01\\)[0-9]{14}.*|isbn[ :]?[0-9x -]+", re.IGNORECASE | re.ASCII | re.DOTALL)


def storable(text: str) -> bool:
    """Whether the code may be kept at all: sign-in secrets and payment codes are not. Only the beginning counts."""
    return _refused(text) is None


def wifi(text: str) -> Draft | None:
    """The sentence for a `WIFI:` code, or `None`."""
    return None if prefixed(trim(text), "wifi:") is None else Draft(notes=[WIFI])


def geo(text: str) -> Draft | None:
    """The sentence for a `geo:` code (RFC 5870), or `None`."""
    return None if prefixed(trim(text), "geo:") is None else Draft(notes=[GEO])


def other(text: str) -> Draft | None:
    """The sentence for an empty code, an event, a product, a secret or a payment, or `None`."""
    text = trim(text)
    said = _refused(text)
    if not text:
        said = EMPTY
    elif prefixed(text, "begin:vevent", "begin:vcalendar") is not None:
        said = EVENT
    elif _PRODUCT.fullmatch(text) or _is_book(text):
        said = PRODUCT
    return Draft(notes=[said]) if said else None


def _refused(text: str) -> str | None:
    start = trim(clean(text))
    if prefixed(start, *_SECRETS) is not None:
        return SIGN_IN
    return None if prefixed(start, *_PAYMENTS) is None else PAYMENT


def _is_book(text: str) -> bool:
    """Thirteen digits that begin 978 or 979 with the right check digit (ISO 2108)."""
    if len(text) != 13 or digits(text) != text or text[:3] not in ("978", "979"):
        return False
    return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(text)) % 10 == 0
