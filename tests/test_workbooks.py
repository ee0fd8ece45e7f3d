"""Workbooks are bounded before they are opened: a small file cannot fill the memory, and what is none is refused."""

import io
import zipfile

import pytest

from documents.workbooks import UnusableWorkbook, read_workbook
from tests.office.documents import ROW, workbook

SHEET = "xl/worksheets/sheet1.xml"


def changed(old: bytes, new: bytes, part: str = SHEET, more: tuple[str, ...] = ()) -> bytes:
    """The workbook with one part of it written otherwise, and with further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROW))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new) if name == part else data)
        for name in more:
            target.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize("cell", [b"XFD1048576", b"A1048576", b"XFD2"])
def test_a_cell_in_the_last_corner_is_refused_and_not_laid_out(cell: bytes) -> None:
    with pytest.raises(UnusableWorkbook, match="太大（最多 5000 行、200 列）"):
        read_workbook(changed(b'r="B2"', b'r="' + cell + b'"'))


def test_entities_that_multiply_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    with pytest.raises(UnusableWorkbook, match="打不开"):
        read_workbook(changed(b"<worksheet", bomb))


def test_macros_are_refused() -> None:
    with pytest.raises(UnusableWorkbook, match="带有宏"):
        read_workbook(changed(b"", b"", more=("xl/vbaProject.bin",)))


def test_a_sheet_whose_part_is_not_there_is_refused() -> None:
    with pytest.raises(UnusableWorkbook, match="打不开"):
        read_workbook(changed(b"sheet1.xml", b"sheet9.xml", part="xl/_rels/workbook.xml.rels"))


def test_formulae_errors_and_merged_cells_are_told_by_their_places() -> None:
    book = read_workbook(workbook(ROW, ("=A2", "#N/A"), merged=("C2:D3",)))
    (sheet,) = book.sheets
    assert (book.formulas, book.merged) == (["A3"], [("C2", "D3")])
    assert sheet.errors == [(2, 1)]
    assert sheet.text(1, 1) == ROW[1]
