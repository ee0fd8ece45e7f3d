"""One directive becomes two where somebody cut its text."""

from typing import Any

from meetings.report_parser.cleaning import clean

from ..made import blank_task
from .placing import BY_HAND, TITLE, add_directive

Row = dict[str, Any]

SHORT_TITLE = 4
DATES = ("due_on", "due_basis", "due_text", "due_start", "due_end", "nature")


def split(made: Row, at: int, text: str) -> str:
    """Cut the directive whose text holds the place, and its task with it; returns the id of the second half.

    What belongs to the words of the second half goes with it: tasks that start there, units that are named there,
    measures that are said there. "" where no directive holds the place, or nothing would be left of one half.
    """
    row = next((row for row in made["directives"] if _cuts(row, at, text)), None)
    if row is None:
        return ""
    first, second = text[row["start"] : at].rstrip(), text[at : row["end"]].lstrip()
    begins = row["end"] - len(second)
    words = clean(second).text.strip()
    moved = [task for task in row["tasks"] if task["start"] is not None and task["start"] >= begins]
    stays = [task for task in row["tasks"] if task not in moved]
    fresh = [_second_task(task, begins, row["end"], second, words) for task in stays[:1] if not moved]
    place = {"start": begins, "end": row["end"], "quotation": second}
    row |= {
        "end": row["start"] + len(first),
        "quotation": first,
        "text": clean(first).text.strip(),
        "tasks": stays,
    }
    for task in stays:
        _shorten(task, row["end"], text)
    fields = {"text": words, "rule": BY_HAND, "speaker": row["speaker"], "kind": row["kind"]}
    return str(add_directive(made, place | fields | {"tasks": [*moved, *fresh]})["id"])


def _cuts(row: Row, at: int, text: str) -> bool:
    if row["start"] is None or not row["start"] < at < row["end"]:
        return False
    return bool(text[row["start"] : at].strip() and text[at : row["end"]].strip())


def _second_task(task: Row, start: int, end: int, quotation: str, words: str) -> Row:
    """The second half of a task that stood for the whole text, with what is said there."""
    measures = [line for line in task["measures"].split("\n") if line.strip() and _said(line, words)]
    task["measures"] = "\n".join(line for line in task["measures"].split("\n") if line not in measures)
    charges = [c for c in task["charges"] if c["start"] is not None and c["start"] >= start]
    task["charges"] = [charge for charge in task["charges"] if charge not in charges]
    own = bool(measures) and SHORT_TITLE <= len(measures[0]) <= TITLE  # it says what the half is about
    title = measures.pop(0) if own else words.rstrip("。；;")[:TITLE]
    same = {name: task[name] for name in ("theme", "mode", "report_cycle", "report_day", "sign_by")}
    place = {"start": start, "end": end, "quotation": quotation}
    half = blank_task() | same | place
    half |= {"title": title, "measures": "\n".join(measures), "charges": charges}
    half |= {name: task[name] for name in _chosen(task)}
    if task["due_start"] is not None and task["due_start"] >= start:
        half |= {name: task[name] for name in DATES}
        task |= {name: blank_task()[name] for name in DATES}
    return half


def _chosen(task: Row) -> tuple[str, ...]:
    """What the office decided of the whole, so that it holds for both halves: a date that is not of the text, a leader
    who was not merely proposed from the leading unit."""
    date = DATES if task["due_start"] is None else ()
    leader = ("responsible_leader",) if task["responsible_leader"] != task.get("leader_proposed", "") else ()
    return (*date, *leader)


def _said(measure: str, words: str) -> bool:
    return measure.strip().rstrip("。；;") in words


def _shorten(task: Row, end: int, text: str) -> None:
    """A task ends where its directive now ends."""
    if task["end"] is not None and task["start"] is not None and task["start"] < end < task["end"]:
        task |= {"end": end, "quotation": text[task["start"] : end]}
