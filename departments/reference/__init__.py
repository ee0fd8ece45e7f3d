"""The shipped facts about the town: units, unit sets, villages, themes, officials.

`data/` holds them as CSV files; this module reads them as plain rows without a database, and `loading` writes
them into one.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class UnitName:
    """A name that reports use; `kind` is `department` or `unit_set`."""

    slug: str
    name: str
    kind: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one data file, in its order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(names: str) -> list[str]:
    """The parts of a cell that holds several names with a bar between them."""
    return [name for name in names.split("|") if name]


def village_name(row: dict[str, str]) -> str:
    """新市 → 新市社区: the bare name is also an ordinary word (太平, 北区) and names no unit by itself."""
    return row["name"] + ("社区" if row["kind"] == "community" else "村")


def shipped_unit_names() -> list[UnitName]:
    """Every name under which a shipped unit or unit set may stand in a report."""
    return list(_unit_names())


def _unit_names() -> Iterator[UnitName]:
    for row in rows("departments"):
        for name in (row["short_name"], row["full_name"], *split(row["aliases"])):
            if name:
                yield UnitName(row["slug"], name, "department")
    for row in rows("villages"):
        yield UnitName(row["slug"], village_name(row), "department")
    for row in rows("unit_sets"):
        for name in (row["name"], *split(row["aliases"])):
            yield UnitName(row["slug"], name, "unit_set")
