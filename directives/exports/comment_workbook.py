"""征求意见表 as a workbook that comes back: written for one unit of one round, read into what differs.

Each row carries its task's key in a hidden column, and a hidden sheet says which round and unit it was made for,
so that rows may be sorted but not swapped, and no table of another round is taken for this one.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from documents.workbooks import Sheet, UnusableWorkbook, column_letters, day_text, read_workbook, text_of

from ..breakdown import COLUMNS, BreakdownRow, day_words, rows_of_batch
from ..cells import CellProblem, CellReader, same_cell
from ..models import CommentRequest
from ..workflow.commenting import Proposed
from .breakdown import write_text

SHEET, KEYS = "征求意见表", "请勿修改"
NUMBER, REASON, KEY = "序号", "修改理由", "行号"
HEAD_ROW = 2  # from zero: a title and a sentence of instruction stand above
_WIDTHS = (6, 34, 50, 18, 22, 12, 18, 30, 8)
_OWN = PatternFill("solid", fgColor="FFFFF6E0")
_SALT = "comment-workbook"
_ROW = re.compile(r"[A-Z]+(\d+)")


class ReturnedProblems(ValueError):
    """The workbook cannot be taken; `problems` says where and why, a sentence each. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems))


@dataclass(frozen=True, slots=True)
class Code:
    """Which request a workbook was made for."""

    batch: int
    round: int
    request: int

    @property
    def written(self) -> str:
        plain = f"{self.batch}-{self.round}-{self.request}"
        return f"{plain}-{salted_hmac(_SALT, plain).hexdigest()[:16]}"

    @classmethod
    def read(cls, written: str) -> "Code | None":
        parts = written.split("-")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts[:3]):
            return None
        code = cls(*(int(part) for part in parts[:3]))
        return code if constant_time_compare(code.written, written) else None


def code_of(request: CommentRequest) -> Code:
    return Code(request.round.batch_id, request.round_id, request.pk)


def comment_xlsx(request: CommentRequest) -> bytes:
    """The batch's table for one unit; rows that charge the unit are tinted."""
    rows = rows_of_batch(request.round.batch)
    own = str(request.department)
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    heads = [NUMBER, *(head for _, head in COLUMNS), REASON, KEY]
    sheet.append([f"{request.round.batch.title}（征求{own}意见）"])
    until = day_words(request.round.closes_on)
    sheet.append([
        f"请在表内直接改，并在“{REASON}”栏写明理由；不改的保持原样。请勿增删行和改表头。"
        f"请于{until}前退回，逾期未退回的按无意见处理。"
    ])  # fmt: skip
    for line in (1, 2):
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(heads) - 1)
        sheet.cell(line, 1).alignment = Alignment(wrap_text=True, vertical="center")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet.row_dimensions[2].height = 36
    for place, head in enumerate(heads, 1):
        write_text(sheet.cell(HEAD_ROW + 1, place), head)
        sheet.cell(HEAD_ROW + 1, place).font = Font(bold=True)
    for line, row in enumerate(rows, HEAD_ROW + 2):
        cells = [str(row.number), *(row.cell(name) for name, _ in COLUMNS), "", row.key]
        charged = own in f"{row.lead}、{row.supporting}".split("、")
        for place, words in enumerate(cells, 1):
            write_text(sheet.cell(line, place), words)
            sheet.cell(line, place).alignment = Alignment(wrap_text=True, vertical="center")
            if charged:
                sheet.cell(line, place).fill = _OWN
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions[get_column_letter(len(heads))].hidden = True
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 2, 3)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW + 1}:{HEAD_ROW + 1}"
    keys = book.create_sheet(KEYS)
    keys["A1"] = code_of(request).written
    keys.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_returned(content: bytes, request: CommentRequest, reader: CellReader) -> list[Proposed]:
    """What the unit would have otherwise, cell by cell; raises ReturnedProblems with every place that is wrong."""
    try:
        book = read_workbook(content)
    except UnusableWorkbook as unusable:
        raise ReturnedProblems([str(unusable)]) from unusable
    sheet, keys = book.sheet(SHEET), book.sheet(KEYS)
    if sheet is None or keys is None:
        raise ReturnedProblems(["这不是从这里下载的征求意见表。请下载本轮的表，填好后再上传。"])
    problems = list(_of_another(keys.text(0, 0), request))
    if problems:
        raise ReturnedProblems(problems)
    problems += [f"{cell}：这一格是公式，请改成文字。" for cell in book.formulas]
    problems += [
        f"{first}:{last}：合并了单元格，请取消合并。" for first, last in book.merged if _line(last) > HEAD_ROW
    ]
    columns, wrong = _columns(sheet)
    problems += wrong
    if problems:
        raise ReturnedProblems(problems)
    rows = {row.key: row for row in rows_of_batch(request.round.batch)}
    found = _Returned(sheet, columns, rows, reader)
    if found.problems:
        raise ReturnedProblems(found.problems)
    return found.proposals


def _of_another(written: str, request: CommentRequest) -> Iterator[str]:
    code, wanted = Code.read(written), code_of(request)
    if code is None:
        yield "表格的识别码被改动过，无法核对是哪一轮的表。请重新下载本轮的表再填。"
    elif code.batch != wanted.batch:
        yield "这是另一批任务的征求意见表，请上传本批的表。"
    elif code.round != wanted.round:
        yield "这是另一轮的征求意见表，请下载本轮的表再填。"
    elif code.request != wanted.request:
        yield f"这是别的单位的征求意见表，请上传{request.department}的表。"


def _columns(sheet: Sheet) -> tuple[dict[str, int], list[str]]:
    """Where each column stands; columns may be moved, not renamed or removed."""
    there = {sheet.text(HEAD_ROW, place): place for place in range(30)}
    wanted = [NUMBER, *(head for _, head in COLUMNS), REASON, KEY]
    wrong = [
        f"第{HEAD_ROW + 1}行：找不到“{head}”这一栏，表头请保持原样。" for head in wanted if head not in there
    ]
    return {head: there[head] for head in wanted if head in there}, wrong


def _line(cell: str) -> int:
    found = _ROW.fullmatch(cell)
    return int(found[1]) if found else 0


class _Returned:
    """Rows matched by their keys; differences and what is wrong, collected."""

    def __init__(
        self, sheet: Sheet, columns: dict[str, int], rows: dict[str, BreakdownRow], reader: CellReader
    ) -> None:
        self.sheet, self.columns, self.rows, self.reader = sheet, columns, rows, reader
        self.proposals: list[Proposed] = []
        self.problems: list[str] = []
        seen: dict[str, int] = {}
        for line in range(HEAD_ROW + 1, len(sheet.rows)):
            if not any(text_of(value) for value in sheet.rows[line]):
                continue
            key = sheet.text(line, columns[KEY])
            if key not in rows:
                self.problems.append(f"第{line + 1}行：这一行不在征求意见表里，请勿增加行。")
            elif key in seen:
                self.problems.append(f"第{line + 1}行：与第{seen[key] + 1}行是同一项任务，请删去一行。")
            else:
                self._row(line, rows[key])
                seen[key] = line
        for key, row in rows.items():
            if key not in seen:
                self.problems.append(f"缺少第 {row.number} 项“{row.title}”，请勿删除行。")

    def _row(self, line: int, row: BreakdownRow) -> None:
        reason = self.sheet.text(line, self.columns[REASON])
        for column, head in COLUMNS:
            place = self.columns[head]
            value = self.sheet.rows[line][place] if place < len(self.sheet.rows[line]) else ""
            words = day_text(value) if column == "due" else text_of(value)
            if words == row.cell(column):
                continue
            try:
                said = self.reader.canonical(column, words)
            except CellProblem as problem:
                where = f"第{line + 1}行 {head}（{column_letters(place)}{line + 1}）"
                self.problems.append(f"{where}：{problem}")
                continue
            if not same_cell(column, said, row.cell(column)):
                self.proposals.append(Proposed(int(row.key), column, said, reason))
