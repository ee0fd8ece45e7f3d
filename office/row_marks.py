"""Marks by which a page of the workbench and the server know that they show the same row.

A mark is taken of everything that the row's part of the template reads, except numbers: those of the row and its tasks,
and of a row that it is like. The page's script writes them anew where rows came or went before them. What the template comes to read of a row belongs
in here: tests/office/test_row_marks.py tries that the same mark always means the same HTML.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from directives.intake import Problem

from .unitbook import UnitBook

_ROW = re.compile(r"directives\.(\d+)\.(.*)")
OTHER = re.compile(r"(?<=要求 )\d+")


class RowMarks:
    """Marks of the rows of one page; `ground` is what all of its rows show alike."""

    def __init__(self, ground: Any, problems: Iterable[Problem], *said: Mapping[str, str]) -> None:
        """`said` are what is told of fields and what was typed into them, by the fields' names."""
        self._ground = crc32(_written(ground))
        self.names = f"{self._ground:x}"
        self._problems: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for one in problems:
            if found := _ROW.fullmatch(one.path):
                words = OTHER.sub("", one.message) if one.offer else one.message
                shown = found[2], words, one.blocking, one.offer, one.doubt, one.key
                self._problems[int(found[1])].append(shown)
        self._said: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for kind, told in enumerate(said):
            for name, value in told.items():
                self._said[_owner(name)].append((kind, name, value))

    def mark(self, row: Mapping[str, Any], n: int, *beside: Any) -> str:
        """Of the directive in the n-th place; `beside` is what its part of the page shows of the rest of the draft."""
        owners = [f"d.{row['id']}", *(f"{kind}.{task['id']}" for task in row["tasks"] for kind in "tc")]
        said = [self._said[owner] for owner in owners if owner in self._said]
        return f"{crc32(_written((row, self._problems.get(n, ()), said, beside)), self._ground):x}"


def ground_of(book: UnitBook, *choices: Any) -> list[Any]:
    """The names that every row of a page reads its units by, and the choices it offers."""
    return [book.names, book.keys, book.members, book.hints, *choices]


def _owner(name: str) -> str:
    """`t.d3t1` of the field `t.d3t1.title`."""
    return ".".join(name.split(".", 2)[:2])


def _written(value: Any) -> bytes:
    """The same bytes for the same value, however a database or a form ordered its keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()
