"""Produced documents opened again: their tables as cells, their XML as it stands in the file."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from lxml import etree
from openpyxl import load_workbook

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
