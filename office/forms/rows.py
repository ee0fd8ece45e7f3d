"""The row buttons of the intake page: what each adds to the draft, and where the page should stand after it."""

from typing import Any

from directives.intake import blank_attendance, blank_charge, blank_directive, blank_task
from meetings.report_parser.cleaning import clean

TITLE = 60
BY_HAND = "by hand"  # the rule of a directive that a clerk took from the report


def apply(made: dict[str, Any], act: str, text: str) -> str:
    """Carry out a row button on `made`; returns the anchor of the row to look at, or ""."""
    name, _, subject = act.partition(":")
    match name:
        case "add-person" | "add-unit":
            made["attendance"].append(blank_attendance() | {"is_unit": name == "add-unit"})
            return f"a{len(made['attendance']) - 1}"
        case "add-directive":
            return _add_directive(made, {})
        case "take":
            return _take(made, subject, text)
        case "up" | "down":
            return _move(made["directives"], subject, -1 if name == "up" else 1)
        case "add-task":
            return _add_task(made, subject)
        case "add-charge":
            return _add_charge(made, subject)
        case "drop":
            return "attendance" if subject.startswith("a.") else _parent(made, subject)
    return ""


def _add_directive(made: dict[str, Any], fields: dict[str, Any]) -> str:
    rows = made["directives"]
    row = blank_directive() | fields | {"id": _new_id("d", [row["id"] for row in rows])}
    start = row["start"]
    following = [n for n, other in enumerate(rows) if start is not None and (other["start"] or 0) > start]
    rows.insert(following[0] if following else len(rows), row)
    for task in row["tasks"]:
        task["id"] = _new_id(f"{row['id']}t", [])
    return str(row["id"])


def _take(made: dict[str, Any], subject: str, text: str) -> str:
    """A sentence of the report becomes a directive with one task, in the place where it stands."""
    first, _, last = subject.partition("-")
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return ""
    start, end = int(first[:8]), min(int(last[:8]), len(text))
    if not text[start:end].strip():
        return ""
    words = clean(text[start:end]).text.strip()
    place = {"start": start, "end": end, "quotation": text[start:end]}
    task = blank_task() | place | {"title": words.rstrip("。；;")[:TITLE]}
    return _add_directive(made, place | {"text": words, "rule": BY_HAND, "tasks": [task]})


def _move(rows: list[dict[str, Any]], key: str, step: int) -> str:
    place = next((n for n, row in enumerate(rows) if row["id"] == key), None)
    if place is not None and 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
    return key


def _add_task(made: dict[str, Any], key: str) -> str:
    for row in made["directives"]:
        if row["id"] == key:
            place = {name: row[name] for name in ("start", "end", "quotation")}
            task = blank_task() | place | {"id": _new_id(f"{key}t", [task["id"] for task in row["tasks"]])}
            row["tasks"].append(task)
            return str(task["id"])
    return ""


def _add_charge(made: dict[str, Any], key: str) -> str:
    for row in made["directives"]:
        for task in row["tasks"]:
            if task["id"] == key:
                task["charges"].append(blank_charge(task["mode"], task["charges"]))
                return f"c.{key}.{len(task['charges']) - 1}.unit"
    return ""


def _parent(made: dict[str, Any], dropped: str) -> str:
    """Where a removed row stood: the task of a unit, the directive of a task, the list of directives."""
    kind, _, key = dropped.partition(".")
    if kind == "c":
        return key.partition(".")[0]
    if kind == "t":
        return key.partition("t")[0]
    return "directives"


def _new_id(prefix: str, taken: list[str]) -> str:
    numbers = [
        int(key[len(prefix) :]) for key in taken if key.startswith(prefix) and key[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"
