"""What every row is measured with: CPU of a process tree, alternating rounds, one JSON line a row, a table."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

TICK_MS = 1_000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its floor and its goal.

    `spread` is (largest - smallest) / median over the `n` rounds of Hallway's side; `goal` is in words, `met` None
    where there is no goal.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    spread: float | None = None
    n: int = 1
    goal: str = ""
    met: bool | None = None
    note: str = ""

    def line(self) -> str:
        """Return the row as one line of JSON."""
        return json.dumps({key: _rounded(value) for key, value in asdict(self).items()}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the two sides took, in the order of the rounds."""

    ours: list[float]
    floor: list[float]

    @property
    def ratio(self) -> float:
        """Median of ours over median of the floor."""
        return median(self.ours) / median(self.floor)

    @property
    def spread(self) -> float:
        """How far our rounds lie apart, as a share of their median."""
        return (max(self.ours) - min(self.ours)) / median(self.ours)


def alternate(ours: Callable[[], float], floor: Callable[[], float], pairs: int) -> Rounds:
    """Return the figures of rounds in the order A B B A A B B A ..., so that drift falls on both sides alike."""
    sides: dict[bool, list[float]] = {True: [], False: []}
    for number in range(pairs):
        for is_ours in (True, False) if number % 2 == 0 else (False, True):
            sides[is_ours].append(ours() if is_ours else floor())
    return Rounds(sides[True], sides[False])


def compared(name: str, rounds: Rounds, most: float, goal: str, note: str, *, is_sound: bool = True) -> Row:
    """Return the row of CPU per answer beside its floor: met at `most` times the floor, where the answers are sound."""
    return Row(
        name,
        median(rounds.ours),
        "ms",
        floor=median(rounds.floor),
        ratio=rounds.ratio,
        spread=rounds.spread,
        n=len(rounds.ours),
        goal=f"<= {most:g} times {goal}",
        met=rounds.ratio <= most and is_sound,
        note=note,
    )


def tree_cpu_ms(pid: int) -> float:
    """Return user and system time of a process, its descendants and its ended children, in milliseconds."""
    parents = {int(path.name): _stat(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    tree, waiting = set[int](), [pid]
    while waiting:
        one = waiting.pop()
        tree.add(one)
        waiting += [
            child for child, fields in parents.items() if fields and int(fields[1]) == one and child not in tree
        ]
    return sum(sum(map(int, fields[11:15])) for one in tree if (fields := parents.get(one))) * TICK_MS


def peak_mb() -> float:
    """Return the most memory that this program has held, in MB.

    `ru_maxrss` would count the process that started this one: it survives exec.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| row | value | floor | ratio | spread | n | goal | met |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        met = {True: "yes", False: "**no**", None: ""}[row.met]
        share = f"{row.spread:.0%}" if row.spread is not None else ""
        figures = f"{_shown(row.value)} {row.unit} | {_shown(row.floor)} | {_shown(row.ratio)} | {share} | {row.n}"
        lines.append(f"| {row.name}{f' ({row.note})' if row.note else ''} | {figures} | {row.goal} | {met} |")
    return "\n".join(lines)


def _stat(path: Path) -> list[str]:
    """The fields after the name: state, parent ... utime, stime, cutime, cstime at 11 to 14; [] for one that ended."""
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or isinstance(value, int) else f"{value:,.2f}"


def _rounded(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
