"""征求意见: asking units, and a unit's answer cell by cell."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from directives.breakdown import COLUMNS
from directives.models import CommentRequest, CommentRound
from directives.workflow.commenting import REASON_LENGTH, Proposed

from .days import DayField
from .fields import limit_of

_CELL = re.compile(r"(\d{1,15})\.(" + "|".join(name for name, _ in COLUMNS) + ")", re.ASCII)
LONG = 4000


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

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        return day


class WorkbookForm(forms.Form):
    """A workbook that came back."""

    file = forms.FileField(label="退回的表格", error_messages={"required": "请选择退回的表格（.xlsx）。"})


def proposed_in(post: QueryDict) -> list[Proposed]:
    """The cells of a unit's form, with the row's reason; what stays as it is, is no difference for the workflow."""
    found = []
    for name, words in post.items():
        cell = _CELL.fullmatch(name)
        if cell and str(words) != post.get(f"{name}.was", "\x00"):
            reason = post.get(f"{cell[1]}.reason", "").strip()
            found.append(Proposed(int(cell[1]), cell[2], str(words)[:LONG], reason[: REASON_LENGTH + 1]))
    return found


def general_of(post: QueryDict) -> str:
    return post.get("general", "").strip()[:LONG]


def typed_cells(post: QueryDict) -> dict[str, str]:
    """What was typed into each cell, to be shown again when the answer is refused."""
    return {name: str(words) for name, words in post.items() if "." in name}


def state_words(request: CommentRequest, *, round_open: bool) -> str:
    """`3 处意见`, `无意见`, `尚未反馈`, or what silence counts as."""
    if request.answered_at is None:
        return "尚未反馈" if round_open else "逾期未复，按无意见处理"
    proposals: Any = request.proposals.all()
    count = len(proposals)
    return f"{count} 处意见" if count else ("有总体意见" if request.general else "无意见")
