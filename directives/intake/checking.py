"""What is wrong or doubtful in a draft, each with its place in `made`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from departments.models import Department, Official, UnitSet
from meetings.models import IntakeDraft, Meeting

from ..models import Basis, Charge, Directive, Task, Theme


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is like `directives.0.tasks.1.due_on`; a blocking problem keeps the draft from being confirmed."""

    path: str
    message: str
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What the names in a draft are held against; read once."""

    units: frozenset[str]
    themes: frozenset[str]
    officials: frozenset[str]


def known() -> Known:
    units = set(Department.objects.values_list("slug", flat=True))
    units |= {f"set:{slug}" for slug in UnitSet.objects.values_list("slug", flat=True)}
    return Known(
        frozenset(units),
        frozenset(Theme.objects.values_list("slug", flat=True)),
        frozenset(Official.objects.values_list("name", flat=True)),
    )


def problems(draft: IntakeDraft) -> list[Problem]:
    """All problems of the draft, in the order of the page."""
    made, names = draft.made, known()
    return [
        *_meeting(made["meeting"]),
        *_attendance(made["attendance"], names),
        *_directives(made["directives"], draft.text, names),
    ]


def day_of(words: str) -> date | None:
    """The day of an ISO string; None when empty. Raises ValueError for anything else."""
    return date.fromisoformat(words) if words else None


def _meeting(meeting: dict[str, Any]) -> Iterator[Problem]:
    if not meeting["name"].strip():
        yield Problem("meeting.name", "没有找到会议名称，请填写。")
    if not meeting["held_on"]:
        yield Problem("meeting.held_on", "没有找到完整的召开日期，请填写。")
    else:
        yield from _day("meeting.held_on", meeting["held_on"])
    yield from _choice("meeting.kind", meeting["kind"], Meeting.Kind)
    yield from _choice("meeting.level", meeting["level"], Meeting.Level)


def _attendance(rows: list[dict[str, Any]], names: Known) -> Iterator[Problem]:
    seen: set[tuple[str, bool]] = set()
    for n, row in enumerate(rows):
        path = f"attendance.{n}"
        name = row["name"].strip()
        if not name:
            yield Problem(f"{path}.name", "请填写姓名或单位名称，或删除这一行。")
            continue
        if (name, row["is_unit"]) in seen:
            yield Problem(f"{path}.name", f"“{name}”重复，请删除一行。")
        seen.add((name, row["is_unit"]))
        if row["department"] and row["department"] not in names.units:
            yield Problem(f"{path}.department", "没有这个单位，请重新选择。")
        elif row["is_unit"] and not row["department"]:
            yield Problem(f"{path}.department", f"“{name}”还没有对应到单位，可先留空。", blocking=False)
        if not row["is_unit"] and row["directed"] and name not in names.officials:
            yield Problem(f"{path}.name", f"领导名单中没有“{name}”，确认后将新建。", blocking=False)


def _directives(rows: list[dict[str, Any]], text: str, names: Known) -> Iterator[Problem]:
    if not rows:
        yield Problem("directives", "没有找到工作要求。可按原文添加，或确认后手工补录。", blocking=False)
    for n, row in enumerate(rows):
        path = f"directives.{n}"
        if not row["text"].strip():
            yield Problem(f"{path}.text", "请填写要求内容，或删除这一条。")
        yield from _choice(f"{path}.kind", row["kind"], Directive.Kind)
        yield from _place(path, row, text)
        if row["speaker"] and row["speaker"] not in names.officials:
            yield Problem(
                f"{path}.speaker", f"领导名单中没有“{row['speaker']}”，确认后将新建。", blocking=False
            )
        for m, task in enumerate(row["tasks"]):
            yield from check_task(f"{path}.tasks.{m}", task, text, names)


def check_task(path: str, task: dict[str, Any], text: str, names: Known) -> Iterator[Problem]:
    """Problems of one task's row."""
    if not task["title"].strip():
        yield Problem(f"{path}.title", "请填写任务名称，或删除这项任务。")
    elif len(task["title"]) > 200:
        yield Problem(f"{path}.title", "任务名称请控制在 200 字以内。")
    if task["theme"] and task["theme"] not in names.themes:
        yield Problem(f"{path}.theme", "没有这个主题，请重新选择。")
    yield from _choice(f"{path}.nature", task["nature"], Task.Nature)
    yield from _choice(f"{path}.mode", task["mode"], Task.Mode)
    yield from _choice(f"{path}.report_cycle", task["report_cycle"], Task.Cycle)
    if task["responsible_leader"] and task["responsible_leader"] not in names.officials:
        yield Problem(f"{path}.responsible_leader", "领导名单中没有这个人，请重新选择。")
    yield from _report_day(f"{path}.report_day", str(task["report_day"]))
    yield from _place(path, task, text)
    yield from _dates(path, task)
    if not task["charges"]:
        yield Problem(f"{path}.charges", "原文没有点名单位，请选择责任单位，之后才能交办。", blocking=False)
    taken: set[str] = set()
    for n, charge in enumerate(task["charges"]):
        yield from _charge(f"{path}.charges.{n}", charge, text, names, taken)


def _dates(path: str, task: dict[str, Any]) -> Iterator[Problem]:
    yield from _day(f"{path}.sign_by", task["sign_by"])
    yield from _day(f"{path}.due_on", task["due_on"])
    if task["due_on"]:
        yield from _choice(
            f"{path}.due_basis", task["due_basis"], Basis, "请选择时限依据：原文写明或办公室拟定。"
        )
        if task["due_basis"] == Basis.TEXT and not task["due_text"].strip():
            yield Problem(f"{path}.due_text", "时限依据为原文时，请照录原文时限。")
    elif task["nature"] == Task.Nature.FIXED_TERM:
        yield Problem(f"{path}.due_on", "限期任务还没有完成时限，交办前请拟定。", blocking=False)


def _charge(path: str, charge: dict[str, Any], text: str, names: Known, taken: set[str]) -> Iterator[Problem]:
    yield from _choice(f"{path}.role", charge["role"], Charge.Role)
    yield from _choice(f"{path}.basis", charge["basis"], Basis)
    if charge["unit"] and charge["unit"] not in names.units:
        yield Problem(f"{path}.unit", "没有这个单位，请从列表中选择。")
    elif charge["unit"] in taken:
        yield Problem(f"{path}.unit", "这个单位已在本任务中，请删除一行。")
    elif not charge["unit"]:
        words = charge["words"].strip()
        if words:
            yield Problem(f"{path}.unit", f"“{words}”没有对应到单位，交办前请选定或删除。", blocking=False)
        else:
            yield Problem(f"{path}.unit", "请选择单位，或删除这一行。")
    if charge["unit"]:
        taken.add(charge["unit"])
    if charge["basis"] == Basis.TEXT and not charge["words"].strip():
        yield Problem(f"{path}.words", "依据为原文时，请照录原文称谓，或改为办公室拟定。")
    if not _inside(charge, text):
        yield Problem(f"{path}.unit", "这一项在原文中的位置有误，请删除后重新添加。")


def _place(path: str, row: dict[str, Any], text: str) -> Iterator[Problem]:
    """A place and its quotation say the same characters; without a place there is no claim on the text."""
    if not _inside(row, text):
        yield Problem(f"{path}.quotation", "这段话在原文中的位置有误，请重新摘录。")
    elif row["start"] is None:
        if row["quotation"].strip():
            yield Problem(f"{path}.quotation", "原文中找不到这段话，请照原文摘录。")
    elif text[row["start"] : row["end"]] != row["quotation"]:
        yield Problem(f"{path}.quotation", "这段话与原文不一致，请照原文摘录。")


def _inside(row: dict[str, Any], text: str) -> bool:
    start, end = row["start"], row["end"]
    if start is None and end is None:
        return True
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)


def _day(path: str, words: str) -> Iterator[Problem]:
    try:
        day = day_of(words)
    except ValueError:
        yield Problem(path, "日期请写成 2024-07-19 的样子。")
        return
    if day and not 1950 <= day.year <= 2100:
        yield Problem(path, "年份有误，请核对。")


def _report_day(path: str, words: str) -> Iterator[Problem]:
    if words and not (words.isdecimal() and 1 <= int(words) <= 31):
        yield Problem(path, "反馈日请填 1 到 31 之间的数字。")


def _choice(path: str, value: str, choices: Any, message: str = "请从选项中选择。") -> Iterator[Problem]:
    if value not in choices.values:
        yield Problem(path, message)
