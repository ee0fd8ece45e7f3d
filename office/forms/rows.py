"""The row buttons of the intake page: what each adds to the draft, and where the page should stand after it.

Rows are removed by the form's reader, which leaves them out.
"""

from collections.abc import Iterator
from typing import Any

from directives.intake import blank_attendance, blank_charge, blank_directive, blank_task
from meetings.report_parser.cleaning import clean

TITLE = 60
BY_HAND = "by hand"  # the rule of a directive that a clerk took from the report

# A row just added, which nobody had the time to fill: nothing is said about it before the next save or confirmation.
FRESH = {"fresh": True}
JUDGING = frozenset({"save", "confirm", "confirm-alike"})


def rows_in(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the draft with its path."""
    for n, row in enumerate(made["attendance"]):
        yield f"attendance.{n}", row
    for n, row in enumerate(made["directives"]):
        yield f"directives.{n}", row
        for m, task in enumerate(row["tasks"]):
            yield f"directives.{n}.tasks.{m}", task
            for k, charge in enumerate(task["charges"]):
                yield f"directives.{n}.tasks.{m}.charges.{k}", charge


def judge(made: dict[str, Any], act: str, *, untouched: bool) -> None:
    """Note from when on what is missing counts as wrong: from the first save or confirmation, not from a row button.

    Confirming judges every row, also those that another part of a long draft shows.
    """
    if act not in JUDGING:
        if untouched:
            made["unjudged"] = True
        return
    made.pop("unjudged", None)
    if act != "save":
        for _, row in rows_in(made):
            row.pop("fresh", None)


def apply(made: dict[str, Any], act: str, text: str) -> str:
    """Carry out a row button on `made`; returns the anchor of the row to look at, or ""."""
    name, _, subject = act.partition(":")
    match name:
        case "add-person" | "add-unit":
            made["attendance"].append(blank_attendance() | {"is_unit": name == "add-unit"} | FRESH)
            return f"a{len(made['attendance']) - 1}"
        case "add-directive":
            return _add_directive(made, FRESH)
        case "take":
            return _take(made, subject, text)
        case "up" | "down":
            return _move(made["directives"], subject, -1 if name == "up" else 1)
        case "add-task":
            return _add_task(made, subject)
        case "add-charge":
            return _add_charge(made, subject)
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
            task = blank_task() | place | FRESH
            task["id"] = _new_id(f"{key}t", [other["id"] for other in row["tasks"]])
            row["tasks"].append(task)
            return str(task["id"])
    return ""


def _add_charge(made: dict[str, Any], key: str) -> str:
    for row in made["directives"]:
        for task in row["tasks"]:
            if task["id"] == key:
                task["charges"].append(blank_charge(task["mode"], task["charges"]) | FRESH)
                return f"c.{key}.{len(task['charges']) - 1}.unit"
    return ""


def _new_id(prefix: str, taken: list[str]) -> str:
    numbers = [
        int(key[len(prefix) :]) for key in taken if key.startswith(prefix) and key[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"
