"""What a browser calls itself, in a few words such as "Safari on iPhone", read from its User-Agent. Pure.

It is shown so that a person tells their own devices apart; nothing rests on it, for anybody can send any User-Agent.
"""

MOST_READ = 400  # characters

# The first that is found counts: every browser names those that it wants to be taken for.
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def named(user_agent: str) -> str | None:
    """Return the browser and its system; None where neither is known."""
    text = user_agent[:MOST_READ]
    browser, system = _first(_BROWSERS, text), _first(_SYSTEMS, text)
    if browser and system:
        return f"{browser} on {system}"
    return f"Hallway on {system}" if system else browser  # an app on an iPhone's home screen does not say Safari


def _first(known: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for mark, name in known if mark in text), None)
