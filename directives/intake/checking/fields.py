"""What one field may hold, whatever it means: its length, its form, its place in the text."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models

from documents.incoming_text import CONTROL

from ...models import Task
from .problem import Problem, day_of


def fits(path: str, words: str, model: type[models.Model], name: str) -> Iterator[Problem]:
    """Text that its column can hold."""
    limit = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    if limit and len(words) > limit:
        yield Problem(path, f"最多 {limit} 字，现有 {len(words)} 字。请缩短。")
    if CONTROL.search(words):
        yield Problem(path, "含有无法显示的控制字符，请删除后重新填写。")


def place(path: str, row: dict[str, Any], text: str) -> Iterator[Problem]:
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


def day(path: str, words: str) -> Iterator[Problem]:
    """A day in the form of a date field, in a year that can be meant."""
    try:
        day = day_of(words)
    except ValueError:
        yield Problem(path, "日期请写成 2024-07-19 的样子。")
        return
    if day and not 1950 <= day.year <= 2100:
        yield Problem(path, "年份有误，请核对。")


def report_day(path: str, words: str, cycle: str) -> Iterator[Problem]:
    """A day of the month, or of the week for weekly reports."""
    last, weekly = (7, "每周反馈的，") if cycle == Task.Cycle.WEEKLY else (31, "")
    if words and not (words.isdecimal() and 1 <= int(words) <= last):
        yield Problem(path, f"{weekly}反馈日请填 1 到 {last} 之间的数字。")


def choice(path: str, value: str, choices: Any, message: str = "请从选项中选择。") -> Iterator[Problem]:
    """One of the choices."""
    if value not in _values(choices):
        yield Problem(path, message)


@cache
def _values(choices: Any) -> frozenset[str]:
    return frozenset(choices.values)
