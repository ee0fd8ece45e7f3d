"""Tables: columns of fixed width, a head on every page, rules all round."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .elements import child, keep_row, plain, repeat_row, set_font, set_lines
from .measures import BODY_FONT, CELL_LINE, CELL_SIZE, HEADING_FONT, TWIPS_A_POINT
from .paper import Official, width_of

_BESIDE = Pt(4)
_AIR = (("top", Pt(3)), ("left", _BESIDE), ("bottom", Pt(3)), ("right", _BESIDE))


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its width in millimetres."""

    head: str
    width: float
    centred: bool = False


def add_table(
    paper: Official,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    first_room: int | None = None,
) -> Any:
    """A table with these columns; a cell's line ends stay line ends. Returns python-docx's table.

    The end of a page tears a row only where the row is taller than half a page: its number and title would not be read
    overleaf. `first_room` is how many lines the table's first page has for the first row, which is torn rather than
    put on the next page, so that the table begins where it should.
    """
    half = _lines_in_half_a_page(paper)
    table = _ruled(paper, 1 + len(rows), [column.width for column in columns])
    head, *body = table.rows
    repeat_row(head)
    keep_row(head)
    for column, cell in zip(columns, _cells(head), strict=True):
        _write(cell, column.head, font=HEADING_FONT, centred=True)
    for place, (row, words) in enumerate(zip(body, rows, strict=True)):
        for column, cell, written in zip(columns, _cells(row), words, strict=True):
            _write(cell, written, centred=column.centred)
        room = half if place or first_room is None else min(half, first_room)
        if all(_lines(written, column.width) <= room for column, written in zip(columns, words, strict=True)):
            keep_row(row)
    return table


def _lines_in_half_a_page(paper: Official) -> int:
    section: Any = paper.docx.sections[-1]
    return int((section.page_height - section.top_margin - section.bottom_margin) / 2 / CELL_LINE)


def _lines(written: str, width: float) -> int:
    """How many lines the words take in a column of so many millimetres, as near as can be told without setting them."""
    fits = max(1, int((Mm(width) - 2 * _BESIDE) / CELL_SIZE))
    return sum(max(1, ceil(width_of(line) / fits)) for line in written.split("\n"))


def add_boxes(
    paper: Official, boxes: Sequence[tuple[str, str]], *, widths: tuple[float, float], height: float
) -> Any:
    """Boxes one under the other, each at least so high: what belongs in it at the left, at the right room to write
    above the words given. Returns python-docx's table."""
    table = _ruled(paper, len(boxes), widths)
    for row, (head, words) in zip(table.rows, boxes, strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        keep_row(row)
        left, right = _cells(row)
        _write(left, head, font=HEADING_FONT, centred=True)
        _write(right, words)
        right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    return table


def _ruled(paper: Official, rows: int, widths: Sequence[float]) -> Any:
    table = paper.docx.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties = table._tbl.tblPr
    whole = properties.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), _twips(Mm(sum(widths))))
    air = OxmlElement("w:tblCellMar")
    for side, length in _AIR:
        child(air, f"w:{side}", w=_twips(length), type="dxa")
    properties.insert_element_before(air, "w:tblLook", "w:tblCaption")
    for place, width in enumerate(widths):
        table.columns[place].width = Mm(width)
    for row in table.rows:
        for cell, width in zip(_cells(row), widths, strict=True):
            cell.width = Mm(width)
    return table


def _cells(row: Any) -> list[Any]:
    """The row's cells; python-docx's own `cells` looks through the whole table for merged ones each time."""
    return [_Cell(cell, row) for cell in row._tr.tc_lst]


def _write(cell: Any, words: str, *, font: str = BODY_FONT, centred: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    cell._tc.remove(cell._tc.p_lst[0])
    for line in plain(words).split("\n"):
        written = deepcopy(_line(font, centred))
        written.r_lst[0].text = line
        cell._tc.append(written)


@cache
def _line(font: str, centred: bool) -> Any:
    """An empty line of a cell, to be copied: setting its properties one by one takes as long as all the rest."""
    of_no_document: Any = None
    paragraph = Paragraph(OxmlElement("w:p"), of_no_document)
    set_lines(paragraph, CELL_LINE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    set_font(paragraph.add_run(), font, CELL_SIZE)
    return paragraph._p


def _twips(length: Any) -> str:
    return str(round(length.pt * TWIPS_A_POINT))
