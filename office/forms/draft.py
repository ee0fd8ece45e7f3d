"""The intake page's form: many rows in one POST, read without trusting any of it to be complete.

Names: `m.FIELD`, `a.KEY.FIELD`, `d.ID.FIELD`, `t.ID.FIELD`, `c.TASK.KEY.FIELD`; which rows there are, and in
which order, say the repeated hidden fields `a`, `d`, `d.ID.t` and `t.ID.c`. Rows carry their own evidence: `at`
is a place in the report (602-770), `was` what a row said before. A row that was not sent, since a long draft is
shown in parts, stays as it was kept; only `drop:` takes one away.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from departments.models import Official
from directives.anchors import NotLocated, require_place
from directives.intake import (
    SET,
    blank_attendance,
    blank_directive,
    blank_task,
    due_place,
    names_day,
    names_nobody,
    place_within,
    stands_at,
)
from directives.intake.rearranging import let_sets_carry, remember_ids
from directives.models import Basis, Charge, Directive, Task, Theme
from meetings.models import Attendance, Meeting

from ..unitbook import UnitBook
from .document import document_of
from .fields import limit_of
from .reading import FieldReader, Place, Typed
from .rows import FRESH, JUDGING

FLAGS = ("attended", "chaired", "spoke", "directed")
NAME = limit_of(Official, "name")
UNIT = 80
UNKNOWN_UNIT = "没有找到这个单位。请从列表中选择，或先在后台登记别名。"
UNKNOWN_BUT_NEW = "没有找到这个单位。请从列表中选择，或在下面新建。"  # as a draft's page offers to
# What a task's row knows and no field of the page shows.
CARRIED = ("also", "leader_from", "leader_proposed", "due_proposed", "undated", "notes")
_NOWHERE: dict[str, Any] = {"start": None, "end": None, "quotation": ""}


class DraftReader(FieldReader):
    """Reads one POST of the intake page."""

    def __init__(self, post: QueryDict, text: str, book: UnitBook) -> None:
        super().__init__(post, text)
        self.book = book
        self.themes = list(Theme.objects.values_list("slug", "name"))
        self.dropped = post.get("act", "").removeprefix("drop:")
        self.judged = post.get("act", "save") in JUDGING
        self.kept: Mapping[str, Any] = {}

    def read(self, kept: dict[str, Any]) -> Typed:
        """The rows of this POST in their places among those that are kept."""
        self.kept = kept
        self.typed.made = {
            **kept,
            "meeting": self._meeting(kept["meeting"]) if "m.name" in self.post else kept["meeting"],
            "attendance": self._attendance(kept["attendance"]),
            "directives": self._directives(kept["directives"]),
            **document_of(self, kept),
            **(remember_ids(kept) if self.dropped.startswith("d.") else {}),
        }
        return self.typed

    def _meeting(self, old: dict[str, Any]) -> dict[str, Any]:
        at = "m."
        lines = ("name", "held_text", "period", "place", "conveys")
        return {name: self.line(at + name, limit_of(Meeting, name), old[name]) for name in lines} | {
            "chair": self.line(at + "chair", NAME, old["chair"]),
            "kind": self.choice(at + "kind", Meeting.Kind.choices, Meeting.Kind.ECONOMIC, old["kind"]),
            "level": self.choice(at + "level", Meeting.Level.choices, Meeting.Level.TOWN, old["level"]),
            "held_on": self.day(at + "held_on", old["held_on"]),
            **self.unread(at),
        }

    def _attendance(self, kept: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        sent = self.keys("a")
        there = [str(n) for n in range(len(kept))]
        rows: list[dict[str, Any]] = []
        for key in [*there, *(key for key in sent if key not in set(there))]:
            if f"a.{key}" == self.dropped:
                continue
            old = kept[int(key)] if key in there else blank_attendance()
            rows.append(self._present(f"a.{key}.", len(rows), old) if key in sent else old)
        return rows

    def _present(self, at: str, position: int, old: dict[str, Any]) -> dict[str, Any]:
        self.renamed = at, f"a.{position}."
        unit, known, was = self.evidence(at + "was").partition("|")
        is_unit = unit == "1" if known else old["is_unit"]
        name, typed = (
            self.line(at + "name", limit_of(Attendance, "name"), old["name"]),
            self.line(at + "department", UNIT),
        )
        if not typed and known and name != was:
            # a name just typed stands for its unit; a unit taken away stays away
            typed = self.book.find(name)
        found = self.book.find(typed) if is_unit else ""
        if is_unit and typed and (not found or found.startswith(SET)):
            self.refuse(at + "department", UNKNOWN_UNIT)
        posts = self.line(at + "posts", limit_of(Attendance, "posts"), old["posts"])
        unread = self.unread(at)
        return {
            "name": name,
            "posts": posts,
            "is_unit": is_unit,
            "department": old["department"] if "department" in unread.get("unread", ()) else found,
            **{flag: at + flag in self.post for flag in FLAGS},
            **unread,
            **self._unjudged(old, name),
        }

    def _unjudged(self, old: Mapping[str, Any], said: str) -> dict[str, Any]:
        """A row just added stays one while other buttons are pressed and nothing is said in it."""
        return FRESH if "fresh" in old and not said and not self.judged else {}

    def _directives(self, kept: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        sent = self.keys("d")
        old = {row["id"]: row for row in kept}
        rows = [self._directive(key, old[key]) if key in sent else old[key] for key in old]
        for n, key in enumerate(sent):
            if key not in old:  # somebody else took it away meanwhile: it stays where it was
                before = [place for place, row in enumerate(rows) if row["id"] in sent[:n]]
                after = [place for place, row in enumerate(rows) if row["id"] in sent[n + 1 :]]
                place = before[-1] + 1 if before else (after or [len(rows)])[0]
                rows.insert(place, self._directive(key, blank_directive()))
        return [row for row in rows if f"d.{row['id']}" != self.dropped]

    def _directive(self, key: str, old: dict[str, Any]) -> dict[str, Any]:
        at = f"d.{key}."
        tasks = {task["id"]: task for task in old["tasks"]}
        return {
            "id": key,
            "speaker": self.line(at + "speaker", NAME, old["speaker"]),
            "headline": self.line(at + "headline", limit_of(Directive, "headline"), old["headline"]),
            "text": self.words(at + "text"),
            "kind": self.choice(at + "kind", Directive.Kind.choices, Directive.Kind.DIRECTIVE, old["kind"]),
            **self._quoted(at, old),
            **self.unread(at),
            "rule": old["rule"],
            **{name: old[name] for name in ("text_proposed",) if name in old},
            **self._unjudged(old, self.post.get(at + "text", "").strip()),
            "tasks": [
                self._task(task, tasks.get(task) or blank_task())
                for task in self.keys(f"d.{key}.t")
                if f"t.{task}" != self.dropped
            ],
        }

    def _task(self, key: str, old: dict[str, Any]) -> dict[str, Any]:
        at = f"t.{key}."
        start, end = self.place(self.post.get(at + "at", ""))
        passage = {"start": start, "end": end, "quotation": old["quotation"]}
        if start is not None:
            passage["quotation"] = self.text[start:end]
        task = {
            "id": key,
            **self.task_fields(at, old | passage),
            "charges": self.charges(key, passage),
            **self.unread(at),
            **passage,
            **{name: old[name] for name in CARRIED if name in old},
            **self._unjudged(old, self.post.get(at + "title", "").strip()),
        }
        let_sets_carry(task, [charge["unit"] for charge in old["charges"]])
        return task

    def task_fields(self, at: str, old: dict[str, Any]) -> dict[str, Any]:
        """The office's own decisions about a task; the page that edits a stored draft task shares them."""
        due_on = self.day(at + "due_on", old["due_on"])
        due_text = self.line(at + "due_text", limit_of(Task, "due_text"), old["due_text"])
        basis = self.choice(at + "due_basis", Basis.choices, Basis.OFFICE, old["due_basis"] or None)
        day, was, words = self.post.get(at + "due_was", "").partition(" ")
        by_office = not names_day(due_text, due_on, self.kept) if self.kept else True
        if was and basis == Basis.TEXT and due_on != day and due_text == words and by_office:
            # A date that somebody chose here is not the report's, unless the report's words name that very day.
            basis = Basis.OFFICE
        place = due_place(old | {"due_text": due_text}, self.text) or (None, None)
        nature = self.choice(at + "nature", Task.Nature.choices, Task.Nature.FIXED_TERM, old["nature"])
        if due_on and nature == old["nature"] == Task.Nature.STANDING and not old["due_on"]:
            nature = (
                Task.Nature.FIXED_TERM.value
            )  # whoever gives it a date does not mean it to go on for ever
        elif nature == Task.Nature.STANDING != old["nature"] and due_on == old["due_on"]:
            due_on, due_text, place = "", "", (None, None)
        return {
            "title": self.line(at + "title", limit_of(Task, "title"), old["title"]),
            "measures": self.words(at + "measures"),
            "theme": self.choice(at + "theme", self.themes, "", old["theme"]),
            "nature": nature,
            "mode": self.choice(at + "mode", Task.Mode.choices, Task.Mode.SINGLE_LEAD, old["mode"]),
            "responsible_leader": self.line(at + "responsible_leader", NAME, old["responsible_leader"]),
            "due_on": due_on,
            "due_basis": basis if due_on else "",
            "due_text": due_text,
            "due_start": place[0],
            "due_end": place[1],
            "sign_by": self.day(at + "sign_by", old["sign_by"]),
            "report_cycle": self.choice(
                at + "report_cycle", Task.Cycle.choices, Task.Cycle.MONTHLY, old["report_cycle"]
            ),
            "report_day": self.number(at + "report_day", 1, 31, old["report_day"]),
        }

    def charges(self, task: str, passage: dict[str, Any]) -> list[dict[str, Any]]:
        """Who is charged; a row in which nothing was typed is no row."""
        rows: list[dict[str, Any]] = []
        for key in self.keys(f"t.{task}.c"):
            at = f"c.{task}.{key}."
            if at == f"{self.dropped}.":
                continue
            self.renamed = at, f"c.{task}.{len(rows)}."
            row = self._charge(at, passage)
            rows += [row] if row["unit"] or row["words"] or "unit" in row.get("unread", ()) else []
        return rows

    def _charge(self, at: str, passage: dict[str, Any]) -> dict[str, Any]:
        basis, place, unit_was, role_was, words = (self.evidence(at + "was").split("|", 4) + [""] * 4)[:5]
        typed = self.words(at + "unit")
        unit = self.book.find(typed)
        if typed and not unit:
            offered = self.kept and not names_nobody(typed)
            self.refuse(at + "unit", UNKNOWN_BUT_NEW if offered else UNKNOWN_UNIT)
            unit = self.book.find(unit_was)
        role = self.choice(at + "role", Charge.Role.choices, Charge.Role.LEAD)
        start, end = self._said_at(words, place, passage)
        named = basis == Basis.TEXT if unit == unit_was else unit == self.book.find(words)
        # The report may name a unit and not its part: a part that the office chose is the office's word.
        by_text = start is not None and named and role == role_was
        return {
            "role": role,
            "unit": unit,
            "words": words,
            "basis": Basis.TEXT.value if by_text else Basis.OFFICE.value,
            "start": start,
            "end": end,
            **self.unread(at),
        }

    def _said_at(self, words: str, written: str, passage: dict[str, Any]) -> Place:
        """Where the report says the words that a row quotes; a place that holds other words is none of theirs."""
        start, end = self.place(written)
        if not words or stands_at(words, start, end, self.text):
            return (start, end) if words else (None, None)
        return place_within(words, passage, self.text) or (None, None)

    def _quoted(self, at: str, old: dict[str, Any]) -> dict[str, Any]:
        """The quotation and where it stands. Words that were changed are looked for in the report again."""
        quotation = self.words(at + "quotation")
        start, end = self.place(self.post.get(at + "at", ""))
        if quotation and self.text[start or 0 : end or 0] != quotation:
            near, start, end = start, None, None
            try:
                start, end = require_place(quotation, self.text, near=near)
                quotation = self.text[start:end]
            except NotLocated as error:
                self.refuse(at + "quotation", str(error))
                return {name: old[name] for name in _NOWHERE}
        return {"start": start, "end": end, "quotation": quotation} if quotation else _NOWHERE
