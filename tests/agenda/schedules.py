"""Makers of schedules in frab XML; nothing here comes from a real meeting."""

from dataclasses import dataclass, field

HEAD = "<conference><title>Harbour Days</title><time_zone_name>Europe/Vienna</time_zone_name></conference>"


@dataclass(frozen=True)
class Talk:
    """One event; `people` are ids with names, `more` is XML inside it."""

    guid: str
    title: str = "A quiet harbour"
    hour: int = 10
    day: int = 1
    room: str = "Attic"
    people: tuple[tuple[str, str], ...] = (("p1", "Ana Lima"),)
    kind: str = "lecture"
    track: str = ""
    more: str = ""

    @property
    def xml(self) -> str:
        """The event as it is written."""
        persons = "".join(f'<person id="{identity}">{name}</person>' for identity, name in self.people)
        return (
            f'<event guid="{self.guid}"><date>2027-11-2{self.day}T{self.hour:02}:00:00+01:00</date>'
            f"<duration>00:30</duration><title>{self.title}</title><type>{self.kind}</type><track>{self.track}</track>"
            f"<abstract>About {self.title}.</abstract><persons>{persons}</persons>{self.more}</event>"
        )


@dataclass(frozen=True)
class Schedule:
    """A file: talks in their order, with what stands before the root and around it."""

    talks: tuple[Talk, ...] = field(default=())
    head: str = HEAD
    before: str = "<?xml version='1.0'?>"
    root: str = "<schedule>"
    between: str = ""
    after: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        days = ""
        for day in sorted({talk.day for talk in self.talks}):
            today = [talk for talk in self.talks if talk.day == day]
            rooms = "".join(
                f'<room name="{room}">' + self.between.join(talk.xml for talk in today if talk.room == room) + "</room>"
                for room in dict.fromkeys(talk.room for talk in today)
            )
            days += f'<day date="2027-11-2{day}">{rooms}</day>'
        return f"{self.before}{self.root}{self.head}{days}</schedule>{self.after}".encode()
