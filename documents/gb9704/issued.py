"""What an issued document has beyond its text: the issuer's name in red with a rule below, and 版记 at its foot."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from .elements import child, plain, set_font, set_lines
from .measures import BODY_FONT, BODY_SIZE, LINE, TITLE_FONT, TWIPS_A_POINT
from .paper import Official

RED = RGBColor(0xFF, 0, 0)
ABOVE_NAME, BELOW_NUMBER = Mm(35), Mm(4)
LARGEST = Pt(62)  # of the letters of the issuer's name; a long name is set smaller, in one line
OF_WIDTH = 0.92  # that a name takes at most, so that it does not stand from edge to edge
IMPRINT_SIZE = Pt(14)
EIGHTHS_A_POINT = 8
THICK, THIN, RED_RULE = Mm(0.35), Mm(0.25), Pt(1.5)
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr", "w:sectPr",
)  # fmt: skip


def add_red_heading(paper: Official, issuer: str, number: str) -> None:
    """发文机关标志, 发文字号 two lines below it, and the red rule; what follows stands two lines lower."""
    _gap(paper, ABOVE_NAME)
    name = plain(issuer)
    size = Length(min(LARGEST, int(_width(paper) * OF_WIDTH / max(1, len(name)))))
    line = _line(paper, name, TITLE_FONT, size, Length(int(size * 1.2)))
    line.runs[0].font.color.rgb = RED
    paper.gap(2)
    below = _line(paper, number, BODY_FONT, BODY_SIZE, LINE)
    borders = OxmlElement("w:pBdr")
    child(borders, "w:bottom", **_drawn(RED_RULE, space=round(BELOW_NUMBER.pt), colour=str(RED)))
    below._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)
    paper.gap(2)


def add_imprint(paper: Official, copies: str, printer: str, day: str) -> Any:
    """版记 on the last page, its last rule on the lower edge of the type area: whom copies go to ("" for nobody), who
    printed it and when. Returns python-docx's table.

    LibreOffice leaves a table of the whole width where the text ends; Word and WPS put it at the foot.
    """
    lines = [f"抄送：{plain(copies).rstrip('。')}。"] if copies else []
    lines.append(f"{plain(printer)}\t{plain(day)}印发")
    width = _width(paper)
    table = paper.docx.add_table(rows=len(lines), cols=1)
    table.autofit = False
    table.columns[0].width = width
    _put_at_the_foot(table)
    for row, words in zip(table.rows, lines, strict=True):
        [cell] = row.cells
        cell.width = width
        [paragraph] = cell.paragraphs
        set_lines(paragraph, LINE)
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = IMPRINT_SIZE
        shape.tab_stops.add_tab_stop(Length(width - IMPRINT_SIZE), WD_TAB_ALIGNMENT.RIGHT)
        set_font(paragraph.add_run(words), BODY_FONT, IMPRINT_SIZE)
    return table


def _put_at_the_foot(table: Any) -> None:
    """At the lower edge of the type area, a thick rule above and below and a thin one inside, no air at the sides."""
    properties = table._tbl.tblPr
    place = OxmlElement("w:tblpPr")
    for name, said in {
        "vertAnchor": "margin",
        "horzAnchor": "margin",
        "tblpXSpec": "left",
        "tblpYSpec": "bottom",
    }.items():
        place.set(qn(f"w:{name}"), said)
    properties.insert_element_before(place, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    borders = OxmlElement("w:tblBorders")
    for side, weight in (("top", THICK), ("bottom", THICK), ("insideH", THIN)):
        child(borders, f"w:{side}", **_drawn(weight))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    air = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        child(air, f"w:{side}", w="0", type="dxa")
    properties.insert_element_before(air, "w:tblLook")


def _drawn(weight: Length, *, space: int = 0, colour: str = "000000") -> dict[str, str]:
    """Attributes of a rule of that weight, so many points away."""
    return {
        "val": "single",
        "sz": str(round(weight.pt * EIGHTHS_A_POINT)),
        "space": str(space),
        "color": colour,
    }


def _width(paper: Official) -> Length:
    section: Any = paper.docx.sections[-1]
    return Length(section.page_width - section.left_margin - section.right_margin)


def _line(paper: Official, words: str, font: str, size: Length, pitch: Length) -> Any:
    made = paper.docx.add_paragraph()
    set_lines(made, pitch)
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_font(made.add_run(plain(words)), font, size)
    return made


def _gap(paper: Official, height: Length) -> None:
    """An empty paragraph of that height: space before the first line of a page is not kept by every program."""
    made = paper.docx.add_paragraph()
    set_lines(made, Length(round(height.pt * TWIPS_A_POINT) * 635))
