"""征求意见: asking units, and a unit's answer cell by cell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from directives.breakdown import COLUMNS
from directives.models import CommentRequest, CommentRound
from directives.workflow.commenting import REASON_LENGTH, CellTold, Proposed, mark_of

from .days import DayField
from .fields import limit_of

_CELL = re.compile(r"([1-9]\d{0,14})\.(" + "|".join(name for name, _ in COLUMNS) + ")", re.ASCII)
_REASON = re.compile(r"([1-9]\d{0,14})\.reason", re.ASCII)
LONG = 4100  # beyond what a cell may hold, so that more is told and not cut


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A sentence above a refused answer; `at` is the name of the field that it is about, "" where it is about none."""

    sentence: str
    at: str = ""


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
        shown = post.get(f"{name}.was", "")
        if cell and mark_of(cell[2], str(words)) != shown:
            reason = post.get(f"{cell[1]}.reason", "").strip()[: REASON_LENGTH + 1]
            found.append(Proposed(int(cell[1]), cell[2], str(words)[:LONG], reason, shown))
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
    return post.get("general", "").replace("\r\n", "\n").strip()


def typed_anew(post: QueryDict, asked: CommentRequest) -> bool:
    """Whether the form holds anything that the unit has not sent before: what 无意见 would throw away unread."""
    before = list(asked.proposals.all())
    said = {(one.task_id, one.column): one.proposed for one in before}
    reasons = {(one.task_id, one.reason) for one in before}
    proposals = proposed_in(post)
    for one in proposals:
        old = said.get((one.task, one.column))
        if old is None or mark_of(one.column, one.words) != mark_of(one.column, old):
            return True
        if one.reason and (one.task, one.reason) not in reasons:
            return True
    if any(one not in reasons for one in remarks_in(post, proposals).items()):
        return True
    return general_of(post) not in ("", asked.waiting_words.replace("\r\n", "\n").strip())


def typed_cells(post: QueryDict, told: Mapping[str, CellTold]) -> dict[str, str]:
    """What was typed, by the names of the fields, to be shown again when the answer is refused.

    Beside a cell that is told to have changed stand its present words, and the form is marked as having shown them.
    """
    typed = {name: str(words) for name, words in post.items() if "." in name or name == "general"}
    shown = {name: mark_of(one.column, one.now) for name, one in told.items() if one.now is not None}
    return typed | {f"{name}.was": mark for name, mark in shown.items()}


def told_at(told: Iterable[CellTold]) -> dict[str, CellTold]:
    """What is to be told at single cells, by the names of their fields."""
    return {f"{one.task}.{one.column}": one for one in told if one.where}


def wrong_lines(told: Iterable[CellTold]) -> list[WrongLine]:
    """What is to be told above the form, each with the name of its field."""
    return [
        WrongLine(f"{one.where}：{one.sentence}", f"{one.task}.{one.column}")
        if one.where
        else WrongLine(one.sentence)
        for one in told
    ]


def lines_of(sentences: Iterable[str]) -> list[WrongLine]:
    return [WrongLine(one) for one in sentences]
