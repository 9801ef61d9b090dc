"""Which family of programs fetched a feed, by its User-Agent; pure. Nothing else of the caller is kept."""

_FAMILIES = (
    ("google", "google"),
    ("outlook", "outlook"),
    ("microsoft", "outlook"),
    ("exchange", "outlook"),
    ("thunderbird", "thunderbird"),
    ("icsx5", "icsx5"),
    ("evolution", "evolution"),
    ("gnome", "evolution"),
    ("nextcloud", "nextcloud"),
    ("homeassistant", "home-assistant"),
    ("dataaccessd", "apple"),
    ("calendaragent", "apple"),
    ("ios/", "apple"),
    ("macos/", "apple"),
    ("mac+os", "apple"),
)
OTHER = "other"
MOST_READ = 500  # characters


def family(user_agent: str) -> str:
    """Return the family, "other" for an unknown one."""
    told = user_agent[:MOST_READ].lower()
    return next((name for sign, name in _FAMILIES if sign in told), OTHER)
