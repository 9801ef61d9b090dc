"""A Reading while it is filled: every value passes its check here, and what fails it becomes text. Pure."""

import re
from dataclasses import dataclass, field

from server.badges.encoding import unquote_percent
from server.badges.links import is_profile, orcid_of, web_link
from server.badges.reading import VALUES, Kind, Reading, prefixed, squeeze, squeeze_lines

MOBILE, WORK, HOME, OTHER = range(4)
# No separator of badge printers passes, though RFC 5322 allows some of them before the @.
_LOCAL = re.compile('[^ @<>()\\[\\],;:"\\\\|^$]+')
_LABEL = "[^\\x00-,./:-@\\[-`{-\\x7f]"
_DOMAIN = re.compile(f"(?:{_LABEL}+\\.)+{_LABEL}{{2,}}")


def email_address(text: str) -> str | None:
    """The address with its domain in lower case, or `None` if the text does not look like one."""
    text = squeeze(text)
    target = prefixed(text, "mailto:")
    if target is not None:
        text = unquote_percent(target.partition("?")[0])
    if text.endswith(">") and "<" in text:
        text = text.rpartition("<")[2][:-1]
    local, _, domain = text.rpartition("@")
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        return None
    return f"{local}@{domain.lower()}"


def phone_number(text: str) -> str | None:
    """The number as written without `tel:` and parameters, or `None`; service codes (`*#06#`, `%2306%23`) are none."""
    target = prefixed(squeeze(text), "tel:")
    text = squeeze(text if target is None else unquote_percent(target)).partition(";")[0]
    if len(digits(text)) < 3 or any(sign in text for sign in "*#%"):
        return None
    return squeeze(text)


def digits(text: str) -> str:
    """The digits 0 to 9 of the text."""
    return re.sub("[^0-9]", "", text)


@dataclass
class Draft:
    """Values gathered from one code."""

    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    id: str | None = None
    degrees: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[tuple[int, str]] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_email(self, text: str) -> None:
        """An address is among the e-mails; other text is in the note."""
        address = email_address(text)
        if address is None:
            add(self.notes, squeeze(text))
        else:
            add(self.emails, address)

    def add_phone(self, text: str, rank: int = OTHER) -> None:
        """A number is among the phones at its rank; other text is in the note."""
        number = phone_number(text)
        if number is None:
            add(self.notes, squeeze(text))
        elif digits(number) not in [digits(known) for _, known in self.phones] and len(self.phones) < VALUES:
            self.phones.append((rank, number))

    def add_link(self, text: str) -> None:
        """A web link is among the urls, `mailto:` and `tel:` where they belong; other text is in the note."""
        url = web_link(text, bare=True)
        if url is not None:
            add(self.urls, url, exact=True)
        elif prefixed(squeeze(text), "mailto:") is not None:
            self.add_email(text)
        elif prefixed(squeeze(text), "tel:") is not None:
            self.add_phone(text)
        else:
            add(self.notes, squeeze(text))

    def add_note(self, text: str) -> None:
        """The text is in the note with its line breaks."""
        add(self.notes, squeeze_lines(text))

    def lets_reach(self) -> bool:
        """Whether a person can be named or reached from the values."""
        return bool(self.name or self.emails or self.phones or any(map(is_profile, self.urls)))

    def reading(self, kind: Kind, raw: str | None) -> Reading:
        """The values as a Reading of that kind; numbers are in the order mobile, work, home, others."""
        orcids = [orcid for orcid in map(orcid_of, self.urls) if orcid]
        return Reading(
            kind=kind,
            name=self.name or None,
            given_name=self.given_name or None,
            family_name=self.family_name or None,
            degrees=tuple(self.degrees),
            emails=tuple(self.emails),
            phones=tuple(number for _, number in sorted(self.phones, key=lambda phone: phone[0])),
            organization=", ".join(self.organizations) or None,
            title=", ".join(self.titles) or None,
            address="\n".join(self.addresses) or None,
            urls=tuple(self.urls),
            note="\n".join(self.notes) or None,
            id=self.id or next(iter(orcids), None),
            is_contact=self.lets_reach(),
            raw=raw,
        )


def add(values: list[str], value: str, *, exact: bool = False) -> None:
    """The value is in the list once, letter case aside unless exact; empty ones and those beyond 20 are not."""
    known = any(other == value if exact else other.lower() == value.lower() for other in values)
    if value and not known and len(values) < VALUES:
        values.append(value)
