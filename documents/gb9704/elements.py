"""What python-docx has no words for: East Asian fonts, the character grid, fields, repeated table heads."""

import re
from typing import Any

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length

from .measures import BODY_SIZE, GRID_UNITS_A_POINT, LINE, TWIPS_A_POINT

# The schema wants its elements in this order.
_AFTER_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr", "w:sectPr")
_AFTER_RUN_GRID = (
    "w:vanish",
    "w:webHidden",
    "w:color",
    "w:spacing",
    "w:w",
    "w:kern",
    "w:position",
    "w:sz",
    "w:szCs",
    "w:lang",
)
_AFTER_RUN_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
# XML knows no control characters, and no document needs what cannot be seen.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(words: str) -> str:
    """The words without characters that a document cannot hold; line ends are `\\n`."""
    return _UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def set_font(styled: Any, font: str, size: Length) -> None:
    """One font for Chinese and Latin letters alike, by name, in a run or a style."""
    styled.font.name, styled.font.size = font, size
    fonts = styled._element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)


def set_lines(paragraph: Any, pitch: Length) -> None:
    """Lines of exactly that pitch, nothing between paragraphs, no line moved to keep another company."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    shape.space_before = shape.space_after = Length(0)
    shape.widow_control = False


def set_spacing(run: Any, beyond: Length) -> None:
    """So much between the characters beyond their own width."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(round(beyond.pt * TWIPS_A_POINT)))
    run._element.get_or_add_rPr().insert_element_before(spacing, *_AFTER_RUN_SPACING)


def leave_grid(style: Any) -> None:
    """Let letters and lines of a style keep the pitch that is written with them.

    Programs disagree on letters that are larger than a cell of the grid: some give each of them two cells. No gap
    is added between digits and characters either, which would tear dates.
    """
    of_paragraph = style.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:adjustRightInd", "w:snapToGrid"):
        of_paragraph.insert_element_before(_off(name), *_AFTER_GRID)
    style.element.get_or_add_rPr().insert_element_before(_off("w:snapToGrid"), *_AFTER_RUN_GRID)


def _off(name: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("w:val"), "0")
    return made


def child(parent: Any, name: str, **attributes: str) -> Any:
    """A new element at the end of another, its attributes in the same namespace."""
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    parent.append(made)
    return made


def set_grid(section: Any, characters: int) -> None:
    """So many characters in a line and lines of the standard's pitch.

    The file format counts a character's pitch from the size of the style Normal, which has to be the body's.
    """
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    width = Length(section.page_width - section.left_margin - section.right_margin).pt
    beyond = (width / characters - BODY_SIZE.pt) * GRID_UNITS_A_POINT
    pitch = round(LINE.pt * TWIPS_A_POINT)
    child(
        properties,
        "w:docGrid",
        type="linesAndChars",
        linePitch=str(pitch),
        charSpace=str(int(beyond // 1)),
    )


def add_page_number(paragraph: Any) -> None:
    """`— 1 —`, the number a field."""
    paragraph.add_run("— ")
    run = paragraph.add_run()
    child(run._element, "w:fldChar", fldCharType="begin")
    code = child(run._element, "w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = "PAGE"
    child(run._element, "w:fldChar", fldCharType="end")
    paragraph.add_run(" —")


def repeat_row(row: Any) -> None:
    """A table's head stands on every page."""
    child(row._tr.get_or_add_trPr(), "w:tblHeader", val="true")


def keep_row(row: Any) -> None:
    """A row is not torn by the end of a page."""
    child(row._tr.get_or_add_trPr(), "w:cantSplit", val="true")
