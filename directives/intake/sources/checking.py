"""What is wrong or doubtful in a draft of a document, beside what is checked of every draft.

Given as path, message and whether it blocks, for `directives.intake.checking` to make problems of.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import CharField

from documents.incoming_text import CONTROL
from meetings.models import SourceDocument

from ...models import Basis
from ...workdays import add_workdays
from ...workflow.gaps import late_gap
from .facts import RECEIVED_GUESS, WORKDAYS_EARLIER, day_or_none, last_day, notes_of

Row = dict[str, Any]
Found = tuple[str, str, bool]

_DAYS = {"received_on": "收文日期", "superior_due_on": "上级时限", "internal_due_on": "内部时限"}
LINES = ("title", "issuing_unit", "document_number", "feedback_to")


def document_problems(made: Row) -> Iterator[Found]:
    """Of the document's own facts, and of its tasks' days and what a table said of them."""
    document = made["document"]
    if not document["title"].strip():
        yield "document.title", "请填写来文名称。", True
    for name in LINES:
        yield from _fits(f"document.{name}", document[name], name)
    days = {}
    for name in _DAYS:
        days[name] = day_or_none(document[name])
        if document[name] and days[name] is None:
            yield f"document.{name}", "日期请写成 2024-07-19 的样子。", True
    if not document["received_on"]:
        yield "document.received_on", "请填写收文日期。", True
    for name, day in days.items():
        if day and not 1950 <= day.year <= 2100:
            yield f"document.{name}", "年份有误，请核对。", True
    yield from _deadlines(days["superior_due_on"], days["internal_due_on"], days["received_on"])
    yield from _seen_before(document)
    if not made["directives"]:
        yield "directives", "还没有要求。请照来文添加至少一项。", True
    last = last_day(made)
    for n, row in enumerate(made["directives"]):
        for m, task in enumerate(row["tasks"]):
            path = f"directives.{n}.tasks.{m}"
            yield from ends_late(path, task, last)
            yield from ((f"{path}.{field}", words, False) for field, words in notes_of(task))


def document_doubts(made: Row) -> Iterator[Found]:
    """What the office may leave as it is: a day of receipt that was guessed, tasks that end after the internal day."""
    document = made["document"]
    if document["received_on"] and document["received_on"] == document.get(RECEIVED_GUESS):
        words = "来文没有写明成文日期，暂按它标明的年份填写；原文的时限都从这一天起算，请核对。"
        yield "document.received_on", words, False
    internal, last = day_or_none(document["internal_due_on"]), last_day(made)
    if internal is None:
        return
    for n, row in enumerate(made["directives"]):
        for m, task in enumerate(row["tasks"]):
            due = day_or_none(task["due_on"])
            if due and due > internal and not (last and due > last):
                words = f"晚于内部时限 {internal}，请核对能否赶上汇总上报。"
                yield f"directives.{n}.tasks.{m}.due_on", words, False


def ends_late(path: str, task: Row, last: date | None) -> Iterator[Found]:
    """A task that ends after the superior's day: a mistake of the office, or what the text itself says."""
    due = day_or_none(task["due_on"])
    if due is None or last is None or due <= last:
        return
    if task["due_basis"] == Basis.TEXT:
        yield f"{path}.due_on", f"原文写的时限晚于上级时限 {last}，请核对两者各指什么。", False
    else:
        yield f"{path}.due_on", late_gap(due, last), True


def _deadlines(superior: date | None, internal: date | None, received: date | None) -> Iterator[Found]:
    if superior and internal and internal >= superior:
        yield "document.internal_due_on", f"内部时限要早于上级时限 {superior}，留出汇总上报的时间。", True
    if superior and received and superior < received:
        yield "document.superior_due_on", "上级时限早于收文日期，请核对。", False
    if internal and received and internal < received:
        yield "document.internal_due_on", "内部时限早于收文日期，请核对。", False
    if superior and internal and not add_workdays(superior, -WORKDAYS_EARLIER)[1]:
        words = f"{superior.year} 年的节假日安排还没有公布，这一天按周一至周五推算，请核对。"
        yield "document.internal_due_on", words, False


def _seen_before(document: Row) -> Iterator[Found]:
    """The same number of the same unit: most likely the same document once more."""
    number = document["document_number"].strip()
    if not number:
        return
    twin = SourceDocument.objects.filter(
        document_number=number, issuing_unit=document["issuing_unit"].strip()
    ).first()
    if twin:
        words = f"{twin.issuing_unit or '同一单位'}的这个文号已在 {twin.received_on} 录入：“{twin.title}”。"
        yield "document.document_number", f"{words}请核对是不是同一份来文。", False


def _fits(path: str, words: str, name: str) -> Iterator[Found]:
    column = SourceDocument._meta.get_field(name)
    limit = column.max_length if isinstance(column, CharField) else None
    if limit and len(words) > limit:
        yield path, f"最多 {limit} 字，现有 {len(words)} 字。请缩短。", True
    if CONTROL.search(words):
        yield path, "含有无法显示的控制字符，请删除后重新填写。", True
