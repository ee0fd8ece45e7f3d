"""What an issued document has beyond its text: the issuer's name in red with a rule below, and 版记 at its foot."""

from collections.abc import Mapping
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
NO_LINE = Pt(1)
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
    _rule(below, {"bottom": RED_RULE}, space=round(BELOW_NUMBER.pt), colour=str(RED))
    paper.gap(2)


def add_imprint(paper: Official, copies: str, printer: str, day: str) -> None:
    """版记 on the last page, its last rule on the lower edge of the type area: whom copies go to ("" for nobody), who
    printed it and when."""
    lines = [f"抄送：{plain(copies).rstrip('。')}。"] if copies else []
    lines.append(f"{plain(printer)}\t{plain(day)}印发")
    for words in lines:
        made = _line(paper, words, BODY_FONT, IMPRINT_SIZE, LINE)
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT
        shape = made.paragraph_format
        shape.first_line_indent = shape.right_indent = IMPRINT_SIZE
        shape.tab_stops.add_tab_stop(Length(_width(paper) - IMPRINT_SIZE), WD_TAB_ALIGNMENT.RIGHT)
        _put_at_the_foot(made, _width(paper))
        # Neighbours with the very same rules have those above and below together, and the last kind between them.
        _rule(made, {"top": THICK, "bottom": THICK, "between": THIN})
    set_lines(
        paper.docx.add_paragraph(), NO_LINE
    )  # what the frame is tied to: without it, it would not stand


def _put_at_the_foot(paragraph: Any, width: Length) -> None:
    """In a frame at the lower edge of the type area; neighbours with the same frame share it."""
    frame = OxmlElement("w:framePr")
    for name, said in {
        "w": str(round(width.pt * TWIPS_A_POINT)),
        "wrap": "around",
        "vAnchor": "margin",
        "hAnchor": "margin",
        "xAlign": "left",
        "yAlign": "bottom",
    }.items():
        frame.set(qn(f"w:{name}"), said)
    paragraph._p.get_or_add_pPr().insert_element_before(frame, "w:widowControl", "w:pBdr", *_AFTER_BORDERS)


def _rule(paragraph: Any, rules: Mapping[str, Length], *, space: int = 0, colour: str = "000000") -> None:
    """Rules at sides of a paragraph, in the weights given, so many points away."""
    borders = OxmlElement("w:pBdr")
    for side, weight in rules.items():
        child(
            borders,
            f"w:{side}",
            val="single",
            sz=str(round(weight.pt * EIGHTHS_A_POINT)),
            space=str(space),
            color=colour,
        )
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


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
