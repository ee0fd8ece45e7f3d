"""What is wrong or open in one task's row, and in the directives that tasks stand under."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from departments.models import Official
from meetings.report_parser import days_named
from meetings.report_parser.vocabulary import VAGUE

from ...anchors import occurrences
from ...models import Basis, Charge, Directive, Task
from ...unit_keys import SET
from ...workflow.gaps import date_gap, empty_set_gap, gone_gap, owner_gap
from ..places import due_place, stands_at
from .fields import choice, day, fits, place, report_day
from .known import Known
from .problem import Problem, Report, day_of, day_or_none


def directives(rows: list[dict[str, Any]], report: Report, names: Known) -> Iterator[Problem]:
    """Problems of the directives and of the tasks under them."""
    if not rows:
        yield Problem("directives", "没有找到工作要求。可按原文添加，或确认后手工补录。", blocking=False)
    for n, row in enumerate(rows):
        path = f"directives.{n}"
        if not row["text"].strip():
            yield Problem(f"{path}.text", "请填写要求内容，或删除这一条。")
        yield from choice(f"{path}.kind", row["kind"], Directive.Kind)
        yield from fits(f"{path}.headline", row["headline"], Directive, "headline")
        yield from fits(f"{path}.speaker", row["speaker"], Official, "name")
        yield from fits(f"{path}.text", row["text"], Directive, "text")
        yield from place(path, row, report.text)
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
    yield from fits(f"{path}.title", task["title"], Task, "title")
    yield from fits(f"{path}.measures", task["measures"], Task, "measures")
    yield from fits(f"{path}.due_text", task["due_text"], Task, "due_text")
    if task["theme"] and task["theme"] not in names.themes:
        yield Problem(f"{path}.theme", "没有这个主题，请重新选择。")
    yield from choice(f"{path}.nature", task["nature"], Task.Nature)
    yield from choice(f"{path}.mode", task["mode"], Task.Mode)
    yield from choice(f"{path}.report_cycle", task["report_cycle"], Task.Cycle)
    if task["responsible_leader"] and task["responsible_leader"] not in names.officials:
        yield Problem(f"{path}.responsible_leader", "领导名单中没有这个人，请重新选择。")
    yield from report_day(f"{path}.report_day", str(task["report_day"]), task["report_cycle"])
    yield from place(path, task, report.text)
    yield from _dates(path, task, report.met)
    yield from _due_text(path, task, report)
    yield from _for_issue(path, task, names)
    if not task["charges"]:
        yield Problem(f"{path}.charges", "原文没有点名单位，请选择责任单位，之后才能交办。", blocking=False)
    taken: set[str] = set()
    for n, charge in enumerate(task["charges"]):
        yield from _charge(f"{path}.charges.{n}", charge, report.text, names, taken)


def _for_issue(path: str, task: dict[str, Any], names: Known) -> Iterator[Problem]:
    """What would keep the task from being issued today, said where it can be mended; the draft may wait for it."""
    units = [(n, charge["unit"]) for n, charge in enumerate(task["charges"])]
    parts = [(charge["role"], charge["unit"].startswith(SET)) for charge in task["charges"] if charge["unit"]]
    gap = owner_gap(task["mode"], parts) if parts else ""
    found = [(f"{path}.charges", gap)]
    found += [
        (f"{path}.charges.{n}.unit", empty_set_gap(names.empty[unit]))
        for n, unit in units
        if unit in names.empty
    ]
    found += [
        (f"{path}.charges.{n}.unit", gone_gap(names.gone[unit])) for n, unit in units if unit in names.gone
    ]
    with suppress(ValueError):
        found.append((f"{path}.due_on", date_gap(task["nature"], day_of(task["due_on"]), names.today)))
    yield from (Problem(place, message, blocking=False) for place, message in found if message)


def _dates(path: str, task: dict[str, Any], met: date | None) -> Iterator[Problem]:
    for name, words in (("sign_by", "签收期限"), ("due_on", "完成时限")):
        yield from day(f"{path}.{name}", task[name])
        chosen = day_or_none(task[name])
        if chosen and met and chosen < met:
            yield Problem(f"{path}.{name}", f"{words}早于会议召开的日期（{met}），请改正。")
    if task["due_on"]:
        yield from choice(
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
    named = days_said(words, held)
    if named and due_on not in named:
        yield Problem(path, f"报道写的“{words}”是 {'、'.join(named)}。请改成这一天，或把依据改为办公室拟定。")


@lru_cache(maxsize=1_000)  # a few words (年底前) are those of most tasks
def days_said(words: str, held: date | None) -> tuple[str, ...]:
    """The days that the words name, counted from the day, as ISO strings; empty for words that name none."""
    return tuple(sorted(day.isoformat() for day in days_named(words, held)))


def _charge(path: str, charge: dict[str, Any], text: str, names: Known, taken: set[str]) -> Iterator[Problem]:
    yield from choice(f"{path}.role", charge["role"], Charge.Role)
    yield from choice(f"{path}.basis", charge["basis"], Basis)
    if charge["unit"] and charge["unit"] not in names.units:
        yield Problem(f"{path}.unit", "没有这个单位，请从列表中选择。")
    elif charge["unit"] in taken:
        yield Problem(f"{path}.unit", "这个单位已在本任务中，请删除一行。")
    elif not charge["unit"]:
        words = charge["words"].strip()
        if words:
            yield Problem(f"{path}.unit", _unnamed(words), blocking=False)
        else:
            yield Problem(f"{path}.unit", "请选择单位，或删除这一行。")
    if charge["unit"]:
        taken.add(charge["unit"])
    yield from fits(f"{path}.unit", charge["words"], Charge, "words")
    yield from _said(f"{path}.unit", charge, text)


def _unnamed(words: str) -> str:
    if VAGUE.search(words):
        return f"“{words}”没有指明是哪个单位。交办前请选定具体单位；一时定不了的，先与提出人核实。"
    return f"“{words}”没有对应到单位，交办前请选定或删除。"


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
