"""Numbers in a task that its passage of the report does not say."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from .numbers import Number, folded, numbers_in
from .problem import Report, day_or_none

Row = dict[str, Any]

_CLAUSE = re.compile("[，；。]")
_NEXT, _LAST = ("明年", "来年", "次年"), ("去年", "上年")


@lru_cache(maxsize=4_000)  # most changes of a draft leave nearly all of its tasks alone
def strange_numbers(
    words: str, passage: str, days: tuple[date, ...] = (), years: tuple[int, ...] = ()
) -> tuple[str, ...]:
    """Numbers of the words, each as it is written, that the passage does not say and that name none of the days."""
    claims = [number for number in numbers_in(_own_words(words, passage)) if number.is_claim]
    if not claims:
        return ()
    said = {value for number in numbers_in(passage) for value in number.values}
    strange = [
        number.words for number in claims if not number.values & said and not _dates(number, days, years)
    ]
    there = folded(passage) if strange else ""
    return tuple(dict.fromkeys(words for words in strange if words not in there))


def _own_words(words: str, passage: str) -> str:
    """What of the words is not the passage's, clause by clause: most of a task is quoted and needs no reading."""
    lines = (
        "，".join(clause for clause in _CLAUSE.split(line) if clause not in passage)
        for line in words.split("\n")
    )
    return "\n".join(filter(None, lines))


def passage_of_task(row: Row, task: Row, others: Iterable[Row]) -> str:
    """All that the report says of a task: its own passage, its directive's, and those of its further sources."""
    quotations = dict.fromkeys(one["quotation"] for one in (task, row, *others))
    return "\n".join(filter(None, quotations))


def days_of(task: Row) -> tuple[date, ...]:
    """Days that a task's words may name although the passage does not."""
    return tuple(day for day in (day_or_none(task["due_on"]), day_or_none(task["sign_by"])) if day)


def years_of(passage: str, report: Report) -> tuple[int, ...]:
    """Years that the passage means without saying them: the report's own, and the one before or after it."""
    if report.held is None:
        return ()
    steps = [0, *(1 for word in _NEXT if word in passage), *(-1 for word in _LAST if word in passage)]
    return tuple(report.held.year + step for step in steps)


def _dates(number: Number, days: Collection[date], years: Collection[int]) -> bool:
    """Whether the number is the year, month, day or quarter of one of the days."""
    match number.counted:
        case "年":
            parts = {day.year for day in days} | set(years)
            parts |= {year % 100 for year in parts}
        case "月":
            parts = {day.month for day in days}
        case "日" | "号":
            parts = {day.day for day in days}
        case "季度":
            parts = {(day.month + 2) // 3 for day in days}
        case _:
            return False
    return any(not mark and value in parts for mark, value in number.values)
