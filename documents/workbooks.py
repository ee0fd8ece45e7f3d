"""Workbooks that people send: bounded before they are opened, and read as plain values with their places."""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from .workbook_marks import Cell, Marks, UnreadablePart, marks_by_sheet

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 400
MAX_ROWS, MAX_COLUMNS = 5000, 200
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_SERIALS = (20_000, 80_000)  # 1954 to 2119: no other number in a column of dates is meant
NO_WORKBOOK = "这不是 .xlsx 表格。请用表格软件另存为 .xlsx 再上传。"
_BROKEN = "这个表格打不开，可能没有传完整。请重新另存为 .xlsx 再上传。"


class UnusableWorkbook(ValueError):
    """The file cannot be taken at all; the message says in Chinese why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Values by row and column, both from zero, with the cells that hold formulae or errors and merged ranges."""

    name: str
    rows: list[list[Any]]
    formulas: list[Cell] = field(default_factory=list)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    errors: list[Cell] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """The cell as somebody reads it; "" outside the sheet."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])):
            return ""
        return text_of(self.rows[row][column])


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets. Formulae and merged ranges of the book as a whole are named like `E5`."""

    sheets: list[Sheet]

    @property
    def formulas(self) -> list[str]:
        return [cell_name(cell) for sheet in self.sheets for cell in sheet.formulas]

    @property
    def merged(self) -> list[tuple[str, str]]:
        return [(cell_name(first), cell_name(last)) for sheet in self.sheets for first, last in sheet.merged]

    def sheet(self, name: str) -> Sheet | None:
        return next((one for one in self.sheets if one.name == name), None)


def read_workbook(content: bytes) -> Workbook:
    """The workbook's values; raises UnusableWorkbook for what is none, too large, encrypted or carries macros."""
    marks = _check(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Workbook([_sheet(book, name, marks.get(name, Marks())) for name in book.sheet_names])
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise UnusableWorkbook(_BROKEN) from error


def _sheet(book: CalamineWorkbook, name: str, marks: Marks) -> Sheet:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS)
    return Sheet(name, rows, marks.formulas, marks.merged, marks.errors)


def text_of(value: Any) -> str:
    """A cell's value as text: whole numbers without a point, days as ISO."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def day_text(value: Any) -> str:
    """A cell of a column of dates: a number that can only be Excel's count of days is that day."""
    if isinstance(value, int | float) and not isinstance(value, bool) and _SERIALS[0] < value < _SERIALS[1]:
        return (_FIRST_SERIAL_DAY + timedelta(days=int(value))).isoformat()
    return text_of(value)


def column_letters(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(cell: Cell) -> str:
    """`E5` of a cell counted from zero."""
    return f"{column_letters(cell[1])}{cell[0] + 1}"


def _check(content: bytes) -> dict[str, Marks]:
    """What the sheets say of themselves; raises UnusableWorkbook for what must not be opened."""
    if len(content) > MAX_BYTES:
        raise UnusableWorkbook(f"表格超过 {MAX_BYTES // 1024 // 1024} MB，请删去图片等无关内容再上传。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableWorkbook("这是旧格式或加了密码的表格。请取消密码，另存为 .xlsx 再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            marks = marks_by_sheet(archive)
    except UnusableWorkbook:
        raise
    # A damaged directory makes the library seek before the file's beginning, or want a version yet to come.
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, OverflowError) as error:
        raise UnusableWorkbook(NO_WORKBOOK) from error
    except (UnreadablePart, zlib.error, ValueError) as error:
        raise UnusableWorkbook(_BROKEN) from error
    for name, one in marks.items():
        if one.rows > MAX_ROWS or one.columns > MAX_COLUMNS:
            raise UnusableWorkbook(
                f"工作表“{name}”太大（最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列）。请删去远处的多余内容再上传。"
            )
    return marks


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise UnusableWorkbook(NO_WORKBOOK)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnusableWorkbook("表格里带有宏，不能上传。请另存为不带宏的 .xlsx。")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnusableWorkbook("表格展开后太大，请删去无关内容再上传。")
