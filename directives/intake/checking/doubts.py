"""What is open or doubtful in the rows of a draft, none of which keeps it from being confirmed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from .alike import alike
from .figures import days_of, passage_of_task, strange_numbers, years_of
from .known import Known
from .leading import doubtful_leader
from .presence import Presence
from .problem import Problem, Report, day_or_none
from .wording import quoted, signs_of_secrecy, weak_title

Row = dict[str, Any]

FAR = 3  # years after the meeting; a date beyond is more likely a wrong year


def doubts(made: Row, report: Report, names: Known) -> Iterator[Problem]:
    """Signs of secrecy first, then what each row wants; asks the database nothing."""
    rows: list[Row] = made["directives"]
    by_id = {row["id"]: row for row in rows}
    same = same_demands(rows)
    presence = Presence(made, names)
    yield from signs_of_secrecy(rows).values()
    for n, row in enumerate(rows):
        path = f"directives.{n}"
        yield from same.get(n, ())
        for m, task in enumerate(row["tasks"]):
            others = [by_id[key] for key in task.get("also", ()) if key in by_id]
            yield from _of_task(f"{path}.tasks.{m}", task, names, report)
            yield from _figures(f"{path}.tasks.{m}", task, passage_of_task(row, task, others), report)
            for k, charge in enumerate(task["charges"]):
                yield from presence.absent(f"{path}.tasks.{m}.charges.{k}.unit", charge)


def same_demands(rows: list[Row]) -> dict[int, list[Problem]]:
    """By the later of two demands: the offer to make one task of both, where both have one and it is not done yet."""
    found = {}
    for pair in alike(rows):
        first, second = rows[pair.first], rows[pair.second]
        if not first["tasks"] or not second["tasks"] or _joined(first, second):
            continue
        who = f"（{first['speaker']}）" if first["speaker"] else ""
        words = f"像是与要求 {pair.first + 1}{who}说同一件事，请核对。"
        path = f"directives.{pair.second}.speaker"
        offer = f"join:{first['id']}:{second['id']}"
        found[pair.second] = [Problem(path, words, blocking=False, offer=offer)]
    return found


def _joined(first: Row, second: Row) -> bool:
    """Whether a task of one has the other as a source."""
    pairs = ((first, second), (second, first))
    return any(b["id"] in task.get("also", ()) for a, b in pairs for task in a["tasks"])


def _of_task(path: str, task: Row, names: Known, report: Report) -> Iterator[Problem]:
    yield from weak_title(f"{path}.title", task)
    yield from doubtful_leader(f"{path}.responsible_leader", task, names)
    due, since = day_or_none(task["due_on"]), report.held or names.today
    if due and due > _years_after(since, FAR):
        words = f"完成时限在 {FAR} 年以后（{due}），请核对年份。"
        yield Problem(f"{path}.due_on", words, blocking=False)


def _figures(path: str, task: Row, passage: str, report: Report) -> Iterator[Problem]:
    """Numbers that the report does not say; without a passage of the report there is nothing to hold them against."""
    if not passage:
        return
    days, years = days_of(task), years_of(passage, report)
    for name in ("title", "measures"):
        strange = strange_numbers(task[name], passage, days, years)
        if strange:
            words = f"原文这一段没有{quoted(strange)}，请核对数字。"
            yield Problem(f"{path}.{name}", words, blocking=False)


def _years_after(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))
