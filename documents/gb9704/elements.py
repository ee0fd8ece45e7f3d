"""What python-docx has no words for: East Asian fonts, the character grid, fields, repeated table heads."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length

from .measures import CHARACTERS, LINE, TWIPS_A_POINT

# XML knows no control characters, and no document needs what cannot be seen.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def plain(words: str) -> str:
    """The words without characters that a document cannot hold."""
    return _CONTROL.sub("", words).replace("\r\n", "\n").replace("\r", "\n")


def set_font(run: Any, font: str, size: Length) -> None:
    """One font for Chinese and Latin letters alike, by name."""
    run.font.name, run.font.size = font, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)


def child(parent: Any, name: str, **attributes: str) -> Any:
    """A new element at the end of another, its attributes in the same namespace."""
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    parent.append(made)
    return made


def set_grid(section: Any) -> None:
    """22 lines of 28 characters: the pitch of lines and of characters beyond the body's own size."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    width = (section.page_width - section.left_margin - section.right_margin) / 12700
    extra = round((width / CHARACTERS - 16) * 4096)
    pitch = str(round(LINE.pt * TWIPS_A_POINT))
    child(properties, "w:docGrid", type="linesAndChars", linePitch=pitch, charSpace=str(extra))


def add_page_number(paragraph: Any) -> Any:
    """`— 1 —`; returns the runs' parent for its font to be set."""
    for part in ("— ", None, " —"):
        run = paragraph.add_run(part or "")
        if part is None:
            child(run._element, "w:fldChar", fldCharType="begin")
            code = child(run._element, "w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = "PAGE"
            child(run._element, "w:fldChar", fldCharType="end")
    return paragraph


def repeat_row(row: Any) -> None:
    """A table's head stands on every page."""
    child(row._tr.get_or_add_trPr(), "w:tblHeader", val="true")


def keep_row(row: Any) -> None:
    """A row is not torn by the end of a page."""
    child(row._tr.get_or_add_trPr(), "w:cantSplit", val="true")
