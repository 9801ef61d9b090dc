"""The page behind a card's code: plain HTML for any phone, without a script. Pure; every value is text to it."""

from html import escape
from urllib.parse import quote

from server.badges.card import CardFields, lines_of, spoken_name

_LABELS = {
    "ORG": "School or hospital",
    "TITLE": "Role",
    "EMAIL": "E-mail",
    "TEL": "Phone",
    "URL": "Link",
    "ADR": "Address",
    "NOTE": "Specialty",
}
_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
    '<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/b/card.css">'
)


def page(said: CardFields, code: str) -> str:
    """Return the page of the card with its way into an address book."""
    name = spoken_name(said.name)
    degrees = f'<p class="degrees">{_isolated(", ".join(said.degrees))}</p>' if said.degrees else ""
    rows = "".join(f"<div><dt>{_LABELS[key]}</dt><dd>{_shown(key, text)}</dd></div>" for key, text in lines_of(said))
    return (
        f"{_HEAD}<title>{escape(name)}</title></head><body><main><h1>{_isolated(name)}</h1>{degrees}"
        f"{f'<dl>{rows}</dl>' if rows else ''}"
        f'<p><a class="button" href="/b/{quote(code)}/card.vcf" download>Save to contacts</a></p>'
        f"<p class=second>{escape(name)} chose to show this, and can take the page away. "
        "What you save stays with you.</p></main></body></html>"
    )


def missing_page() -> str:
    """Return the page for a code that shows nothing, whatever the reason."""
    return (
        f"{_HEAD}<title>Nothing here</title></head><body><main><h1>Nothing here</h1>"
        "<p>This card is not shown, or not any more. Ask the person for their new one.</p></main></body></html>"
    )


def file_name(said: CardFields) -> str:
    """Return what to call the file of the card: letters, digits and hyphens of any script."""
    words = "".join(char if char.isalnum() else " " for char in spoken_name(said.name)).split()
    return f"{'-'.join(words)[:60] or 'card'}.vcf"


def _shown(key: str, text: str) -> str:
    href = {"EMAIL": f"mailto:{quote(text, safe='@')}", "TEL": f"tel:{_digits(text)}", "URL": text}.get(key)
    if href is None:
        return _isolated(text)
    return f'<a href="{escape(href)}" rel="noopener noreferrer nofollow">{_isolated(text)}</a>'


def _isolated(text: str) -> str:
    """The text as text, its writing direction kept to itself."""
    return f"<bdi>{escape(text)}</bdi>"


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "+0123456789")
