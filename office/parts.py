"""A long draft in parts: so many rows and so much of the report beside them as a page and a form can carry."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

DEMANDS, PEOPLE, CHARACTERS = 40, 120, 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """Ranges of the directives, of the rows of attendance, and of the report's characters."""

    number: int
    demands: range
    people: range
    text: range


def parts_of(made: dict[str, Any], text: str, *, size: int = DEMANDS) -> list[Part]:
    """The whole in order, nothing twice and nothing left out; a draft of common length is one part.

    `size` is how many rows of `made["directives"]` a part holds at most.
    """
    rows, people = made["directives"], len(made["attendance"])
    begins = _begins(rows, len(text))
    found: list[Part] = []
    row = at = present = 0
    while not found or row < len(rows) or at < len(text) or present < people:
        last = min(row + size, len(rows))
        end = begins[last]
        if end - at > CHARACTERS * 3 // 2:
            end = at + CHARACTERS
            last = next((n for n in range(row, last) if begins[n] > end), last)
        shown = min(present + PEOPLE, people)
        found.append(Part(len(found) + 1, range(row, last), range(present, shown), range(at, end)))
        row, at, present = last, end, shown
    return found


def part_with(parts: list[Part], made: dict[str, Any], anchor: str) -> Part:
    """The part that shows the row of an anchor or of a field's name (`d3`, `a7`, `t.d3t1.title`); else the first."""
    kind, key = _row_of(anchor)
    for n, row in enumerate(made["directives"]):
        if kind != "a" and (row["id"] == key or any(task["id"] == key for task in row["tasks"])):
            return next(part for part in parts if n in part.demands)
    if kind == "a" and key.isdigit():
        return next((part for part in parts if int(key) in part.people), parts[0])
    return parts[0]


def _row_of(anchor: str) -> tuple[str, str]:
    kind, dot, rest = anchor.partition(".")
    if dot:
        return kind, rest.partition(".")[0]
    return ("a", anchor[1:]) if anchor[:1] == "a" and anchor[1:].isdigit() else ("", anchor)


def _begins(rows: list[dict[str, Any]], length: int) -> list[int]:
    """Where in the report each row and all after it begin; rows without a place begin with the next that has one."""
    places = [row["start"] if row["start"] is not None else length for row in rows]
    return [*reversed(list(accumulate(reversed(places), min, initial=length)))]
