"""Rows that come from a place in the text, and rows that change their place."""

import re
from typing import Any

from meetings.report_parser.cleaning import clean

from ..made import blank_directive, blank_task

Row = dict[str, Any]

TITLE = 60
LAST_ID = "last_id"  # in a draft: the highest number that a directive of it ever had
_OWN_NUMBER = re.compile(r"d(\d+)", re.ASCII)
BY_HAND = "by hand"  # the rule of a directive that a clerk took from the report


def remember_ids(made: Row) -> Row:
    """The draft's note of the highest number that a directive of it ever had, to be kept when one is taken away.

    A number is never given twice: tasks of the directive may stand under another by now, or name it as their source.
    """
    rows = made["directives"]
    keys = [key for row in rows for key in (row["id"], *(task["id"] for task in row["tasks"]))]
    keys += [key for row in rows for task in row["tasks"] for key in task.get("also", ())]
    numbers = [int(found[1]) for key in keys if (found := _OWN_NUMBER.match(key))]
    return {LAST_ID: max(made.get(LAST_ID, 0), *numbers, 0)}


def _new_directive_id(made: Row) -> str:
    made[LAST_ID] = remember_ids(made)[LAST_ID] + 1
    return f"d{made[LAST_ID]}"


def new_task_id(made: Row, key: str) -> str:
    """One for a task made under the directive that no task of the draft has, wherever it stands by now."""
    prefix = f"{key}t"
    own = (task["id"].removeprefix(prefix) for row in made["directives"] for task in row["tasks"])
    return f"{prefix}{max((int(number) for number in own if number.isdigit()), default=0) + 1}"


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
    row = blank_directive() | fields | {"id": _new_directive_id(made)}
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
    task["id"] = new_task_id(made, key)
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
