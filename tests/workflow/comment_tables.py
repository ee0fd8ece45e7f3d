"""征求意见表: sent to a unit, edited there, and read when it comes back."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from departments.models import Department
from directives import workflow
from directives.cells import CellReader
from directives.exports import ReturnedProblems, comment_xlsx, read_returned
from directives.models import CommentRequest
from directives.workflow.commenting import Proposed
from tests import work
from tests.cast import Cast


def request_for_comments(cast: Cast) -> CommentRequest:
    """What 工科商局 is asked of three tasks: its own, one of every village and one of 城建局."""
    tasks = [
        work.task(title="=1+1 也是标题", measures="一\n二", lead="gongkeshang", supporting=("chengjian",)),
        work.task(title="走访企业", unit_set="ge-cun-shequ"),
        work.task(title="整理用地", lead="chengjian", due_on=date(2031, 7, 1), due_basis="office"),
    ]
    batch = workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))
    units = Department.objects.filter(slug__in=["gongkeshang", "chengjian"])
    asked = workflow.ask_comments(batch, units, work.in_days(5), by=work.actor(cast.clerk))
    return asked.requests.select_related("round__batch", "department").get(department__slug="gongkeshang")


def edited(request_: CommentRequest, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(comment_xlsx(request_)))
    change(book["征求意见表"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, request_: CommentRequest) -> list[Proposed]:
    return read_returned(content, request_, CellReader(timezone.localdate())).proposals


def refused(content: bytes, request_: CommentRequest) -> str:
    with pytest.raises(ReturnedProblems) as refusal:
        read(content, request_)
    return "\n".join(refusal.value.problems)


def put(**cells: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return change
