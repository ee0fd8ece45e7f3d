"""Cells of a 任务分解表 read back: what somebody wrote in one becomes a decision about its task, or is refused.

The same for a form on a page and for a workbook that came back; `canonical` writes a cell as the table itself
would, so that only what really differs counts as a difference.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from departments.models import Department, Official, UnitSet
from departments.names import UnitNames
from documents.days import NOT_A_DAY, read_day
from documents.incoming_text import CONTROL

from .breakdown import COLLATES, LIST_MARK, STANDING, UNDECIDED, day_words
from .models import Basis, Charge, Task
from .unit_keys import SET

Row = dict[str, Any]

_SEPARATORS = re.compile(r"[、，,;；/\n]+")
_MONTH = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?")
TITLE_LENGTH = 200
MEASURES_LENGTH = 4000


class CellProblem(ValueError):
    """The cell cannot be taken; the message says in Chinese why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A unit in a cell: its key, its name as the table writes it, and whether it collates."""

    key: str
    name: str
    collates: bool = False


@dataclass(slots=True)
class CellReader:
    """Reads cells as of one day; what it looks up is read once."""

    day: date
    names: UnitNames = field(init=False)
    in_office: dict[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        self.names = UnitNames(self.day)
        officials = Official.objects.prefetch_related("posts")
        self.in_office = {}
        for one in officials:
            held = any(post.holds_on(self.day) for post in one.posts.all())
            self.in_office[one.name] = held or self.in_office.get(one.name, False)

    def canonical(self, column: str, words: str) -> str:
        """The cell as the table writes it; raises CellProblem for what cannot be read."""
        words = words.strip()
        if CONTROL.search(words):
            raise CellProblem("含有无法显示的控制字符，请删除后重新填写。")
        match column:
            case "title":
                return self._title(words)
            case "measures":
                return self._measures(words)
            case "lead" | "supporting":
                if column == "supporting" and any(part.collates for part in self.parts(words)):
                    raise CellProblem("汇总单位写在牵头单位一栏，例如“各村（社区）、工科商局（汇总）”。")
                return LIST_MARK.join(
                    part.name + (COLLATES if part.collates else "") for part in self.parts(words)
                )
            case "leader":
                return self._leader(words)
            case "due":
                day = self.due(words)
                return day_words(day) if day else STANDING
        raise CellProblem("没有这一栏。")

    def decide(self, row: Row, column: str, words: str) -> None:
        """Put what the cell says into a task's row (`intake.blank_task`); raises CellProblem like `canonical`."""
        said = self.canonical(column, words)
        match column:
            case "title" | "measures":
                row[column] = said
            case "leader":
                row["responsible_leader"] = said
            case "due":
                _set_due(row, self.due(words))
            case "lead" | "supporting":
                _set_units(row, column, self.parts(words))

    def parts(self, words: str) -> list[Part]:
        """The units of a cell, each once, in their order."""
        found: dict[str, Part] = {}
        for name in filter(None, (one.strip() for one in _SEPARATORS.split(words))):
            collates = name.endswith((COLLATES, "(汇总)"))
            bare = name.removesuffix(COLLATES).removesuffix("(汇总)")
            if UNDECIDED in bare:
                raise CellProblem(f"“{name}”还没有定，请写明单位。")
            try:
                unit = self.names.find(bare)
            except LookupError as error:
                raise CellProblem(str(error)) from error
            key = f"{SET}{unit.slug}" if isinstance(unit, UnitSet) else unit.slug
            found.setdefault(key, Part(key, _name(unit), collates))
        return list(found.values())

    def due(self, words: str) -> date | None:
        """The day; None for 长期坚持. A month alone is no day: whose month's end it is, is for the unit to say."""
        if words.strip() in (STANDING, "长期"):
            return None
        if _MONTH.fullmatch(words.strip()):
            raise CellProblem(f"“{words.strip()}”只写到月，请写明到哪一天，例如 2024年7月31日。")
        try:
            day = read_day(words)
        except ValueError as error:
            raise CellProblem(NOT_A_DAY + "没有时限的请写“长期坚持”。") from error
        if day is None:
            raise CellProblem("请填写完成时限，没有时限的写“长期坚持”。")
        if not 1950 <= day.year <= 2100:
            raise CellProblem("年份有误，请核对。")
        return day

    def _leader(self, words: str) -> str:
        if words and words not in self.in_office:
            raise CellProblem(f"领导名单中没有“{words}”，请核对姓名。")
        if words and not self.in_office[words]:
            raise CellProblem(f"“{words}”在 {self.day} 没有在任职务，请改选。")
        return words

    def _title(self, words: str) -> str:
        line = " ".join(words.split())
        if not line:
            raise CellProblem("请填写任务名称。")
        if len(line) > TITLE_LENGTH:
            raise CellProblem(f"任务名称最多 {TITLE_LENGTH} 字，现有 {len(line)} 字。请缩短。")
        return line

    def _measures(self, words: str) -> str:
        lines = "\n".join(line.strip() for line in words.splitlines() if line.strip())
        if len(lines) > MEASURES_LENGTH:
            raise CellProblem(f"措施最多 {MEASURES_LENGTH} 字，请缩短。")
        return lines


def essence(column: str, words: str) -> str:
    """What a cell says, however it is spaced and in whatever order its units stand."""
    if column in ("lead", "supporting"):
        return LIST_MARK.join(sorted(part.strip() for part in words.split(LIST_MARK)))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(filter(None, lines)) if column == "measures" else " ".join(words.split())


def same_cell(column: str, one: str, other: str) -> bool:
    """Whether two cells, written as the table writes them, say the same."""
    return essence(column, one) == essence(column, other)


def _name(unit: Department | UnitSet) -> str:
    return str(unit)


def _set_due(row: Row, day: date | None) -> None:
    """A date that a unit proposed and the office took is the office's own."""
    row |= {"due_on": day.isoformat() if day else "", "due_basis": Basis.OFFICE.value if day else ""}
    if day is None:
        row |= {"nature": Task.Nature.STANDING.value, "due_text": "", "due_start": None, "due_end": None}
    elif row["nature"] == Task.Nature.STANDING:
        row["nature"] = Task.Nature.FIXED_TERM.value


def _set_units(row: Row, column: str, parts: list[Part]) -> None:
    """The units of one column instead of those that were there; a charge that stays keeps its basis and its words."""
    first = (Charge.Role.LEAD, Charge.Role.RESPONSIBLE, Charge.Role.COLLATING)
    own = first if column == "lead" else (Charge.Role.SUPPORTING,)
    named = {part.key for part in parts}  # a unit that moves from one column to the other leaves the first
    others = [c for c in row["charges"] if c["role"] not in own and c["unit"] not in named]
    known = {charge["unit"]: charge for charge in row["charges"] if charge["role"] in own and charge["unit"]}
    if column == "lead":
        row["mode"] = _mode(row["mode"], parts)
    made = []
    for part in parts:
        role = _role(row["mode"], column, part)
        charge = known.get(part.key)
        same = charge is not None and charge["role"] == role
        made.append(charge if same else _office_charge(role, part.key))
    row["charges"] = [*made, *others] if column == "lead" else [*others, *made]


def _mode(mode: str, parts: list[Part]) -> str:
    """How these units carry a task that was carried in the mode. Where each acts for itself, one unit that is named alone
    instead leads from now on."""
    alone = len(parts) == 1 and not parts[0].collates and not parts[0].key.startswith(SET)
    if mode == Task.Mode.EACH and not alone:
        return mode
    return (Task.Mode.JOINT_LEAD if len(parts) > 1 else Task.Mode.SINGLE_LEAD).value


def _role(mode: str, column: str, part: Part) -> str:
    if part.collates:
        return Charge.Role.COLLATING.value
    if column == "supporting":
        return Charge.Role.SUPPORTING.value
    return (Charge.Role.RESPONSIBLE if mode == Task.Mode.EACH else Charge.Role.LEAD).value


def _office_charge(role: str, unit: str) -> Row:
    return {
        "role": role, "unit": unit, "words": "", "basis": Basis.OFFICE.value, "start": None, "end": None
    }  # fmt: skip
