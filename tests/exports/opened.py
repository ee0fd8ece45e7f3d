"""Produced documents opened again: their tables as cells, their XML as it stands in the file."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from lxml import etree
from openpyxl import load_workbook

# In which order the schema of the file format wants the elements that say how something looks.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang",
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(content: bytes) -> Any:
    """The document, after a look at every part of the file: an archive that is whole, with well-formed XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    return Document(io.BytesIO(content))


def sheet(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


def part(content: bytes, name: str) -> Any:
    """One part of the archive as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def cells(table: Any) -> list[list[str]]:
    """The table's words, head included."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def columns_of(opened: Any, head: str) -> list[list[str]]:
    """The rows below the head of the one table whose first column has that head."""
    [found] = [rows for rows in map(cells, opened.tables) if rows[0][0] == head]
    return found[1:]


def words(opened: Any) -> str:
    """Everything outside tables, a paragraph a line."""
    return "\n".join(paragraph.text for paragraph in opened.paragraphs)


def paragraph(opened: Any, beginning: str) -> Any:
    """The first paragraph that begins like that, spaces apart."""
    return next(one for one in opened.paragraphs if one.text.strip("\u3000 ").startswith(beginning))


def value(element: Any, name: str) -> str | None:
    """An attribute of the document's own namespace."""
    found: str | None = element.get(f"{W}{name}")
    return found


def fonts(run: Any) -> set[str | None]:
    """The fonts of a run for Chinese and Latin letters."""
    named = run._element.rPr.rFonts
    return {value(named, script) for script in ("eastAsia", "ascii", "hAnsi")}


def all_paragraphs(opened: Any) -> Iterator[Any]:
    """Paragraphs of the body and of its tables, as XML."""
    yield from opened.element.body.iter(f"{W}p")


def out_of_order(opened: Any) -> list[tuple[str, list[str]]]:
    """Properties that do not stand in the schema's order: a word processor may refuse a file for them."""
    footers = [one for s in opened.sections for one in (s.footer, s.even_page_footer)]
    wrong = []
    for root in (opened.element, opened.styles.element, *(one._element for one in footers)):
        for name, order in ORDERS.items():
            places = order.split()
            for properties in root.iter(f"{W}{name}"):
                found = [child.tag.removeprefix(W) for child in properties]
                if found != sorted(found, key=places.index):
                    wrong.append((name, found))
    return wrong
