"""任务分解表 as .docx and .xlsx, cell for cell what the rows say."""

import io
import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from documents.gb9704 import Column, Official, add_table, plain
from documents.gb9704.measures import BODY_FONT, HEADING_FONT, TITLE_FONT

from ..breakdown import COLUMNS, LIST_MARK, UNDECIDED, BreakdownRow

NAME = "任务分解表"
# 225 mm: the width of the type area of a landscape page. A date stands in one line.
TABLE = (
    Column("序号", 13, centred=True),
    Column("任务", 41),
    Column("措施", 54.5),
    Column("牵头单位", 30, centred=True),
    Column("配合单位", 28, centred=True),
    Column("责任领导", 21, centred=True),
    Column("完成时限", 37.5, centred=True),
)
MAY_BE_EMPTY = ("measures", "supporting")
_SAID_AGAIN = re.compile(r"(?:任务(?:分解表?)?)+$")
HEAD_ROW = 2
_WIDTHS = (6, 30, 44, 18, 20, 12, 20)
_SIZE, _LINE, _HIGHEST = 12, 16, 409  # points; a sheet knows no higher row
_UNITS_A_CHARACTER = 2.3
_SIDE = Side(style="thin", color="FF808080")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_A4 = 9  # in the words of the file format
_LONGEST = 32_767  # characters in a cell; what is more would be cut off without a word
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # the file format would read a character by its number
_GOES_ON = "（此格放不下，全文见 Word 版。）"


def title_parts(name: str) -> tuple[str, str]:
    """What the table is of, and 任务分解表, so that a title may be broken between them but not inside.

    A name that ends in 任务, 任务分解 or 任务分解表 itself (第一批任务) does not make the title say it twice.
    """
    return _SAID_AGAIN.sub("", name.strip()), NAME


def cells_of(row: BreakdownRow) -> list[str]:
    """序号 and the cells of a row as the documents print them; what is missing and must not be is 待定."""
    return [str(row.number), *(_shown(column, row.cell(column)) for column, _ in COLUMNS)]


def breakdown_docx(name: str, rows: Sequence[BreakdownRow]) -> bytes:
    """The table of what is named, on landscape pages, its head on each of them."""
    parts = title_parts(name)
    paper = Official("".join(parts), landscape=True)
    paper.title(*parts)
    add_breakdown(paper, rows)
    return paper.save()


def add_breakdown(paper: Official, rows: Sequence[BreakdownRow]) -> None:
    """Who set the dates, and the table. The note stands above it, since below it could fill a page alone."""
    told = dates_note(rows)
    if told:
        paper.note(told)
    add_table(paper, TABLE, [cells_of(row) for row in rows])


def dates_note(rows: Sequence[BreakdownRow]) -> str:
    """Which dates the source names and which the office set; "" of rows without any."""
    dated = [row for row in rows if row.due[:1].isdigit()]
    by_text = [row.number for row in dated if row.by_text]
    if not dated:
        return ""
    if not by_text:
        return "注：完成时限的日期由办公室拟定。"
    rest = "，其余日期由办公室拟定" if len(by_text) < len(dated) else ""
    return f"注：第{number_ranges(by_text)}项的完成时限为原文所定{rest}。"


def number_ranges(numbers: Sequence[int]) -> str:
    """`1、3至5、9`, of numbers that ascend."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return LIST_MARK.join(f"{run[0]}至{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def breakdown_xlsx(name: str, rows: Sequence[BreakdownRow]) -> bytes:
    """The table as a sheet that prints on landscape A4, its head on each page."""
    book = Workbook()
    sheet = book.active
    sheet.title = NAME
    write_text(sheet["A1"], "".join(title_parts(name)))
    sheet["A1"].font, sheet["A1"].border = Font(name=TITLE_FONT, size=18), Border()
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(TABLE))
    sheet.row_dimensions[1].height = 36
    for place, column in enumerate(TABLE, 1):
        head = sheet.cell(HEAD_ROW, place)
        write_text(head, column.head)
        head.font = Font(name=HEADING_FONT, size=_SIZE)
        head.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[place - 1]
    sheet.row_dimensions[HEAD_ROW].height = 24
    for line, row in enumerate(rows, HEAD_ROW + 1):
        _write_row(sheet, line, row)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 3)
    _set_up_print(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_text(cell: Cell, words: str) -> None:
    """Text that stays text: what begins like a formula is none, here or where the sheet is saved again."""
    shown = plain(words)
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - len(_GOES_ON)] + _GOES_ON
    cell.value = _ESCAPE.sub("_x005F_", shown)
    cell.data_type = "s"
    cell.quotePrefix = shown[:1] in ("=", "+", "-", "@", "\t")
    cell.border = BORDER


def _write_row(sheet: Any, line: int, row: BreakdownRow) -> None:
    cells = cells_of(row)
    for place, (column, words) in enumerate(zip(TABLE, cells, strict=True), 1):
        cell = sheet.cell(line, place)
        write_text(cell, words)
        if place == 1:
            cell.value = row.number
        cell.font = Font(name=BODY_FONT, size=_SIZE)
        side = "center" if column.centred else "left"
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=side)
    sheet.row_dimensions[line].height = row_height(cells, _WIDTHS)


def _set_up_print(sheet: Any) -> None:
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.8
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def row_height(cells: Sequence[str], widths: Sequence[int]) -> float:
    """A row as high as its fullest cell; programs that open a sheet do not all find it out for themselves."""
    lines = max(
        sum(max(1, ceil(len(line) / (width // _UNITS_A_CHARACTER))) for line in words.split("\n"))
        for words, width in zip(cells, widths, strict=True)
    )
    return min(_HIGHEST, lines * _LINE + 8)


def _shown(column: str, words: str) -> str:
    return words if words or column in MAY_BE_EMPTY else UNDECIDED
