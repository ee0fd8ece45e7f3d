"""征求意见表 as a workbook for one unit of one round, made to come back (`returned_workbook`).

Each row carries its task's key in a hidden column. A hidden sheet says which round and unit the table was made for
and keeps a mark of every cell as it was sent, so that a cell counts as changed by what the unit was shown, not by
what the office made of the table meanwhile.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter

from documents.gb9704.measures import BODY_FONT, HEADING_FONT, TITLE_FONT
from documents.workbooks import Sheet

from ..breakdown import COLUMNS, BreakdownRow, day_words, rows_of_batch
from ..models import CommentRequest
from ..workflow.commenting import mark_of, tasks_charging
from .breakdown import row_height, write_text

SHEET, KEYS = "征求意见表", "请勿修改"
NUMBER, REASON, KEY = "序号", "修改理由", "行号"
HEADS = (NUMBER, *(head for _, head in COLUMNS), REASON, KEY)
HEAD_ROW = 2  # from zero: a title and a line of instruction stand above
_WIDTHS = (6, 34, 50, 18, 22, 12, 20, 30, 8)
_OWN = PatternFill("solid", fgColor="FFFFF6E0")
_HEAD = PatternFill("solid", fgColor="FFEEF1F4")
_SALT = "comment-workbook"
_MARK = 16
_SIZE = 12


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row as it was sent: its task's key, its 序号, and the marks of its cells by column."""

    key: str
    number: str
    marks: tuple[str, ...]

    @classmethod
    def of(cls, row: BreakdownRow) -> "SentRow":
        return cls(row.key, str(row.number), tuple(mark_of(name, words) for name, words in row.cells.items()))

    def mark(self, column: str) -> str:
        """The mark of the cell as it was sent."""
        return self.marks[next(place for place, (name, _) in enumerate(COLUMNS) if name == column)]

    def holds(self, column: str, words: str) -> bool:
        """Whether the cell was sent with these words."""
        return self.mark(column) == mark_of(column, words)


@dataclass(frozen=True, slots=True)
class Code:
    """Which request a workbook was made for, with the rows that were sent."""

    batch: int
    round: int
    request: int
    rows: tuple[SentRow, ...]

    @classmethod
    def of(cls, request: CommentRequest, rows: Sequence[BreakdownRow]) -> "Code":
        sent = tuple(SentRow.of(row) for row in rows)
        return cls(request.round.batch_id, request.round_id, request.pk, sent)

    @property
    def lines(self) -> list[list[str]]:
        """The hidden sheet: the code with its check, then the rows."""
        plain_code = f"{self.batch}-{self.round}-{self.request}"
        rows = [[row.key, row.number, *row.marks] for row in self.rows]
        check = salted_hmac(_SALT, "\n".join([plain_code, *map("\t".join, rows)])).hexdigest()[:_MARK]
        return [[f"{plain_code}-{check}"], *rows]

    @classmethod
    def read(cls, sheet: Sheet) -> "Code | None":
        """The code of a hidden sheet; None when anything in it was changed."""
        parts = sheet.text(0, 0).split("-")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts[:3]):
            return None
        width = len(COLUMNS) + 2
        lines = [[sheet.text(line, place) for place in range(width)] for line in range(1, len(sheet.rows))]
        rows = tuple(SentRow(line[0], line[1], tuple(line[2:])) for line in lines if line[0])
        code = cls(int(parts[0]), int(parts[1]), int(parts[2]), rows)
        return code if constant_time_compare(code.lines[0][0], sheet.text(0, 0)) else None


def comment_xlsx(request: CommentRequest) -> bytes:
    """The batch's table for one unit; rows that charge the unit are tinted and named in the instruction."""
    batch = request.round.batch
    rows = rows_of_batch(batch)
    own = tasks_charging(batch, request.department, timezone.localdate())
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet, request, [row for row in rows if int(row.key) in own])
    for line, row in enumerate(rows, HEAD_ROW + 2):
        cells = [str(row.number), *row.cells.values(), "", row.key]
        for place, words in enumerate(cells, 1):
            cell = sheet.cell(line, place)
            write_text(cell, words)
            cell.number_format = "@"  # what is typed stays as it was typed, dates too
            cell.font = Font(name=BODY_FONT, size=_SIZE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if int(row.key) in own:
                cell.fill = _OWN
        sheet.row_dimensions[line].height = row_height(cells, _WIDTHS)
    _lay_out(sheet)
    keys = book.create_sheet(KEYS)
    for entry in Code.of(request, rows).lines:
        keys.append(entry)
    keys.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Any, request: CommentRequest, own: Sequence[BreakdownRow]) -> None:
    until = day_words(request.round.closes_on)
    numbers = "、".join(str(row.number) for row in own)
    mine = f"浅黄底色的是本单位的任务（第 {numbers} 项）。" if own else ""
    write_text(sheet["A1"], f"{request.round.batch.title}（征求{request.department}意见）")
    write_text(
        sheet["A2"],
        f"请在表内直接修改，并在“{REASON}”栏写明理由；不改的保持原样，没有意见可以不退回。{mine}"
        f"单位之间用“、”分开；完成时限写到日，例如 {until}，没有时限的写“长期坚持”。"
        f"请勿增删行和改动表头。请于 {until}前退回，逾期未复的按无意见处理。",
    )
    for line in (1, 2):
        sheet.cell(line, 1).border = Border()  # before the merge, which would draw it around the whole
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(HEADS) - 1)
        sheet.cell(line, 1).alignment = Alignment(wrap_text=True, vertical="center")
    sheet["A1"].font, sheet["A2"].font = Font(name=TITLE_FONT, size=18), Font(name=BODY_FONT, size=_SIZE)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 66
    for place, head in enumerate(HEADS, 1):
        cell = sheet.cell(HEAD_ROW + 1, place)
        write_text(cell, head)
        cell.font, cell.fill = Font(name=HEADING_FONT, size=_SIZE), _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center")


def _lay_out(sheet: Any) -> None:
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions[get_column_letter(len(HEADS))].hidden = True
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 2, 3)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW + 1}:{HEAD_ROW + 1}"
