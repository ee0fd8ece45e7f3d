"""任务分解表 as .docx and .xlsx, cell for cell what the rows say."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from documents.gb9704 import Column, Official, add_table
from documents.gb9704.elements import plain

from ..breakdown import COLUMNS, UNDECIDED, BreakdownRow

# 232 mm: the width of the type area of a landscape page.
TABLE = (
    Column("序号", 13, centred=True),
    Column("任务", 48),
    Column("措施", 71),
    Column("牵头单位", 27, centred=True),
    Column("配合单位", 31, centred=True),
    Column("责任领导", 21, centred=True),
    Column("完成时限", 21, centred=True),
)
MAY_BE_EMPTY = ("measures", "supporting")
NOTE = "注：“待定”的各项由综合办商有关单位确定。"
_WIDTHS = (6, 34, 52, 18, 24, 12, 16)
_SIDE = Side(style="thin", color="FF808080")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def cells_of(row: BreakdownRow) -> list[str]:
    """序号 and the cells of a row as the documents print them; what is missing and must not be is 待定."""
    return [str(row.number), *(_shown(column, row.cell(column)) for column, _ in COLUMNS)]


def breakdown_docx(title: str, rows: Sequence[BreakdownRow]) -> bytes:
    """The table on landscape pages, its head on each of them."""
    paper = Official(title)
    paper.start_landscape()
    paper.title(title)
    add_breakdown(paper, rows)
    return paper.save()


def add_breakdown(paper: Official, rows: Sequence[BreakdownRow]) -> None:
    """The table and, where something is open, what that means."""
    add_table(paper, TABLE, [cells_of(row) for row in rows])
    if any(UNDECIDED in cell for row in rows for cell in cells_of(row)):
        paper.line(NOTE)


def breakdown_xlsx(title: str, rows: Sequence[BreakdownRow]) -> bytes:
    """The table as a sheet that prints on landscape A4, its head on each page."""
    book = Workbook()
    sheet = book.active
    sheet.title = "任务分解表"
    heads = [column.head for column in TABLE]
    sheet.append([plain(title)])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    for place, head in enumerate(heads, 1):
        cell = sheet.cell(2, place)
        write_text(cell, head)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
    for number, row in enumerate(rows, 3):
        for place, words in enumerate(cells_of(row), 1):
            cell = sheet.cell(number, place)
            if place == 1:
                cell.value, cell.border = row.number, BORDER
            else:
                write_text(cell, words)
            centre = TABLE[place - 1].centred
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="center" if centre else "left"
            )
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_text(cell: Cell, words: str) -> None:
    """Text that stays text: what begins like a formula is none, here or where the sheet is saved again."""
    cell.value = plain(words)
    cell.data_type = "s"
    cell.quotePrefix = words[:1] in ("=", "+", "-", "@", "\t")
    cell.border = BORDER


def _shown(column: str, words: str) -> str:
    return words if words or column in MAY_BE_EMPTY else UNDECIDED
