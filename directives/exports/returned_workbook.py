"""A 征求意见表 that came back: what the unit would have otherwise, cell by cell, or every place that is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.workbooks import (
    Sheet,
    UnusableWorkbook,
    Workbook,
    cell_name,
    day_text,
    read_workbook,
    text_of,
)

from ..breakdown import COLUMNS, BreakdownRow, rows_of_batch
from ..cells import CellProblem, CellReader, same_cell
from ..models import CommentRequest
from ..workflow.commenting import REASON_LENGTH, Proposed
from .comment_workbook import HEAD_ROW, HEADS, KEY, KEYS, NUMBER, REASON, SHEET, Code, SentRow

_LOOKED_FOR_HEADS = 10
_SHOWN = 60  # of a long cell, as much as tells which change is meant
_NO_TABLE = "这不是从这里下载的征求意见表。请下载本轮的表，填好后再上传。"


class ReturnedProblems(ValueError):
    """The workbook cannot be taken; `problems` says where and why, a sentence each. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems))


@dataclass(frozen=True, slots=True)
class Returned:
    """What differs from the table that was sent, and reasons written beside rows in which nothing differs, by task."""

    proposals: list[Proposed] = field(default_factory=list)
    remarks: dict[int, str] = field(default_factory=dict)


def read_returned(content: bytes, request: CommentRequest, reader: CellReader) -> Returned:
    """What the unit answers; raises ReturnedProblems with every place that is wrong."""
    try:
        book = read_workbook(content)
    except UnusableWorkbook as unusable:
        raise ReturnedProblems([str(unusable)]) from unusable
    table = _Table(_table_in(book), _code_in(book, request))
    rows = {row.key: row for row in rows_of_batch(request.round.batch)}
    problems, returned = table.problems(), Returned()
    if not problems:
        problems = list(_read_rows(table, rows, reader, returned))
    if problems:
        raise ReturnedProblems(problems)
    return returned


def _table_in(book: Workbook) -> Sheet:
    """The sheet that was filled in, whatever its name by now."""
    found = book.sheet(SHEET) or next((one for one in book.sheets if one.name != KEYS), None)
    if found is None:
        raise ReturnedProblems([_NO_TABLE])
    return found


def _code_in(book: Workbook, request: CommentRequest) -> Code:
    sheet = book.sheet(KEYS)
    if sheet is None:
        raise ReturnedProblems([_NO_TABLE])
    code = Code.read(sheet)
    if code is None:
        raise ReturnedProblems(["表格的识别码被改动过，无法核对是哪一轮的表。请重新下载本轮的表再填。"])
    if code.batch != request.round.batch_id:
        raise ReturnedProblems(["这是另一批任务的征求意见表，请上传本批的表。"])
    if code.round != request.round_id:
        raise ReturnedProblems(["这是另一轮的征求意见表，请下载本轮的表再填。"])
    if code.request != request.pk:
        raise ReturnedProblems([f"这是别的单位的征求意见表，请上传{request.department}的表。"])
    return code


class _Table:
    """The sheet with its columns found by their heads: they may stand elsewhere, not be renamed or missing."""

    def __init__(self, sheet: Sheet, code: Code) -> None:
        self.sheet, self.code = sheet, code
        heads = ({text_of(value) for value in row} for row in sheet.rows[:_LOOKED_FOR_HEADS])
        self.head_row = next((line for line, row in enumerate(heads) if {NUMBER, KEY} <= row), HEAD_ROW)
        row = sheet.rows[self.head_row] if self.head_row < len(sheet.rows) else []
        self.heads = [text_of(value) for value in row]
        self.columns = {head: self.heads.index(head) for head in HEADS if head in self.heads}

    @property
    def lines(self) -> Iterator[int]:
        """Lines below the heads in which anything stands in one of our columns."""
        for line in range(self.head_row + 1, len(self.sheet.rows)):
            if any(self.sheet.text(line, place) for place in self.columns.values()):
                yield line

    def text(self, line: int, head: str) -> str:
        return self.sheet.text(line, self.columns[head])

    def value(self, line: int, head: str) -> Any:
        place, row = self.columns[head], self.sheet.rows[line]
        return row[place] if place < len(row) else ""

    def where(self, line: int, place: int) -> str:
        """`第5行 完成时限（G5）`."""
        head = self.heads[place] if place < len(self.heads) else ""
        return f"第{line + 1}行 {head}（{cell_name((line, place))}）"

    def problems(self) -> list[str]:
        """Whatever keeps the rows from being read."""
        return [*self._heads(), *self._formulas(), *self._errors(), *self._merged()]

    def _heads(self) -> Iterator[str]:
        for head in HEADS:
            if self.heads.count(head) > 1:
                yield f"第{self.head_row + 1}行：有两列都叫“{head}”，请删去一列。"
            elif head == KEY and head not in self.columns:
                yield f"隐藏的“{KEY}”一列不见了，无法核对是哪一项。请重新下载本轮的表再填。"
            elif head not in self.columns:
                yield f"第{self.head_row + 1}行：找不到“{head}”这一栏，表头请保持原样。"

    def _formulas(self) -> Iterator[str]:
        ours = set(self.columns.values())
        for line, place in self.sheet.formulas:
            if line > self.head_row and place in ours:
                yield f"{self.where(line, place)}：这一格是公式，请改成文字。"

    def _errors(self) -> Iterator[str]:
        """An error is read as an empty cell, and nobody meant to empty it."""
        ours, formulas = set(self.columns.values()), set(self.sheet.formulas)
        for line, place in self.sheet.errors:
            if line > self.head_row and place in ours and (line, place) not in formulas:
                yield f"{self.where(line, place)}：这一格的值是错误（例如 #REF!），请改成文字，或恢复原样。"

    def _merged(self) -> Iterator[str]:
        for (line, place), last in self.sheet.merged:
            if last[0] > self.head_row and place <= max(self.columns.values(), default=0):
                span = f"{cell_name((line, place))}:{cell_name(last)}"
                yield f"第{line + 1}行（{span}）：合并了单元格，请取消合并，每行各填各的。"


def _read_rows(
    table: _Table, rows: dict[str, BreakdownRow], reader: CellReader, returned: Returned
) -> Iterator[str]:
    """Fill `returned` from the rows, matched by their keys; yields what is wrong with them.

    `rows` are those of the batch's table by now, by key.
    """
    sent = {row.key: row for row in table.code.rows}
    seen: dict[str, int] = {}
    for line in table.lines:
        key = table.text(line, KEY)
        if key not in sent:
            yield f"第{line + 1}行：这一行不在征求意见表里，请勿增加行。"
        elif key in seen:
            yield f"第{line + 1}行：与第{seen[key] + 1}行是同一项任务，请删去一行。"
        else:
            seen[key] = line
            yield from _read_row(table, line, sent[key], rows.get(key), reader, returned)
    for row in table.code.rows:
        if row.key not in seen and row.key in rows:
            yield f"缺少第 {row.number} 项“{rows[row.key].title}”，请勿删除行；不改的保持原样。"


def _read_row(
    table: _Table,
    line: int,
    sent: SentRow,
    row: BreakdownRow | None,
    reader: CellReader,
    returned: Returned,
) -> Iterator[str]:
    """One row; `row` is the task's as it stands by now, None once it has left the batch."""
    if table.text(line, NUMBER) != sent.number:
        yield (
            f"{table.where(line, table.columns[NUMBER])}：这一行应是第 {sent.number} 项。"
            "可能改了序号，或只给部分列排了序，请恢复后再上传。"
        )
        return
    reason, task = table.text(line, REASON), int(sent.key)
    if len(reason) > REASON_LENGTH:
        where = table.where(line, table.columns[REASON])
        yield f"{where}：最多 {REASON_LENGTH} 字，现有 {len(reason)} 字。请缩短。"
        return
    changed = list(_changed(table, line, sent))
    if row is None:
        if changed or reason:
            yield f"第{line + 1}行：第 {sent.number} 项已移出这一批次，不再征求意见，请恢复原样。"
        return
    for column, head, words in changed:
        try:
            said = reader.canonical(column, words)
        except CellProblem as problem:
            yield f"{table.where(line, table.columns[head])}：{problem}"
            continue
        if sent.holds(column, said):
            continue
        now = row.cell(column)
        if not sent.holds(column, now) and not same_cell(column, said, now):
            yield f"{table.where(line, table.columns[head])}：{_changed_since(now)}"
            continue
        returned.proposals.append(Proposed(task, column, said, reason, sent.mark(column)))
    if reason and not any(one.task == task for one in returned.proposals):
        returned.remarks[task] = reason


def _changed_since(now: str) -> str:
    """What to say of a cell that the office changed after the table was sent."""
    shown = f"{now[:_SHOWN]}……" if len(now) > _SHOWN else now or "空"
    return (
        f"表发出后，这一栏已改为“{shown}”。仍有意见的，请重新下载本轮的表，对照后填写；没有的，请恢复原样。"
    )


def _changed(table: _Table, line: int, sent: SentRow) -> Sequence[tuple[str, str, str]]:
    """Column, head and words of the cells that are not as they were sent."""
    found = []
    for column, head in COLUMNS:
        value = table.value(line, head)
        words = day_text(value) if column == "due" else text_of(value)
        if not sent.holds(column, words):
            found.append((column, head, words))
    return found
