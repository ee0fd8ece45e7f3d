"""Rows that come from a place in the text, and rows that change their place."""

from collections.abc import Iterable
from typing import Any

from meetings.report_parser.cleaning import clean

from ..made import blank_directive, blank_task

Row = dict[str, Any]

TITLE = 60
BY_HAND = "by hand"  # the rule of a directive that a clerk took from the report


def new_id(prefix: str, taken: Iterable[str]) -> str:
    """The prefix with the next number that no row of the draft has."""
    numbers = [
        int(key[len(prefix) :]) for key in taken if key.startswith(prefix) and key[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def directive_in(made: Row, key: str) -> Row | None:
    """The directive with that id."""
    return next((row for row in made["directives"] if row["id"] == key), None)


def task_in(made: Row, key: str) -> tuple[Row, Row] | None:
    """A task with that id and the directive it stands under."""
    found = ((row, task) for row in made["directives"] for task in row["tasks"] if task["id"] == key)
    return next(found, None)


def add_directive(made: Row, fields: Row) -> Row:
    """A new directive in the order of the text, with ids of its own and for its tasks."""
    rows = made["directives"]
    row = blank_directive() | fields | {"id": new_id("d", [row["id"] for row in rows])}
    start = row["start"]
    following = [n for n, other in enumerate(rows) if start is not None and (other["start"] or 0) > start]
    rows.insert(following[0] if following else len(rows), row)
    for number, task in enumerate(row["tasks"], 1):
        task["id"] = f"{row['id']}t{number}"
    return row


def take(made: Row, start: int, end: int, text: str) -> str:
    """A passage of the report becomes a directive with one task, in the place where it stands."""
    passage = _passage(start, end, text)
    if passage is None:
        return ""
    words, place = passage
    task = blank_task() | place | {"title": _title(words)}
    return str(add_directive(made, place | {"text": words, "rule": BY_HAND, "tasks": [task]})["id"])


def add_task_from(made: Row, key: str, start: int, end: int, text: str) -> str:
    """A passage of the report becomes one more task of a directive; the passage need not lie inside it."""
    row, passage = directive_in(made, key), _passage(start, end, text)
    if row is None or passage is None:
        return ""
    words, place = passage
    task = blank_task() | place | {"title": _title(words), "theme": _theme_of(row)}
    task["id"] = new_id(f"{key}t", [other["id"] for other in row["tasks"]])
    row["tasks"].append(task)
    return str(task["id"])


def move(made: Row, key: str, step: int) -> str:
    """A directive, or a task inside its directive, one place up or down; at the edge it stays."""
    found = task_in(made, key)
    rows = found[0]["tasks"] if found else made["directives"]
    place = next((n for n, row in enumerate(rows) if row["id"] == key), None)
    if place is not None and 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
    return key


def _passage(start: int, end: int, text: str) -> tuple[str, Row] | None:
    """Its words as a row says them, and its place; None where nothing is said there."""
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    words = clean(text[start:end]).text.strip()
    return (words, {"start": start, "end": end, "quotation": text[start:end]}) if words else None


def _title(words: str) -> str:
    return words.rstrip("。；;，,")[:TITLE]


def _theme_of(row: Row) -> str:
    themes = {task["theme"] for task in row["tasks"]}
    return themes.pop() if len(themes) == 1 else ""
