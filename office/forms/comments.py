"""征求意见: asking units, and a unit's answer cell by cell."""

import re

from django import forms
from django.http import QueryDict

from directives.breakdown import COLUMNS
from directives.exports import mark_of
from directives.models import CommentRound
from directives.workflow.commenting import REASON_LENGTH, Proposed

from .days import DayField
from .fields import limit_of

_CELL = re.compile(r"([1-9]\d{0,14})\.(" + "|".join(name for name, _ in COLUMNS) + ")", re.ASCII)
_REASON = re.compile(r"([1-9]\d{0,14})\.reason", re.ASCII)
LONG = 4100  # beyond what a cell may hold, so that more is told and not cut


class AskForm(forms.Form):
    """A new round. Which units are ticked is read beside it."""

    closes_on = DayField(label="截止日期", error_messages={"required": "请填写截止日期。"})
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=limit_of(CommentRound, "note"),
        help_text="想让单位留意的事，可以不写。",
        error_messages={"max_length": "最多 200 字，请缩短。"},
    )


class WorkbookForm(forms.Form):
    """A workbook that came back."""

    file = forms.FileField(
        label="退回的表格",
        error_messages={
            "required": "请选择退回的表格（.xlsx）。",
            "empty": "这个文件是空的，请重新选择退回的表格（.xlsx）。",
        },
    )


def proposed_in(post: QueryDict) -> list[Proposed]:
    """The cells of a unit's form that are not as they were shown (`mark_of`), each with the reason of its row."""
    found = []
    for name, words in post.items():
        cell = _CELL.fullmatch(name)
        if cell and mark_of(cell[2], str(words)) != post.get(f"{name}.was"):
            reason = post.get(f"{cell[1]}.reason", "").strip()
            found.append(Proposed(int(cell[1]), cell[2], str(words)[:LONG], reason[: REASON_LENGTH + 1]))
    return found


def remarks_in(post: QueryDict, proposals: list[Proposed]) -> dict[int, str]:
    """Reasons of rows in which nothing else was changed, by task."""
    changed = {one.task for one in proposals}
    found = {}
    for name, words in post.items():
        row = _REASON.fullmatch(name)
        if row and str(words).strip() and int(row[1]) not in changed:
            found[int(row[1])] = str(words).strip()
    return found


def general_of(post: QueryDict) -> str:
    return post.get("general", "").strip()


def typed_cells(post: QueryDict) -> dict[str, str]:
    """What was typed, by the names of the fields, to be shown again when the answer is refused."""
    return {name: str(words) for name, words in post.items() if "." in name or name == "general"}
