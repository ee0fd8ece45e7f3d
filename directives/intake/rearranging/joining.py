"""Two rows become one: neighbouring directives, tasks of one directive, the same demand made twice."""

from typing import Any

from meetings.report_parser.cleaning import clean

from ...models import Charge, Task
from .placing import directive_in, remember_ids, task_in

Row = dict[str, Any]

LINES = "\n"


def merge_directive(made: Row, key: str, text: str) -> str:
    """A directive joins the one before it; their words and what stands between them are one passage then.

    Nothing happens where another directive's words stand between them, or one of them has no place in the text.
    """
    rows = made["directives"]
    n = next((n for n, row in enumerate(rows) if row["id"] == key), 0)
    if not n:
        return ""
    first, second = rows[n - 1], rows[n]
    if first["start"] is None or second["start"] is None:
        if first["start"] is not None or second["start"] is not None:
            return ""
        first["text"] = f"{first['text']}{second['text']}"
    else:
        start, end = min(first["start"], second["start"]), max(first["end"], second["end"])
        others = [row for row in rows if row not in (first, second) and row["start"] is not None]
        if any(row["start"] < end and row["end"] > start for row in others):
            return ""
        first |= {"start": start, "end": end, "quotation": text[start:end]}
        first["text"] = clean(text[start:end]).text.strip()
    first["headline"] = first["headline"] or second["headline"]
    first["speaker"] = first["speaker"] or second["speaker"]
    first["tasks"] += second["tasks"]
    made |= remember_ids(made)
    rows.pop(n)
    _forget(made, key, first["id"])
    return str(first["id"])


def merge_task(made: Row, key: str, text: str) -> str:
    """A task joins the one before it in its directive: measures and units of both, the first one's title and dates."""
    found = task_in(made, key)
    if found is None:
        return ""
    row, task = found
    n = row["tasks"].index(task)
    if not n:
        return ""
    first = row["tasks"][n - 1]
    _absorb(first, task)
    if first["start"] is not None and task["start"] is not None:
        start, end = min(first["start"], task["start"]), max(first["end"], task["end"])
        first |= {"start": start, "end": end, "quotation": text[start:end]}
    row["tasks"].pop(n)
    return str(first["id"])


def join_tasks(made: Row, key: str, other: str) -> str:
    """The same demand made twice becomes one task with two sources: that of `other` goes into that of `key`.

    Both are directives; each keeps its words, the task of the first names the second as a further source (`also`).
    """
    first, second = directive_in(made, key), directive_in(made, other)
    if first is None or second is None or first is second or not first["tasks"]:
        return ""
    task = first["tasks"][0]
    for one in second["tasks"]:
        _absorb(task, one)
    second["tasks"] = []
    task["also"] = list(dict.fromkeys([*task.get("also", []), other]))
    return str(task["id"])


def part_source(made: Row, key: str, other: str) -> str:
    """A task no longer names a directive as a further source."""
    found = task_in(made, key)
    if found is None:
        return ""
    found[1]["also"] = [one for one in found[1].get("also", []) if one != other]
    return key


def _absorb(first: Row, second: Row) -> None:
    """What the second task says and the first does not."""
    lines = [line for one in (first, second) for line in one["measures"].split(LINES) if line.strip()]
    if second["title"].strip() and second["title"] != first["title"]:
        own = [line for line in second["measures"].split(LINES) if line.strip()]
        lines = lines if own else [*lines, second["title"].strip()]
    first["measures"] = LINES.join(dict.fromkeys(lines))
    if not first["charges"]:
        first["mode"] = second["mode"]
    known = {charge["unit"] or charge["words"] for charge in first["charges"]}
    further = [c for c in second["charges"] if "unread" in c or (c["unit"] or c["words"]) not in known]
    if first["mode"] == Task.Mode.EACH:  # nobody leads where each acts for itself
        led = {"role": Charge.Role.RESPONSIBLE.value}
        further = [c | led if c["role"] == Charge.Role.LEAD else c for c in further]
    first["charges"] += further
    first["responsible_leader"] = first["responsible_leader"] or second["responsible_leader"]
    if not first["due_on"] and second["due_on"]:
        dates = ("due_on", "due_basis", "due_text", "due_start", "due_end", "nature")
        first |= {name: second[name] for name in dates}
    also = [*first.get("also", []), *second.get("also", [])]
    if also:
        first["also"] = list(dict.fromkeys(also))


def _forget(made: Row, key: str, instead: str) -> None:
    """Tasks that named a directive as a further source name the one it went into."""
    for row in made["directives"]:
        for task in row["tasks"]:
            if key in task.get("also", ()):
                named = [instead if one == key else one for one in task["also"]]
                task["also"] = [one for one in dict.fromkeys(named) if one != row["id"]]
