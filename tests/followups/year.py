"""A student's year of follow-ups, day by day: 40 people, two conferences, a letter, settings changed twice.

`python -m tests.followups.year` prints what was owed when. Replies come at random from a fixed seed, so that the year
is the same each time. The student does on each day what is due: sends, ticks off, asks for the letter.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from server.followups.cadence import reached_on, steps
from server.followups.silence import MESSAGES_UNANSWERED, refusal, unanswered
from server.followups.story import Contact, Letter, Milestone, Note, Outreach, Referred, Row, Settings, Step, Story

FIRST, DAYS, PEOPLE = date(2026, 11, 29), 365, 40
SECOND_MEETING = date(2027, 5, 10)
DEADLINE = date(2027, 9, 15)
NEWS_ON = date(2027, 3, 1)
CHANGES = {
    date(2027, 1, 15): Settings({"check_in": 90}, ("sat", "sun")),
    date(2027, 6, 1): Settings({"check_in": 45, "nudge": 10}, ("sun", "2027-07-05")),
}
PURPOSES = {"thank_you": "thank_you", "nudge": "nudge", "check_in": "check_in", "update": "update", "tell": "referral"}
REPLIES = 0.45  # of the messages
OWED_AT_ONCE = 6  # more than that wait for the next day


@dataclass
class Year:
    """The stories as they stand, and what was owed and sent on each day; messages that were refused are counted."""

    stories: dict[str, Story]
    owed: list[tuple[date, Step]] = field(default_factory=list)
    refused: int = 0
    most_unanswered: int = 0
    days: list[tuple[date, list[Story]]] = field(default_factory=list)


def lived(*, keep_days: bool = False) -> Year:
    """Live the year; `keep_days` keeps the stories of each day as well."""
    chance = random.Random(2026)
    year = Year({key: _begun(key, number) for number, key in enumerate(_keys())})
    for number in range(DAYS):
        today = FIRST + timedelta(days=number)
        if today in CHANGES:
            year.stories = {key: replace(one, settings=CHANGES[today]) for key, one in year.stories.items()}
        _refer(year, today)
        if keep_days:
            year.days.append((today, list(year.stories.values())))
        due = [step for story in year.stories.values() for step in steps(story, today) if step.when in ("due", "late")]
        due.sort(key=lambda step: (step.due_on or today, step.contact, step.step))
        year.owed += [(today, step) for step in due]
        for step in due[:OWED_AT_ONCE]:
            _act(year, step, today, chance)
        year.most_unanswered = max(year.most_unanswered, *(unanswered(one) for one in year.stories.values()))
    return year


def table(year: Year) -> str:
    """Return how many follow-ups fell due for the first time in each week, by step."""
    weeks: dict[int, Counter[str]] = {}
    for day, step in firsts(year):
        weeks.setdefault((day - FIRST).days // 7, Counter())[step.step] += 1
    lines = [f"{(FIRST + timedelta(weeks=week)).isoformat()}  {_told(found)}" for week, found in sorted(weeks.items())]
    return "\n".join(lines)


def told(year: Year) -> str:
    """Return the year as it is printed: the weeks, three people, and the most messages that stood unanswered."""
    people = ["\n  ".join([f"Person {number}", *of_person(year, number)]) for number in (0, 1, 21)]
    most = f"at most {year.most_unanswered} of {MESSAGES_UNANSWERED} unanswered, {year.refused} refused"
    return "\n\n".join([table(year), *people, most])


def firsts(year: Year) -> list[tuple[date, Step]]:
    """Return each step with the day on which it was first owed."""
    seen: dict[str, tuple[date, Step]] = {}
    for day, step in year.owed:
        seen.setdefault(step.id, (day, step))
    return list(seen.values())


def of_person(year: Year, number: int) -> list[str]:
    """Return what was owed to one person, in order."""
    key = _keys()[number]
    return [f"{day.isoformat()} {step.step}" for day, step in firsts(year) if step.contact == key]


def _told(found: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(found.items()))


def _keys() -> list[str]:
    return [f"01940000-0000-7000-8000-{number:012}" for number in range(1, PEOPLE + 1)]


def _begun(key: str, number: int) -> Story:
    """Half of them are met at the first conference, the others at the second; some with a promise or an ask."""
    at_first = number < PEOPLE // 2
    day = (FIRST if at_first else SECOND_MEETING) + timedelta(days=number % 4)
    note = Note(
        _id("1", number),
        datetime.combine(day, time(16), UTC),
        promise="Send my CV" if number % 5 == 0 else None,
        ask="May I write about research?" if number % 7 == 1 else None,
    )
    return Story(
        contact=Contact(
            key, f"Person {number}", met_on=day, met_where="Winter Rounds" if at_first else "Spring Rounds"
        ),
        notes=(note,),
        milestones=(Milestone(_id("2", 0), "Passed Step 2", NEWS_ON),) if number in (0, 1, 2) else (),
        letters=(Letter(_id("3", 0), "Residency", DEADLINE),) if number == 0 else (),
        zone="America/Chicago",
    )


def _refer(year: Year, today: date) -> None:
    """Person 1 named person 25, who is reached at the second conference."""
    named = year.stories[_keys()[25]]
    reached = reached_on(named)
    if reached is None or reached > today:
        return
    key = _keys()[1]
    year.stories[key] = replace(year.stories[key], referred=(Referred(named.contact.id, named.contact.name, reached),))


def _act(year: Year, step: Step, today: date, chance: random.Random) -> None:
    story = year.stories[step.contact]
    if step.step.startswith("letter_"):
        year.stories[step.contact] = _with_letter(story, step, today)
        return
    if step.step not in PURPOSES:
        row = Row(f"r{len(story.rows)}", step.step, step.cycle, step.due_on, "done")
        year.stories[step.contact] = replace(story, rows=(*story.rows, row))
        return
    message = _message(story, "out", PURPOSES[step.step], today, 15)
    if refusal(story, message):
        year.refused += 1
        return
    story = replace(story, outreach=(*story.outreach, message))
    if chance.random() < REPLIES or story.milestones:  # those who are to hear the news always reply
        story = replace(story, outreach=(*story.outreach, _message(story, "in", "other", today, 20)))
    year.stories[step.contact] = story


def _with_letter(story: Story, step: Step, today: date) -> Story:
    """The writer agrees three days after being asked, and has written by the reminder."""
    letter = story.letters[0]
    fields = {"letter_ask": "asked_on", "letter_packet": "packet_on", "letter_thank": "thanked_on"}
    changes = {fields[step.step]: today} if step.step in fields else {"uploaded_on": today}
    if step.step == "letter_ask":
        changes["agreed_on"] = today + timedelta(days=3)
    return replace(story, letters=(replace(letter, **changes),))


def _message(story: Story, direction: str, purpose: str, today: date, hour: int) -> Outreach:
    key = f"{story.contact.id}-{len(story.outreach)}"
    return Outreach(key, direction, purpose, datetime.combine(today, time(hour), UTC))


def _id(kind: str, number: int) -> str:
    return f"01940000-0000-7000-800{kind}-{number:012}"


def main() -> None:
    """Print the year."""
    print(told(lived()))


if __name__ == "__main__":
    main()
