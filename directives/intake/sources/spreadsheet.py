"""A table as rows of a draft: each line one demand with one task.

Whatever a line decides (units, leader, day) has the office as its basis, never the text: "by the text" is a claim
with a place in a text that can be read again, and a table has none. For the same reason words such as 尽快 are not
kept as a task's 原文时限, which must stand in a text, but as a note at the field until somebody settles it.

Nothing is lost: the words of all cells stand in the demand, and what a field could not take is told at the field.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from departments.models import UnitSet
from departments.names import UnitNames
from documents.days import read_day
from documents.incoming_text import CONTROL
from documents.workbooks import Sheet, UnusableWorkbook, Workbook, cell_name, day_text, read_workbook, text_of
from meetings.report_parser import day_said

from ...models import Basis, Charge, Task
from ...unit_keys import SET
from ..made import blank_charge, blank_directive, blank_meeting, blank_task
from .columns import (
    DUE,
    LEAD,
    LEADER,
    LOOKED_AT,
    MEASURES,
    NUMBER,
    SUPPORTING,
    TITLE,
    Columns,
    columns_of,
)
from .facts import said_in

Row = dict[str, Any]

MAX_LINES = 1_000
TITLE_LENGTH, MEASURES_LENGTH, WORDS_LENGTH = 200, 4_000, 80
STANDING = frozenset(
    {"长期坚持", "长期", "长期推进", "长期实施", "常态化", "常态化推进", "持续推进", "长期任务"}
)
_SEPARATORS = re.compile(r"[、，,;；/\n]+")
_LABEL = re.compile(r"(牵头|主办|责任|配合|协办|参与)(?:责任)?(?:单位|部门)?[：:]")
_NOTHING = frozenset({"", "/", "-", "—", "——", "无", "／", "－"})
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[类部章]"
)
_WHOM = re.compile(r"[（(].*?[）)]|同志$")


@dataclass(slots=True)
class _Line:
    """What one line was read into, and what of it could not be taken."""

    number: int
    task: Row = field(default_factory=blank_task)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, name: str, head: str, words: str) -> None:
        self.notes.append((name, f"第{self.number}行 {head}：{words}"))


@dataclass(frozen=True, slots=True)
class Known:
    """What names in cells are held against."""

    units: UnitNames
    officials: frozenset[str]
    since: date | None = None
    """The day from which words such as 12月底前 count time."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a head that can be told, and the title above it."""

    book: Workbook
    sheet: Sheet
    columns: Columns
    heading: str


def read_table(content: bytes) -> Table:
    """The table of a workbook, with what its merged cells say in each of their lines.

    Raises UnusableWorkbook for what is no workbook, has no head that can be told, or has formulae in cells that count.
    """
    book = read_workbook(content)
    sheet, columns = _table(book)
    _refuse_formulas(sheet, columns)
    _fill_down(sheet, columns)
    return Table(book, sheet, columns, _heading(sheet, columns))


def made_of_table(table: Table, known: Known) -> tuple[Row, str]:
    """The draft's rows, and the words of the table, by which it is known again.

    Raises UnusableWorkbook for a table without a task, or with too many of them.
    """
    sheet = table.sheet
    rows = _TableReader(sheet, table.columns, known).rows()
    if not rows:
        raise UnusableWorkbook(f"工作表“{sheet.name}”的表头下面没有任务。请填好后再上传。")
    warnings = [
        {
            "code": "other_sheet",
            "text": f"工作表“{name}”没有读取，需要时请另行上传。",
            "start": None,
            "end": None,
        }
        for name in _others(table.book, sheet)
    ]
    made = {
        "meeting": blank_meeting(),
        "attendance": [],
        "agenda": [],
        "directives": rows,
        "sentences": [],
        "warnings": warnings,
    }
    return made, "\n".join(row["text"] for row in rows)


def _table(book: Workbook) -> tuple[Sheet, Columns]:
    for sheet in book.sheets:
        columns = columns_of(sheet)
        if columns:
            return sheet, columns
    raise UnusableWorkbook(
        f"前 {LOOKED_AT} 行里没有找到表头。表头要有“任务”一栏，和“牵头单位”“完成时限”等至少一栏。"
    )


def _heading(sheet: Sheet, columns: Columns) -> str:
    """The first words above the head, where they stand alone in their line."""
    for row in range(columns.row):
        filled = [words for place in range(len(sheet.rows[row])) if (words := sheet.text(row, place))]
        if filled:
            return "".join(_plain(filled[0]).split()) if len(filled) == 1 else ""
    return ""


def _others(book: Workbook, read: Sheet) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets
        if sheet is not read and any(text_of(value) for row in sheet.rows for value in row)
    ]


def _refuse_formulas(sheet: Sheet, columns: Columns) -> None:
    """A formula's value may be stale or missing; only a running number may be one, since nobody reads it."""
    counted = [
        cell_name(cell)
        for cell in sheet.formulas
        if cell[0] > columns.row and cell[1] in columns.heads and cell[1] != columns.places.get(NUMBER)
    ]
    if counted:
        more = f" 等 {len(counted)} 处" if len(counted) > 5 else ""
        raise UnusableWorkbook(
            f"{'、'.join(counted[:5])}{more}是公式。请复制后“选择性粘贴”为数值，再保存上传。"
        )


def _fill_down(sheet: Sheet, columns: Columns) -> None:
    """What a cell merged over several lines says, it says of each of them that says something itself."""
    own = [any(text_of(value) for value in row) for row in sheet.rows]
    for (first, left), (last, right) in sheet.merged:
        if first <= columns.row or first >= len(sheet.rows) or left != right or left not in columns.heads:
            continue
        for row in (row for row in range(first + 1, min(last + 1, len(sheet.rows))) if own[row]):
            sheet.rows[row][left] = sheet.rows[first][left]


class _TableReader:
    def __init__(self, sheet: Sheet, columns: Columns, known: Known) -> None:
        self.sheet, self.columns, self.known = sheet, columns, known
        self.errors = set(sheet.errors)
        self.joined = {(row, place) for (row, place), (_, last) in sheet.merged if last > place}

    def rows(self) -> list[Row]:
        found: list[Row] = []
        section = ""
        for row in range(self.columns.row + 1, len(self.sheet.rows)):
            filled = [place for place in range(len(self.sheet.rows[row])) if self.sheet.text(row, place)]
            if not filled:
                continue
            if self._is_section(row, filled):
                section = _plain(self.sheet.text(row, filled[0]))
                continue
            found.append(self._directive(row, filled, len(found) + 1, section))
            if len(found) > MAX_LINES:
                raise UnusableWorkbook(f"表中超过 {MAX_LINES} 项任务。请分成几张表，逐次上传。")
        return found

    def _is_section(self, row: int, filled: list[int]) -> bool:
        """A line that names a group of tasks: one cell, joined across columns or numbered as a heading is."""
        if len(filled) != 1:
            return False
        words = self.sheet.text(row, filled[0])
        joined = (row, filled[0]) in self.joined
        return joined or bool(_SECTION.match(words) and filled[0] in (0, self.columns.places.get(NUMBER)))

    def _directive(self, row: int, filled: list[int], number: int, section: str) -> Row:
        line = _Line(row + 1)
        line.task["id"] = f"d{number}t1"
        self._title(line, row)
        self._measures(line, row)
        self._units(line, row)
        self._leader(line, row)
        self._due(line, row)
        line.task["notes"] = [
            {"field": name, "words": words, "was": said_in(line.task, name)} for name, words in line.notes
        ]
        return blank_directive() | {
            "id": f"d{number}",
            "text": self._words(row, filled, section),
            "tasks": [line.task],
        }

    def _words(self, row: int, filled: list[int], section: str) -> str:
        """All that the line says, a line for each cell under its head; of one cell alone the words."""
        kept = [place for place in filled if place != self.columns.places.get(NUMBER)]
        lines = []
        for place in kept:
            words = _plain(self.sheet.text(row, place))
            head = self.columns.heads.get(place, "")
            lines.append(f"{head}：{words}" if head and len(kept) > 1 else words)
        if section:
            lines.append(f"所属类别：{section}")
        return "\n".join(lines)

    def _cell(self, line: _Line, row: int, column: str) -> tuple[str, str]:
        """Words and head of the line's cell in a column; a cell that holds an error or odd characters is noted."""
        place = self.columns.places.get(column)
        if place is None:
            return "", ""
        words, head = self.sheet.text(row, place), self.columns.heads[place]
        if CONTROL.search(words):
            words = CONTROL.sub("", words)
            line.note(_FIELDS[column], head, "含有无法显示的控制字符，已去掉，请核对。")
        if (row, place) in self.errors:
            line.note(_FIELDS[column], head, "单元格的值是错误（例如 #REF!），没有采用，请核对。")
            return "", head
        return ("" if words in _NOTHING else words), head

    def _title(self, line: _Line, row: int) -> None:
        words, head = self._cell(line, row, TITLE)
        whole = " ".join(words.split())
        line.task["title"] = whole[:TITLE_LENGTH]
        if len(whole) > TITLE_LENGTH:
            line.note("title", head, f"超过 {TITLE_LENGTH} 字，只取了前面的，全文在要求内容里，请概括。")

    def _measures(self, line: _Line, row: int) -> None:
        words, head = self._cell(line, row, MEASURES)
        whole = "\n".join(part.strip() for part in words.splitlines() if part.strip())
        line.task["measures"] = whole[:MEASURES_LENGTH]
        if len(whole) > MEASURES_LENGTH:
            line.note("measures", head, f"超过 {MEASURES_LENGTH} 字，只取了前面的，全文在要求内容里。")

    def _units(self, line: _Line, row: int) -> None:
        lead, lead_head = self._cell(line, row, LEAD)
        first, labelled = _by_label(lead)
        second, head = self._cell(line, row, SUPPORTING)
        leads = self.columns.leads or bool(labelled)
        charged = list(self._parts(line, first, lead_head))
        task = line.task
        if len(charged) == 1 and not charged[0][0].startswith(SET):
            task["mode"], role = Task.Mode.SINGLE_LEAD.value, Charge.Role.LEAD
        elif leads and charged and not any(key.startswith(SET) for key, _ in charged):
            task["mode"], role = Task.Mode.JOINT_LEAD.value, Charge.Role.LEAD
        else:
            role = Charge.Role.RESPONSIBLE
            task["mode"] = (Task.Mode.EACH if charged else Task.Mode.SINGLE_LEAD).value
        beside = [*self._parts(line, labelled, lead_head), *self._parts(line, second, head)]
        taken: set[str] = set()
        for key, words, part in [(k, w, role) for k, w in charged] + [
            (k, w, Charge.Role.SUPPORTING) for k, w in beside
        ]:
            if key and key in taken:
                continue
            taken.add(key)
            named = {"unit": key, "words": "" if key else words[:WORDS_LENGTH], "role": part.value}
            task["charges"].append(blank_charge() | named | {"basis": Basis.OFFICE.value})

    def _parts(self, line: _Line, words: str, head: str) -> Iterable[tuple[str, str]]:
        """Key and words of each unit of a cell; the key is "" of a name that nobody has, which is noted."""
        found: list[tuple[str, str]] = []
        for name in filter(None, (part.strip(" 　。") for part in _SEPARATORS.split(words))):
            try:
                unit = self.known.units.find(name)
            except LookupError as error:
                line.note("charges", head, str(error))
                found.append(("", name))
                continue
            found.append((f"{SET}{unit.slug}" if isinstance(unit, UnitSet) else unit.slug, name))
        return found

    def _leader(self, line: _Line, row: int) -> None:
        words, head = self._cell(line, row, LEADER)
        if not words:
            return
        names = ["".join(_WHOM.sub("", part).split()) for part in _SEPARATORS.split(words) if part.strip()]
        known = [name for name in names if name in self.known.officials]
        if known and len(names) == 1:
            line.task["responsible_leader"] = known[0]
        elif len(names) > 1:
            line.note("responsible_leader", head, f"“{words}”有几个人，请选定一位。")
        else:
            line.note("responsible_leader", head, f"领导名单中没有“{words}”，请改选，或先在后台登记。")

    def _due(self, line: _Line, row: int) -> None:
        """A day, in figures or in words that name one as they do in a text, or 长期坚持; other words are told and leave
        the day open."""
        words, head = self._cell(line, row, DUE)
        place = self.columns.places.get(DUE)
        task = line.task
        if place is None or (not words and not line_notes(line, "due_on")):
            return  # nothing was said of a day: the document's own may be proposed
        task["due_proposed"], task["nature"] = "", Task.Nature.FIXED_TERM.value
        if "".join(words.split()) in STANDING:
            task["nature"] = Task.Nature.STANDING.value
            return
        task["undated"] = True
        cell = day_text(self.sheet.rows[row][place])
        day = _day(cell) or day_said(cell, self.known.since)
        if day and 1950 <= day.year <= 2100:
            task |= {"due_on": day.isoformat(), "due_basis": Basis.OFFICE.value}
        elif words:
            line.note("due_on", head, f"“{_plain(words)}”不是完整的日期，请定到哪一天，或选长期坚持。")


_FIELDS = {
    TITLE: "title", MEASURES: "measures", LEAD: "charges", SUPPORTING: "charges", LEADER: "responsible_leader",
    DUE: "due_on",
}  # fmt: skip


def line_notes(line: _Line, name: str) -> bool:
    return any(field == name for field, _ in line.notes)


def _by_label(words: str) -> tuple[str, str]:
    """The units that lead and those beside them, of a cell that says both (牵头：甲；配合：乙)."""
    marks = list(_LABEL.finditer(words))
    if not marks:
        return words, ""
    parts = {True: [words[: marks[0].start()]], False: [""]}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        said = words[mark.end() : following.start() if following else len(words)]
        parts[mark[1] in ("牵头", "主办", "责任")].append(said)
    return "、".join(parts[True]), "、".join(parts[False])


def _day(words: str) -> date | None:
    try:
        return read_day(words.strip().removesuffix("之前").removesuffix("以前").removesuffix("前").strip())
    except ValueError:
        return None


def _plain(words: str) -> str:
    return CONTROL.sub("", words).strip()
