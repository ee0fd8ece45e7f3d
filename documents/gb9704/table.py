"""Tables: columns of fixed width, a head on every page, rules all round."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Length, Mm, Pt

from .elements import child, keep_row, plain, repeat_row, set_font
from .measures import BODY_FONT, CELL_LINE, CELL_SIZE, HEADING_FONT
from .paper import Official

SHORT = 400  # a row with a longer cell may be torn by the end of a page


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its width in millimetres."""

    head: str
    width: float
    centred: bool = False


def add_table(paper: Official, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Any:
    """A table with these columns; a cell's line ends stay line ends. Returns python-docx's table."""
    table = paper.docx.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, column in enumerate(columns):
        table.columns[place].width = Mm(column.width)
    _fill(table.rows[0], columns, [column.head for column in columns], head=True)
    repeat_row(table.rows[0])
    keep_row(table.rows[0])
    for cells in rows:
        row = table.add_row()
        _fill(row, columns, cells)
        if max(map(len, cells), default=0) < SHORT:
            keep_row(row)
    return table


def _fill(row: Any, columns: Sequence[Column], cells: Sequence[str], *, head: bool = False) -> None:
    for column, cell, words in zip(columns, row.cells, cells, strict=True):
        cell.width = Mm(column.width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _margins(cell)
        lines = plain(words).split("\n")
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            shape = paragraph.paragraph_format
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, CELL_LINE
            shape.space_before = shape.space_after = Length(0)
            centred = head or column.centred
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
            set_font(paragraph.add_run(line), HEADING_FONT if head else BODY_FONT, CELL_SIZE)


def _margins(cell: Any) -> None:
    """A little air at the sides of a cell, and above and below it."""
    properties = cell._tc.get_or_add_tcPr()
    margins = child(properties, "w:tcMar")
    for side, points in (("top", 2), ("left", 4), ("bottom", 2), ("right", 4)):
        child(margins, f"w:{side}", w=str(int(Pt(points).pt * 20)), type="dxa")
    # The schema wants the margins before the alignment.
    aligned = properties.find("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}vAlign")
    if aligned is not None:
        properties.remove(aligned)
        properties.append(aligned)
