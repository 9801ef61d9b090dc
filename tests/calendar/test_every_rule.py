"""Where the broken twins of each rule of the calendar contract are: a checker that cannot fail is none."""

from collections.abc import Collection

from tests.calendar.test_address_rules import ADDRESSES, GUESSES, TRACES
from tests.calendar.test_change_rules import ALARM_TWINS, RENDERED
from tests.calendar.test_change_rules import TWINS as OF_TWO_FILES
from tests.calendar.test_http_rules import TWINS as OF_AN_ANSWER
from tests.calendar.test_ical import TWINS as OF_ONE_FILE
from tests.calendar.test_zones import TWINS as OF_ZONES

RULES = range(1, 29)
IN_TABLES: dict[int, Collection[object]] = {
    4: RENDERED,  # each without its stamps
    9: ALARM_TWINS,
    16: OF_ZONES,
    26: ADDRESSES,
    27: TRACES,
    28: GUESSES,
}
IN_TESTS: dict[int, str] = {
    15: "test_ical.py: an empty feed without its zone",
    17: "test_ical.py: an event too many; test_change_rules.py: a day too far, a byte too much",
    25: "test_http_rules.py: a robots file that shuts Google out",
}


def test_no_rule_is_without_a_twin_that_is_seen() -> None:
    by_number = {*(rule for rule, _ in OF_ONE_FILE), *(rule for rule, _, _ in OF_AN_ANSWER)}
    by_number |= {rule for rule, _ in OF_TWO_FILES.values()}

    assert sorted(by_number | IN_TABLES.keys() | IN_TESTS.keys()) == list(RULES)
    assert [rule for rule, twins in IN_TABLES.items() if len(twins) < 3] == []
