"""The intake page's form: many rows in one POST, read without trusting any of it to be complete.

Names: `m.FIELD`, `a.KEY.FIELD`, `d.ID.FIELD`, `t.ID.FIELD`, `c.TASK.KEY.FIELD`; which rows there are, and in
which order, say the repeated hidden fields `a`, `d`, `d.ID.t` and `t.ID.c`. Every row carries its own evidence
(places, rule), so that what somebody typed can be read whatever became of the stored draft meanwhile.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from directives.anchors import NotLocated, require_place
from directives.models import Basis, Charge, Directive, Task
from documents.incoming_text import CONTROL
from meetings.models import Meeting

from ..unitbook import SET, UnitBook
from .fields import read_day

LONG = 4000
SHORT = 200
FLAGS = ("attended", "chaired", "spoke", "directed")
_KEY = re.compile(r"[a-z0-9]{1,20}")
_NOWHERE: dict[str, Any] = {"start": None, "end": None, "quotation": ""}
UNKNOWN_UNIT = "没有找到这个单位。请从列表中选择，或先在后台登记别名。"


@dataclass(slots=True)
class Typed:
    """What was typed: the rows as far as they could be read, and the fields that could not."""

    made: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


class DraftReader:
    """Reads one POST of the intake page."""

    def __init__(self, post: QueryDict, text: str, book: UnitBook) -> None:
        self.post = post
        self.text = text
        self.book = book
        self.typed = Typed({})
        self.dropped = post.get("act", "").removeprefix("drop:")
        # Rows without an id of their own are counted anew on the next page: prefix here, prefix there.
        self.renamed = "", ""

    def read(self, kept: Mapping[str, Any]) -> Typed:
        """The rows of this POST; `kept` gives what the form does not show (sentences, warnings)."""
        self.typed.made = {
            **kept,
            "meeting": self._meeting(),
            "attendance": [self._attendance(n, f"a.{key}.") for n, key in enumerate(self._keys("a"))],
            "directives": [self._directive(key) for key in self._keys("d")],
        }
        return self.typed

    def _meeting(self) -> dict[str, Any]:
        at = "m."
        made = {
            name: self._line(at + name)
            for name in ("name", "held_text", "period", "place", "chair", "conveys")
        }
        return made | {
            "kind": self._choice(at + "kind", Meeting.Kind.values, Meeting.Kind.ECONOMIC),
            "level": self._choice(at + "level", Meeting.Level.values, Meeting.Level.TOWN),
            "held_on": self._day(at + "held_on"),
        }

    def _attendance(self, position: int, at: str) -> dict[str, Any]:
        self.renamed = at, f"a.{position}."
        is_unit = self.post.get(at + "is_unit") == "1"
        name, typed = self._line(at + "name", 80), self._line(at + "department", 80)
        if not typed and name != self.post.get(at + "name_was", name):
            typed = self.book.find(
                name
            )  # a name just typed stands for its unit; a unit taken away stays away
        found = self.book.find(typed) if is_unit else ""
        if is_unit and typed and (not found or found.startswith(SET)):
            self._fault(at + "department", UNKNOWN_UNIT)
        return {
            "name": name,
            "posts": self._line(at + "posts"),
            "is_unit": is_unit,
            "department": "" if found.startswith(SET) else found,
            **{flag: at + flag in self.post for flag in FLAGS},
        }

    def _directive(self, key: str) -> dict[str, Any]:
        at = f"d.{key}."
        return {
            "id": key,
            "speaker": self._line(at + "speaker", 40),
            "headline": self._line(at + "headline", 120),
            "text": self._words(at + "text"),
            "kind": self._choice(at + "kind", Directive.Kind.values, Directive.Kind.DIRECTIVE),
            **self._place(at),
            "rule": self._line(at + "rule", 60),
            "tasks": [self._task(task) for task in self._keys(f"d.{key}.t", "t")],
        }

    def _task(self, key: str) -> dict[str, Any]:
        at = f"t.{key}."
        return {
            "id": key,
            **self.task_fields(at),
            "charges": self.charges(key),
            **self._place(at),
        }

    def task_fields(self, at: str) -> dict[str, Any]:
        """The office's own decisions about a task; the page that edits a stored draft task shares them."""
        due_on = self._day(at + "due_on")
        basis = self._choice(at + "due_basis", Basis.values, Basis.OFFICE)
        if basis == Basis.TEXT and due_on != self.post.get(at + "due_was", ""):
            # A date that somebody chose here is not the report's, whatever the row said before.
            basis = Basis.OFFICE
        return {
            "title": self._line(at + "title"),
            "measures": self._words(at + "measures"),
            "theme": self._line(at + "theme", 60),
            "nature": self._choice(at + "nature", Task.Nature.values, Task.Nature.FIXED_TERM),
            "mode": self._choice(at + "mode", Task.Mode.values, Task.Mode.SINGLE_LEAD),
            "responsible_leader": self._line(at + "responsible_leader", 40),
            "due_on": due_on,
            "due_basis": basis if due_on else "",
            "due_text": self._line(at + "due_text", 60),
            "sign_by": self._day(at + "sign_by"),
            "report_cycle": self._choice(at + "report_cycle", Task.Cycle.values, Task.Cycle.MONTHLY),
            "report_day": self._number(at + "report_day", 1, 31),
        }

    def charges(self, task: str) -> list[dict[str, Any]]:
        """Who is charged; a row in which nothing was typed is no row."""
        rows: list[dict[str, Any]] = []
        for key in self._keys(f"t.{task}.c", f"c.{task}"):
            at = f"c.{task}.{key}."
            self.renamed = at, f"c.{task}.{len(rows)}."
            row = self._charge(at)
            rows += [row] if row["unit"] or row["words"] or self.post.get(at + "unit", "").strip() else []
        return rows

    def _charge(self, at: str) -> dict[str, Any]:
        typed, words = self._line(at + "unit", 80), self._line(at + "words", 80)
        unit = self.book.find(typed)
        if typed and not unit:
            self._fault(at + "unit", UNKNOWN_UNIT)
        start, end = self._span(at)
        said = start is not None and bool(words)
        unchanged = unit == self.post.get(at + "unit_was", "")
        by_text = said and (
            self.post.get(at + "basis") == Basis.TEXT if unchanged else unit == self.book.find(words)
        )
        return {
            "role": self._choice(at + "role", Charge.Role.values, Charge.Role.LEAD),
            "unit": unit,
            "words": words,
            "basis": Basis.TEXT.value if by_text else Basis.OFFICE.value,
            "start": start,
            "end": end,
        }

    def _place(self, at: str) -> dict[str, Any]:
        """The quotation and where it stands. Words that were changed are looked for in the report again."""
        quotation = self._words(at + "quotation")
        start, end = self._span(at)
        if quotation and self.text[start or 0 : end or 0] != quotation:
            near, start, end = start, None, None
            try:
                start, end = require_place(quotation, self.text, near=near)
                quotation = self.text[start:end]
            except NotLocated as error:
                self._fault(at + "quotation", str(error))
        return {"start": start, "end": end, "quotation": quotation} if quotation else _NOWHERE

    def _keys(self, name: str, kind: str = "") -> list[str]:
        """Keys of the rows there are, in their order, without the one that is being removed."""
        keys = dict.fromkeys(key for key in self.post.getlist(name) if _KEY.fullmatch(key))
        return [key for key in keys if f"{kind or name}.{key}" != self.dropped]

    # One field each. What cannot be read is reported with what was typed.

    def _fault(self, name: str, message: str) -> None:
        before, after = self.renamed
        shown = after + name.removeprefix(before) if before and name.startswith(before) else name
        self.typed.errors[shown] = message
        self.typed.raw[shown] = self.post.get(name, "")

    def _line(self, name: str, limit: int = SHORT) -> str:
        value = " ".join(self._clean(name).split())
        if len(value) > limit:
            self._fault(name, f"最多 {limit} 字，现有 {len(value)} 字。请缩短。")
        return value

    def _words(self, name: str) -> str:
        value = self._clean(name).replace("\r\n", "\n").strip()
        if len(value) > LONG:
            self._fault(name, f"最多 {LONG} 字，现有 {len(value)} 字。请缩短。")
        return value

    def _clean(self, name: str) -> str:
        """What was typed without characters that no database keeps; they are reported."""
        value = self.post.get(name, "")
        if CONTROL.search(value):
            self._fault(name, "含有无法显示的控制字符，已去掉，请核对后保存。")
        return CONTROL.sub("", value)

    def _choice(self, name: str, allowed: list[str], otherwise: str) -> str:
        value = self.post.get(name, "")
        return value if value in allowed else str(otherwise)

    def _day(self, name: str) -> str:
        try:
            day = read_day(self.post.get(name, ""))
        except ValueError as error:
            self._fault(name, str(error))
            return ""
        return day.isoformat() if day else ""

    def _number(self, name: str, lowest: int, highest: int) -> str:
        value = self.post.get(name, "").strip()
        if not value or (value.isascii() and value.isdigit() and lowest <= int(value[:6]) <= highest):
            return value
        self._fault(name, f"请填 {lowest} 至 {highest} 之间的数字。")
        return ""

    def _span(self, at: str) -> tuple[int | None, int | None]:
        values = self.post.get(at + "start", ""), self.post.get(at + "end", "")
        if not all(value.isascii() and value.isdigit() and len(value) < 8 for value in values):
            return None, None
        start, end = (int(value) for value in values)
        return (start, end) if start < end <= len(self.text) else (None, None)
