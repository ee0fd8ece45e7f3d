"""The intake page as its template needs it: rows with their problems and evidence, choices, differences."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from markupsafe import Markup, escape

from departments.models import Department, Official, Post
from directives.intake import (
    Coverage,
    Problem,
    blank_charge,
    coverage_of,
    meetings_like,
    names_nobody,
    problems,
    rows_in,
)
from directives.models import Basis, Charge, Directive, Task, Theme
from meetings.models import IntakeDraft, Meeting

from .comparing import MEETING
from .fieldnames import field_name, unread_fields
from .forms.document import DOCUMENT
from .forms.reading import Typed
from .forms.rows import BY_HAND
from .parts import Part, part_with, parts_of
from .quick_days import quick_days
from .reading import Piece, sentence_numbers, sentences
from .report_hints import report_hints
from .row_marks import OTHER, RowMarks, ground_of
from .unitbook import UnitBook

# How the parser came upon a demand, in the words of who reads it.
RULES = {
    "heading": "小标题“要在……上”及其下各句",
    "numbered": "编号列举",
    "要": "“要……”句",
    BY_HAND: "经办人摘录",
}
# What the parser missed in the text as pasted: told from the draft as it is by now, where it may be filled in already.
_TOLD_ELSEWHERE = frozenset({"not_a_report", "no_meeting_name", "no_date", "no_directives", "no_officials"})
# What the parser says of owners is told beside the unit, as long as it holds.
_TOLD_OF_UNITS = frozenset({"charged_but_absent", "vague_owner", "general_owner", "unknown_unit"})


class TaskRows:
    """What the fields of a task's row ask of their page: choices, and what was typed into them."""

    natures = Task.Nature.choices
    modes = Task.Mode.choices
    cycles = Task.Cycle.choices
    roles = Charge.Role.choices
    bases = Basis.choices
    kinds_of_unit = Department.Kind.choices
    relations = Department.Relation.choices
    in_draft = False  # whether rows can be selected, filled down and put together
    judged = True  # what is wrong is red; before anybody saved, it is only still to be filled in

    def __init__(self, book: UnitBook, typed: Typed, found: list[Problem]) -> None:
        self.book, self.errors, self.raw = book, typed.errors, typed.raw
        self._problems: dict[str, list[Problem]] = defaultdict(list)
        for problem in found:
            self._problems[problem.path].append(problem)
        self.themes = list(Theme.objects.values_list("slug", "name"))
        self.officials = leader_names()
        self.unit_options = book.options
        self.quick_days = quick_days(timezone.localdate())

    def at(self, path: str) -> list[Problem]:
        """The problems of exactly one place."""
        return self._problems.get(path, [])

    @property
    def any_wrong(self) -> bool:
        return bool(self.errors or self._problems)

    def value(self, name: str, kept: Any) -> Any:
        """What to show in a field: what was typed where it could not be read, else what is kept."""
        return self.raw.get(name, kept)

    def words_of(self, problem: Problem) -> str:
        """The message; another row's number in it is marked like the row's own, since it may change by itself."""
        if not problem.offer:
            return problem.message
        return Markup(OTHER.sub(r"<span data-n>\g<0></span>", str(escape(problem.message))))  # noqa: S704 - escaped

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def unit(self, key: str) -> str:
        return self.book.name_of(key)

    def gist(self, task: dict[str, Any]) -> str:
        """What the folded fields of a task say: `单一牵头 · 长期坚持 · 招商引资 · 每月25日前反馈`."""
        day = (
            f"{task['report_day']}日前"
            if task["report_day"] and task["report_cycle"] != Task.Cycle.WEEKLY
            else ""
        )
        words = [
            dict(self.modes).get(task["mode"], ""),
            dict(self.natures).get(task["nature"], ""),
            dict(self.themes).get(task["theme"], "主题未定"),
            f"{dict(self.cycles).get(task['report_cycle'], '')}{day}反馈",
        ]
        if task["due_basis"]:
            words.append("时限原文写明" if task["due_basis"] == Basis.TEXT else "时限由办公室拟定")
        return " · ".join(str(word) for word in words if word)

    def members(self, key: str) -> list[str]:
        """The units that a set stands for today; none for a single unit."""
        return self.book.members.get(key, [])

    def knows(self, words: str) -> bool:
        """Whether the words are a name that the list of units has by now."""
        return bool(self.book.find(words))

    def may_be_new(self, words: str) -> bool:
        """Whether the words could be the name of a unit that is not on the list yet: 有关部门 and 全镇上下 could not."""
        return not names_nobody(words)

    def blank_charge(self, task: dict[str, Any]) -> dict[str, Any]:
        """The empty row in which one more unit can be typed."""
        return blank_charge(task["mode"], task["charges"])


def leader_names() -> list[tuple[str, str]]:
    """The town's officials with their posts of today, in its order; two queries."""
    today = timezone.localdate()
    posts: dict[int, list[str]] = defaultdict(list)
    for official, title in Post.objects.on(today).order_by("order", "pk").values_list("official", "title"):
        posts[official].append(title)
    officials = Official.objects.of_the_town().values_list("pk", "name")
    return [(name, "、".join(posts[pk])) for pk, name in officials]


class Workbench(TaskRows):
    """Everything the intake page shows of one draft, as saved or as typed."""

    in_draft = True
    kinds = Meeting.Kind.choices
    levels = Meeting.Level.choices
    directive_kinds = Directive.Kind.choices

    def __init__(
        self,
        draft: IntakeDraft,
        typed: Typed | None,
        book: UnitBook,
        *,
        number: int = 1,
        sent: Collection[str] = (),
        there: Collection[str] = (),
    ) -> None:
        """Of a draft in parts this is the one with the number. Directives that were just sent, by id, are in it too
        whatever moved meanwhile: what was typed must not leave the page unsaved. `there` are the rows that the page
        shows already, as `d3:MARK`: where the mark is still theirs they are not rendered again."""
        self.made: dict[str, Any] = typed.made if typed else draft.made
        unread = unread_fields(self.made)
        said = Typed(self.made, {name: message for name, (_, message) in unread.items()})
        said.raw = {name: words for name, (words, _) in unread.items()}
        if typed:
            said.errors |= typed.errors
            said.raw |= typed.raw
        self.fresh = [f"{path}." for path, row in rows_in(self.made) if "fresh" in row]
        found = [
            problem
            for problem in problems(IntakeDraft(text=draft.text, made=self.made))
            if not problem.path.startswith(tuple(self.fresh))
        ]
        super().__init__(book, said, found)
        self.draft, self._there = draft, there
        self.judged = bool(typed or draft.revision) and "unjudged" not in self.made
        ground = ground_of(
            book, self.themes, self.officials, self.quick_days, self.judged, "document" in self.made
        )
        self._marks = RowMarks(ground, found, self.errors, self.raw)
        self.parts = parts_of(self.made, draft.text)
        self.part = self._asked(number, sent)
        self.report: list[list[Piece]] = sentences(draft.text, self.made, self.part.text)
        self._numbered = [piece for paragraph in self.report for piece in paragraph if piece.number]
        blocked = {p.path for p in found if p.blocking}
        waiting = (p.path for p in found if not p.doubt and p.path not in blocked)
        self.open = list(dict.fromkeys(waiting))  # places, as F8 goes through them
        self.doubts = list(dict.fromkeys(p.path for p in found if p.doubt))
        self.wrong = [
            *((self.href(name), self._where(name), message) for name, message in self.errors.items()),
            *(
                (self.href(name := field_name(self.made, p.path)), self._where(name), p.message)
                for p in found
                if p.blocking and field_name(self.made, p.path) not in self.errors
            ),
        ]
        self.task_count = sum(len(row["tasks"]) for row in self.made["directives"])

    def _asked(self, number: int, sent: Collection[str]) -> Part:
        part = self.parts[min(max(number, 1), len(self.parts)) - 1]
        places = [n for n, row in enumerate(self.made["directives"]) if row["id"] in sent]
        if places and part.demands:
            places += [part.demands.start, part.demands.stop - 1]
        return replace(part, demands=range(min(places), max(places) + 1)) if places else part

    def mark_of(self, row: dict[str, Any], n: int) -> str:
        """A mark that is another as soon as anything but the numbers of the row would be shown differently."""
        others = [
            (self.number_of(one), self.href(one)) for task in row["tasks"] for one in task.get("also", ())
        ]
        beside = others, self.warnings_of(row), self.sentences_of(row), self.first_sentence(row)
        return self._marks.mark(row, n, *beside, n == 0, n + 1 == len(self.made["directives"]))

    @property
    def names_mark(self) -> str:
        """A mark of the names that fields offer."""
        return self._marks.names

    @property
    def names_there(self) -> bool:
        """Whether the page has the names already."""
        return f"names:{self.names_mark}" in self._there

    def numbers_of(self, n: int) -> str:
        """The number of the row in the n-th place, then that of a row it is like: `9 3`."""
        told = (
            number
            for p in self.at(f"directives.{n}.speaker")
            if p.offer
            for number in OTHER.findall(p.message)
        )
        return " ".join([str(n + 1), *told])

    def is_there(self, row: dict[str, Any], mark: str) -> bool:
        """Whether the page shows the row as it is now, but for its numbers."""
        return f"{row['id']}:{mark}" in self._there

    @property
    def demands(self) -> list[tuple[int, dict[str, Any]]]:
        return [(n, self.made["directives"][n]) for n in self.part.demands]

    @property
    def people(self) -> list[tuple[int, dict[str, Any]]]:
        return [(n, self.made["attendance"][n]) for n in self.part.people]

    @property
    def attendance_open(self) -> bool:
        """Whether something in the folded list wants to be seen."""
        blocked = any(
            p.blocking
            for path, found in self._problems.items()
            for p in found
            if path.startswith("attendance.")
        )
        return blocked or any(name.startswith("a.") for name in self.errors)

    @property
    def shown(self) -> list[list[Piece]]:
        """The report's sentences that stand beside this part's rows."""
        beside = ([one for one in para if one.start in self.part.text] for para in self.report)
        return [para for para in beside if para]

    def href(self, anchor: str) -> str:
        """The address of a row or field, wherever in the draft it is."""
        part = part_with(self.parts, self.made, anchor)
        return f"#{anchor}" if part.number == self.part.number else f"?part={part.number}#{anchor}"

    def told_at(self, path: str) -> str:
        """The address of what is said of a place."""
        return f"{self.href(field_name(self.made, path))}.told"

    def _where(self, name: str) -> str:
        """The row a field belongs to, as the page calls it."""
        kind, _, rest = name.partition(".")
        key = rest.partition(".")[0]
        for n, row in enumerate(self.made["directives"], 1):
            if kind == "d" and row["id"] == key:
                return f"要求 {n}"
            for m, task in enumerate(row["tasks"], 1):
                if kind in ("t", "c") and task["id"] == key:
                    return f"任务 {n}.{m}"
        if kind == "o":
            return DOCUMENT.get(rest, "来文")
        if kind == "a":
            return f"参会第 {int(key) + 1} 行" if key.isdigit() else "参会"
        return MEETING.get(rest, "会议")

    def number_of(self, key: str) -> str:
        """`要求 9` of a directive's id; "" for one that is gone."""
        found = (n for n, row in enumerate(self.made["directives"], 1) if row["id"] == key)
        return next((f"要求 {n}" for n in found), "")

    def sentences_of(self, row: dict[str, Any]) -> str:
        """`原文第 6–8 句` of a row that has its place; "" of one that has none."""
        numbers = sentence_numbers(self._numbered, row["start"], row["end"])
        if numbers is None:
            return ""
        first, last = numbers
        return f"原文第 {first} 句" if first == last else f"原文第 {first}–{last} 句"

    def first_sentence(self, row: dict[str, Any]) -> str:
        """The anchor of the first sentence of a row; "" where it stands in another part."""
        numbers = sentence_numbers(self._numbered, row["start"], row["end"])
        return f"s{numbers[0]}" if numbers and row["start"] in self.part.text else ""

    def warnings_of(self, row: dict[str, Any]) -> list[str]:
        """What the parser wants looked at in the words of one row."""
        return [] if row["start"] is None else [w["text"] for w in self._placed if _within(w, row)]

    @property
    def loose_warnings(self) -> list[str]:
        """Warnings about words that no row holds."""
        rows = [row for row in self.made["directives"] if row["start"] is not None]
        return [w["text"] for w in self._placed if not any(_within(w, row) for row in rows)]

    @property
    def _placed(self) -> list[dict[str, Any]]:
        warnings = (w for w in self.made.get("warnings", ()) if w["code"] not in _TOLD_OF_UNITS)
        return [w for w in warnings if w["start"] is not None and w["start"] in self.part.text]

    def rule(self, row: dict[str, Any]) -> str:
        """How the row was found; "" where that has no name for the reader."""
        words: str = row["rule"]
        return RULES.get(words, "" if words.isascii() else f"由“{words}”引出")

    @property
    def notes(self) -> int:
        """How many pinyin notes a scraper left in the report."""
        return sum(run.is_note for paragraph in self.shown for piece in paragraph for run in piece.runs)

    @property
    def hints(self) -> list[tuple[str, str, str]]:
        """What nobody has to mend but should know: address, row and sentence."""
        found = [
            ("#meeting-title", "会议", f"{one.held_on} 已有同名会议“{one.name}”，请先核对是不是同一次会议。")
            for one in ([] if "document" in self.made else meetings_like(self.made))
        ]
        if not self.made["attendance"] and "document" not in self.made:
            found.append(("#attendance", "参会", "没有找到参会人员和单位，可以手工添加。"))
        if not self.made["directives"]:
            how = "可在原文句末点“列为要求”，或用“添加要求”录入。"
            found.append(("#directives", "要求", f"没有找到工作要求。{how}"))
        loose = (
            w
            for w in self.made.get("warnings", ())
            if w["start"] is None and w["code"] not in _TOLD_ELSEWHERE
        )
        found += (("#report", "报道", warning["text"]) for warning in loose)
        said = report_hints(self.draft.text, self.report, self.coverage)
        return found + [(self.href_of(start, n), f"原文第 {n} 句", words) for n, start, words in said]

    @cached_property
    def coverage(self) -> Coverage:
        """How much of what the report demands stands in the rows."""
        return coverage_of(self.made)

    @property
    def first_left_out(self) -> str:
        """The address of the first demanding sentence that became nothing; "" where there is none."""
        left_out = self.coverage.uncovered
        return self.href_of(left_out[0].start, left_out[0].number) if left_out else ""

    def href_of(self, start: int, number: int) -> str:
        """The address of a sentence, in whichever part it stands."""
        part = next((part for part in self.parts if start in part.text), self.part)
        return ("" if part.number == self.part.number else f"?part={part.number}") + f"#s{number}"


def _within(warning: dict[str, Any], row: dict[str, Any]) -> bool:
    return bool(row["start"] <= warning["start"] < row["end"])
