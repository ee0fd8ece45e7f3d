"""What is wrong or doubtful in a draft, each with its place in `made`."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from departments.models import Department, Official, Post, UnitSet, UnitSetMember
from documents.incoming_text import CONTROL
from meetings.models import Attendance, IntakeDraft, Meeting
from meetings.report_parser import days_named

from ..anchors import occurrences
from ..models import Basis, Charge, Directive, Task, Theme
from ..unit_keys import SET
from ..workflow.gaps import date_gap, empty_set_gap, owner_gap
from .places import due_place, stands_at
from .sources.checking import document_problems


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is like `directives.0.tasks.1.due_on`; a blocking problem keeps the draft from being confirmed.

    `offer` is the act that would settle it (`join:d3:d9`), where there is one.
    """

    path: str
    message: str
    blocking: bool = True
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the names in a draft are held against; read once."""

    units: frozenset[str]
    themes: frozenset[str]
    officials: frozenset[str]
    empty: dict[str, str]
    """Sets without a member today, by their key, with their names."""
    today: date


@dataclass(frozen=True, slots=True)
class Report:
    """What rows quote: the report's text, and the day of its meeting, from which its words count time."""

    text: str
    held: date | None


def known() -> Known:
    today = timezone.localdate()
    sets = UnitSet.objects.values_list("pk", "slug", "name")
    filled = UnitSetMember.objects.by_set(today)
    units = set(Department.objects.values_list("slug", flat=True)) | {f"{SET}{slug}" for _, slug, _ in sets}
    return Known(
        frozenset(units),
        frozenset(Theme.objects.values_list("slug", flat=True)),
        frozenset(Official.objects.values_list("name", flat=True)),
        {f"{SET}{slug}": name for pk, slug, name in sets if pk not in filled},
        today,
    )


def problems(draft: IntakeDraft) -> list[Problem]:
    """All problems of the draft, in the order of the page."""
    made, names = draft.made, known()
    report = Report(draft.text, _held(made))
    whole = _document(made) if "document" in made else [*_meeting(made["meeting"]), *_attendance(made, names)]
    return [
        *whole,
        *_directives(made["directives"], report, names),
    ]


def day_of(words: str) -> date | None:
    """The day of an ISO string; None when empty. Raises ValueError for anything else."""
    return date.fromisoformat(words) if words else None


def _held(made: dict[str, Any]) -> date | None:
    """The day from which the text counts time: the meeting's, or the one on which a document came."""
    words = made["document"]["received_on"] if "document" in made else made["meeting"]["held_on"]
    try:
        return day_of(words)
    except ValueError:
        return None


def _document(made: dict[str, Any]) -> list[Problem]:
    return [Problem(*found) for found in document_problems(made)]


def new_officials(made: dict[str, Any], known: Collection[str]) -> list[str]:
    """Whoever chaired or demanded something and is on no list: they become officials."""
    demanding = [row["name"].strip() for row in made["attendance"] if row["directed"] and not row["is_unit"]]
    speakers = [row["speaker"].strip() for row in made["directives"]]
    named = dict.fromkeys([made["meeting"]["chair"].strip(), *demanding, *speakers])
    return [name for name in named if name and name not in known]


def posts_of(row: dict[str, Any]) -> list[str]:
    """The posts of a person's row, each once."""
    return list(dict.fromkeys(filter(None, (title.strip() for title in row["posts"].split("、")))))


def _meeting(meeting: dict[str, Any]) -> Iterator[Problem]:
    if not meeting["name"].strip():
        yield Problem("meeting.name", "没有找到会议名称，请填写。")
    if not meeting["held_on"]:
        yield Problem("meeting.held_on", "没有找到完整的召开日期，请填写。")
    else:
        yield from _day("meeting.held_on", meeting["held_on"])
    for field in ("name", "held_text", "period", "place", "conveys"):
        yield from _fits(f"meeting.{field}", meeting[field], Meeting, field)
    yield from _fits("meeting.chair", meeting["chair"], Official, "name")
    yield from _choice("meeting.kind", meeting["kind"], Meeting.Kind)
    yield from _choice("meeting.level", meeting["level"], Meeting.Level)


def _attendance(made: dict[str, Any], names: Known) -> Iterator[Problem]:
    seen: set[tuple[str, bool]] = set()
    appointed = set(new_officials(made, names.officials))
    for n, row in enumerate(made["attendance"]):
        path = f"attendance.{n}"
        name = row["name"].strip()
        if not name:
            yield Problem(f"{path}.name", "请填写姓名或单位名称，或删除这一行。")
            continue
        if (name, row["is_unit"]) in seen:
            yield Problem(f"{path}.name", f"“{name}”重复，请删除一行。")
        seen.add((name, row["is_unit"]))
        yield from _fits(f"{path}.name", name, Attendance, "name")
        yield from _fits(f"{path}.posts", row["posts"], Attendance, "posts")
        if row["department"] and row["department"] not in names.units:
            yield Problem(f"{path}.department", "没有这个单位，请重新选择。")
        elif row["is_unit"] and not row["department"]:
            yield Problem(f"{path}.department", f"“{name}”还没有对应到单位，可先留空。", blocking=False)
        if not row["is_unit"] and name in appointed:
            yield from _appointed(path, row)


def _appointed(path: str, row: dict[str, Any]) -> Iterator[Problem]:
    """A person who becomes an official, with posts of their own."""
    name, limit = row["name"].strip(), Post._meta.get_field("title").max_length or 0
    yield Problem(f"{path}.name", f"领导名单中没有“{name}”，确认后将新建。", blocking=False)
    yield from _fits(f"{path}.name", name, Official, "name")
    if any(len(post) > limit for post in posts_of(row)):
        yield Problem(f"{path}.posts", f"每项职务最多 {limit} 字。请缩短，多项职务用“、”分开。")


def _directives(rows: list[dict[str, Any]], report: Report, names: Known) -> Iterator[Problem]:
    if not rows:
        yield Problem("directives", "没有找到工作要求。可按原文添加，或确认后手工补录。", blocking=False)
    for n, row in enumerate(rows):
        path = f"directives.{n}"
        if not row["text"].strip():
            yield Problem(f"{path}.text", "请填写要求内容，或删除这一条。")
        yield from _choice(f"{path}.kind", row["kind"], Directive.Kind)
        yield from _fits(f"{path}.headline", row["headline"], Directive, "headline")
        yield from _fits(f"{path}.speaker", row["speaker"], Official, "name")
        yield from _fits(f"{path}.text", row["text"], Directive, "text")
        yield from _place(path, row, report.text)
        if row["speaker"] and row["speaker"] not in names.officials:
            yield Problem(
                f"{path}.speaker", f"领导名单中没有“{row['speaker']}”，确认后将新建。", blocking=False
            )
        for m, task in enumerate(row["tasks"]):
            yield from check_task(f"{path}.tasks.{m}", task, report, names)


def check_task(path: str, task: dict[str, Any], report: Report, names: Known) -> Iterator[Problem]:
    """Problems of one task's row."""
    if not task["title"].strip():
        yield Problem(f"{path}.title", "请填写任务名称，或删除这项任务。")
    yield from _fits(f"{path}.title", task["title"], Task, "title")
    yield from _fits(f"{path}.measures", task["measures"], Task, "measures")
    yield from _fits(f"{path}.due_text", task["due_text"], Task, "due_text")
    if task["theme"] and task["theme"] not in names.themes:
        yield Problem(f"{path}.theme", "没有这个主题，请重新选择。")
    yield from _choice(f"{path}.nature", task["nature"], Task.Nature)
    yield from _choice(f"{path}.mode", task["mode"], Task.Mode)
    yield from _choice(f"{path}.report_cycle", task["report_cycle"], Task.Cycle)
    if task["responsible_leader"] and task["responsible_leader"] not in names.officials:
        yield Problem(f"{path}.responsible_leader", "领导名单中没有这个人，请重新选择。")
    yield from _report_day(f"{path}.report_day", str(task["report_day"]), task["report_cycle"])
    yield from _place(path, task, report.text)
    yield from _dates(path, task)
    yield from _due_text(path, task, report)
    yield from _for_issue(path, task, names)
    if not task["charges"]:
        yield Problem(f"{path}.charges", "原文没有点名单位，请选择责任单位，之后才能交办。", blocking=False)
    taken: set[str] = set()
    for n, charge in enumerate(task["charges"]):
        yield from _charge(f"{path}.charges.{n}", charge, report.text, names, taken)


def _for_issue(path: str, task: dict[str, Any], names: Known) -> Iterator[Problem]:
    """What would keep the task from being issued today, said where it can be mended; the draft may wait for it."""
    units = [charge["unit"] for charge in task["charges"] if charge["unit"]]
    parts = [(charge["role"], charge["unit"].startswith(SET)) for charge in task["charges"] if charge["unit"]]
    gap = owner_gap(task["mode"], parts) if parts else ""
    found = [(f"{path}.charges", gap)]
    found += [(f"{path}.charges", empty_set_gap(names.empty[unit])) for unit in units if unit in names.empty]
    with suppress(ValueError):
        found.append((f"{path}.due_on", date_gap(task["nature"], day_of(task["due_on"]), names.today)))
    yield from (Problem(place, message, blocking=False) for place, message in found if message)


def _dates(path: str, task: dict[str, Any]) -> Iterator[Problem]:
    yield from _day(f"{path}.sign_by", task["sign_by"])
    yield from _day(f"{path}.due_on", task["due_on"])
    if task["due_on"]:
        yield from _choice(
            f"{path}.due_basis", task["due_basis"], Basis, "请选择时限依据：原文写明或办公室拟定。"
        )


def _due_text(path: str, task: dict[str, Any], report: Report) -> Iterator[Problem]:
    """What is said to be the report's words for the date stands in the report, and says that date."""
    words = task["due_text"].strip()
    by_text = task["due_on"] and task["due_basis"] == Basis.TEXT
    if not words:
        if by_text:
            yield Problem(f"{path}.due_text", "请照录报道里写明时限的原话，或把依据改为办公室拟定。")
    elif due_place(task, report.text) is None:
        otherwise = "或把依据改为办公室拟定。" if by_text else "或清空这一栏。"
        if occurrences(words, report.text):
            message = f"“{words}”在报道里出现多次，请多照录几个字，{otherwise}"
        else:
            message = f"报道里没有“{words}”这句话，请照录原文，{otherwise}"
        yield Problem(f"{path}.due_text", message)
    elif by_text:
        yield from _says_day(f"{path}.due_on", task["due_on"], words, report.held)


def _says_day(path: str, due_on: str, words: str, held: date | None) -> Iterator[Problem]:
    """Words that name a day name the task's own; words that name none leave it to whoever reads them."""
    named = sorted(day.isoformat() for day in days_named(words, held))
    if named and due_on not in named:
        yield Problem(path, f"报道写的“{words}”是 {'、'.join(named)}。请改成这一天，或把依据改为办公室拟定。")


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
    yield from _fits(f"{path}.unit", charge["words"], Charge, "words")
    yield from _said(f"{path}.unit", charge, text)


def _said(path: str, charge: dict[str, Any], text: str) -> Iterator[Problem]:
    """A charge by the report quotes it, and its place holds the very words: no office's choice passes for it."""
    words, by_text = charge["words"].strip(), charge["basis"] == Basis.TEXT
    if by_text and not words:
        yield Problem(path, "依据为原文时，要照录原文称谓。请删除这一行后重新添加。")
    elif charge["start"] is None and charge["end"] is None:
        if by_text and not occurrences(words, text):
            yield Problem(path, f"报道里没有“{words}”。请删除这一行后重新添加。")
    elif not stands_at(words, charge["start"], charge["end"], text):
        yield Problem(path, "这一项在原文中的位置有误，请删除后重新添加。")


def _fits(path: str, words: str, model: type[models.Model], name: str) -> Iterator[Problem]:
    """Text that its column can hold."""
    limit = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    if limit and len(words) > limit:
        yield Problem(path, f"最多 {limit} 字，现有 {len(words)} 字。请缩短。")
    if CONTROL.search(words):
        yield Problem(path, "含有无法显示的控制字符，请删除后重新填写。")


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


def _report_day(path: str, words: str, cycle: str) -> Iterator[Problem]:
    last, weekly = (7, "每周反馈的，") if cycle == Task.Cycle.WEEKLY else (31, "")
    if words and not (words.isdecimal() and 1 <= int(words) <= last):
        yield Problem(path, f"{weekly}反馈日请填 1 到 {last} 之间的数字。")


def _choice(path: str, value: str, choices: Any, message: str = "请从选项中选择。") -> Iterator[Problem]:
    if value not in choices.values:
        yield Problem(path, message)
