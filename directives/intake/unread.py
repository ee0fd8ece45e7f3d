"""Words of a draft that could not be read: kept in their row until the field is read well, so that no page, part or
window of the draft is without them.

    {"due_on": "", ..., "unread": {"due_on": ["2031年6月", "看不懂这个日期，……"]}}

They stand beside the value that the field had before, move and go with their row, and are taken back with it.
"""

from collections.abc import Iterator
from typing import Any

from .checking.problem import Problem
from .made import rows_in

Row = dict[str, Any]


def unread_in(made: Row) -> Iterator[tuple[str, str, str]]:
    """Path of the field, the words, and what is said of them; in the order of the page."""
    for path, row in rows_in(made):
        for name, (words, message) in row.get("unread", {}).items():
            yield f"{path}.{name}", words, message


def unread_problems(made: Row) -> list[Problem]:
    """What keeps a draft with such words from being confirmed."""
    return [Problem(path, message) for path, _, message in unread_in(made)]


def unread_words(row: Row, name: str) -> str:
    """The words that stand in the row's field instead of its value; "" where the value does."""
    return str(row.get("unread", {}).get(name, [""])[0])


def read_well(row: Row, *names: str) -> None:
    """The fields were decided in another way: what was typed into them before is told no more."""
    left = {name: said for name, said in row.pop("unread", {}).items() if name not in names}
    if left:
        row["unread"] = left
