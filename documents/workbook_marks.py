"""What the parts of an .xlsx say of themselves before anything opens it: formulae, merged cells, how far it reaches.

A reader of workbooks lays a sheet out as a full table, so that one cell in the last corner would fill the memory.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

Cell = tuple[int, int]
_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_CHUNK = 1 << 16


class UnreadablePart(ValueError):
    """A part that is no plain XML."""


@dataclass(slots=True)
class Marks:
    """Of one sheet, all counted from zero: cells with formulae or errors, merged ranges, rows and columns in use."""

    formulas: list[Cell] = field(default_factory=list)
    errors: list[Cell] = field(default_factory=list)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def marks_by_sheet(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """By the sheet's name, in the book's order; raises UnreadablePart, or BadZipFile for a part that is not whole."""
    sheets, targets = _Sheets(), _Targets()
    _walk(archive, "xl/workbook.xml", sheets)
    _walk(archive, "xl/_rels/workbook.xml.rels", targets)
    found = {}
    for name, key in sheets.found:
        walker = _Cells()
        _walk(archive, targets.found.get(key, ""), walker)
        found[name] = walker.marks
    return found


class _Walker:
    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError


class _Sheets(_Walker):
    """Names of sheets with the key of the part that holds each."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for at, value in attributes.items() if at.rpartition(":")[2] == "id"), "")
            self.found.append((attributes.get("name", ""), key))


class _Targets(_Walker):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            self.found[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target))[1:]


class _Cells(_Walker):
    """Rows and cells may say where they stand, or follow the one before."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row, self.column = -1, -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            said = attributes.get("r", "")
            self.row = int(said) - 1 if said.isascii() and said.isdigit() and len(said) < 8 else self.row + 1
            self.column = -1
        elif name == "c":
            place = cell_of(attributes.get("r", ""))
            self.row, self.column = place or (self.row, self.column + 1)
            if attributes.get("t") == "e":
                self.marks.errors.append((self.row, self.column))
        elif name in ("v", "is", "f"):
            self.marks.rows = max(self.marks.rows, self.row + 1)
            self.marks.columns = max(self.marks.columns, self.column + 1)
            if name == "f":
                self.marks.formulas.append((self.row, self.column))
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            corners = cell_of(first), cell_of(last or first)
            if corners[0] and corners[1]:
                self.marks.merged.append((corners[0], corners[1]))


def cell_of(reference: str) -> Cell | None:
    """Row and column of `E5`, counted from zero; None for anything else."""
    found = _REF.fullmatch(reference)
    if not found or int(found[2]) == 0:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _walk(archive: zipfile.ZipFile, part: str, walker: _Walker) -> None:
    parser = expat.ParserCreate()

    def refuse(*declared: object) -> None:
        raise UnreadablePart(
            part
        )  # no workbook has a document type; only files made to harm declare entities

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: walker.start(name.rpartition(":")[2], attributes)
    try:
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadablePart(part) from error
