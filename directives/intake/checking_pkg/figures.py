"""Numbers in a task that its passage of the report does not say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .numbers import Number, folded, numbers_in
from .problem import Report, day_of

Row = dict[str, Any]

_NEXT, _LAST = ("明年", "来年", "次年"), ("去年", "上年")


def strange_numbers(words: str, passage: str, days: Iterable[date] = ()) -> list[str]:
    """Numbers of the words, each as it is written, that neither the passage nor one of the days says."""
    claims = [number for number in numbers_in(words) if number.is_claim]
    if not claims:
        return []
    there = folded(passage)
    said = {value for number in numbers_in(passage) for value in number.values}
    strange = (
        number.words
        for number in claims
        if not number.values & said and number.words not in there and not _dates(number, days)
    )
    return list(dict.fromkeys(strange))


def passage_of_task(row: Row, task: Row, others: Iterable[Row]) -> str:
    """All that the report says of a task: its own passage, its directive's, and those of its further sources."""
    return "\n".join(filter(None, (one["quotation"] for one in (task, row, *others))))


def days_of(task: Row, passage: str, report: Report) -> list[date]:
    """Days that a task's words may name although the passage does not: its own dates, and the year of the meeting."""
    days = [day for words in (task["due_on"], task["sign_by"]) if (day := _day_or_none(words))]
    if report.held:
        years = [0, *[1 for word in _NEXT if word in passage], *[-1 for word in _LAST if word in passage]]
        days += [date(report.held.year + step, 1, 1) for step in years]
    return days


def _dates(number: Number, days: Iterable[date]) -> bool:
    """Whether the number is the year, month, day or quarter of one of the days."""
    values = {int(value) for mark, value in number.values if not mark and value == int(value)}
    parts = {
        "年": lambda day: {day.year, day.year % 100},
        "月": lambda day: {day.month},
        "日": lambda day: {day.day},
        "号": lambda day: {day.day},
        "季度": lambda day: {(day.month + 2) // 3},
    }
    part = parts.get(number.counted)
    return part is not None and any(values & part(day) for day in days)


def _day_or_none(words: str) -> date | None:
    try:
        return day_of(words)
    except ValueError:
        return None
