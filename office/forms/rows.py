"""The row buttons of the intake page: what each changes in the draft, and where the page should stand after it.

Rows are removed by the form's reader, which leaves them out.
"""

import re
from typing import Any

from directives.intake import blank_attendance, blank_task, look_at, rows_in, tell_again
from directives.intake.rearranging import (
    BY_HAND,
    add_directive,
    add_task_from,
    fill_down,
    join_tasks,
    merge_directive,
    merge_task,
    move,
    new_task_id,
    part_source,
    set_due,
    split,
    take,
    task_in,
)

__all__ = ["BY_HAND", "FRESH", "JUDGING", "LABELS", "apply", "judge"]

# A row just added, which nobody had the time to fill: nothing is said about it before the next save or confirmation.
FRESH = {"fresh": True}
JUDGING = frozenset({"save", "confirm", "confirm-alike", "take-over"})

# What a button did, in the words of the list of changes.
LABELS = {
    "drop": "删除", "take": "从原文添加要求", "task-from": "从原文添加任务", "split": "拆分要求", "merge": "合并",
    "join": "并为一项任务", "part": "去掉一个来源", "up": "上移", "down": "下移", "add-person": "添加人员",
    "add-unit": "添加单位", "add-directive": "添加要求", "add-task": "添加任务",
    "fill": "向下填充", "due": "定时限", "apply": "批量修改", "alias": "记住别名", "create-unit": "新建单位",
    "seen": "标记为看过", "unsee": "重新提示疑点",
}  # fmt: skip
_SPAN = re.compile(r"(\d{1,8})-(\d{1,8})", re.ASCII)


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
    one, _, other = subject.partition(":")
    match name:
        case "add-person" | "add-unit":
            made["attendance"].append(blank_attendance() | {"is_unit": name == "add-unit"} | FRESH)
            return f"a{len(made['attendance']) - 1}"
        case "add-directive":
            return str(add_directive(made, FRESH)["id"])
        case "add-task":
            return _add_task(made, subject)
        case "take":
            return take(made, *_span(subject), text)
        case "task-from":
            return add_task_from(made, one, *_span(other), text)
        case "split":
            return split(made, int(subject[:8]), text) if subject.isascii() and subject.isdigit() else ""
        case "merge":
            return (merge_task if task_in(made, subject) else merge_directive)(made, subject, text)
        case "up" | "down":
            return move(made, subject, -1 if name == "up" else 1)
    return _decide(made, name, one, other)


def _decide(made: dict[str, Any], name: str, one: str, other: str) -> str:
    """Buttons that change what rows say rather than which there are."""
    match name:
        case "join":
            return join_tasks(made, one, other)
        case "part":
            return part_source(made, one, other)
        case "fill":
            return fill_down(made, one, other)
        case "seen":
            look_at(made, one)
        case "unsee":
            tell_again(made)
        case "due":
            found = task_in(made, one)
            if found and (not other or re.fullmatch(r"\d{4}-\d\d-\d\d", other, re.ASCII)):
                set_due(found[1], other)
                return one
    return ""


def _span(written: str) -> tuple[int, int]:
    """`602-770`; an empty range for anything else."""
    found = _SPAN.fullmatch(written)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _add_task(made: dict[str, Any], key: str) -> str:
    for row in made["directives"]:
        if row["id"] == key:
            place = {name: row[name] for name in ("start", "end", "quotation")}
            task = blank_task() | place | FRESH
            task["id"] = new_task_id(made, key)
            row["tasks"].append(task)
            return str(task["id"])
    return ""
