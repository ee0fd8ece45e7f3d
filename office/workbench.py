"""The intake page as its template needs it: rows with their problems and evidence, choices, differences."""

from collections import defaultdict
from typing import Any

from departments.models import Official
from directives.intake import Problem, problems
from directives.models import Basis, Charge, Directive, Task, Theme
from meetings.models import IntakeDraft, Meeting

from .forms.reading import Typed
from .forms.rows import BY_HAND
from .parts import Part, part_with, parts_of
from .reading import Piece, sentence_numbers, sentences
from .unitbook import SET, UnitBook

LABELS = {
    "meeting": "会议", "attendance": "参会", "directives": "要求", "tasks": "任务", "charges": "单位",
    "name": "名称", "kind": "类别", "level": "层级", "held_on": "召开日期", "held_text": "报道中的时间",
    "period": "所议时期", "place": "地点", "chair": "主持人", "conveys": "传达的上级会议",
    "posts": "职务", "is_unit": "是单位", "department": "对应单位", "attended": "参加", "chaired": "主持",
    "spoke": "发言", "directed": "提出要求", "speaker": "提出人", "headline": "标题", "text": "内容",
    "quotation": "原文", "title": "任务", "measures": "措施", "theme": "主题", "nature": "性质", "mode": "责任方式",
    "responsible_leader": "责任领导", "due_on": "完成时限", "due_basis": "时限依据", "due_text": "原文时限",
    "sign_by": "签收期限", "report_cycle": "反馈周期", "report_day": "反馈日", "role": "角色", "unit": "单位",
    "words": "原文称谓", "basis": "依据",
}  # fmt: skip
# How the parser came upon a demand, in the words of who reads it.
RULES = {
    "heading": "小标题“要在……上”及其下各句",
    "numbered": "编号列举",
    "要": "“要……”句",
    BY_HAND: "经办人摘录",
}
_UNSEEN = frozenset({"id", "rule", "start", "end", "due_start", "due_end"})
_VALUES = {
    **dict(Basis.choices), **dict(Charge.Role.choices), **dict(Directive.Kind.choices), **dict(Task.Nature.choices),
}  # fmt: skip


class TaskRows:
    """What the fields of a task's row ask of their page: choices, and what was typed into them."""

    natures = Task.Nature.choices
    modes = Task.Mode.choices
    cycles = Task.Cycle.choices
    roles = Charge.Role.choices
    bases = Basis.choices

    def __init__(self, book: UnitBook, typed: Typed, found: list[Problem]) -> None:
        self.book, self.errors, self.raw = book, typed.errors, typed.raw
        self._problems: dict[str, list[Problem]] = defaultdict(list)
        for problem in found:
            self._problems[problem.path].append(problem)
        self.themes = list(Theme.objects.values_list("slug", "name"))
        self.officials = list(Official.objects.values_list("name", flat=True))
        self.unit_options = book.options

    def at(self, path: str) -> list[Problem]:
        """The problems of exactly one place."""
        return self._problems.get(path, [])

    @property
    def any_wrong(self) -> bool:
        return bool(self.errors or self._problems)

    def value(self, name: str, kept: Any) -> Any:
        """What to show in a field: what was typed where it could not be read, else what is kept."""
        return self.raw.get(name, kept)

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def unit(self, key: str) -> str:
        return self.book.name_of(key)

    def about_set(self, key: str) -> str:
        """How many units a set stands for today; "" for a single unit."""
        return self.book.hints.get(key, "") if key.startswith(SET) else ""


class Workbench(TaskRows):
    """Everything the intake page shows of one draft, as saved or as typed."""

    kinds = Meeting.Kind.choices
    levels = Meeting.Level.choices
    directive_kinds = Directive.Kind.choices

    def __init__(
        self, draft: IntakeDraft, typed: Typed | None, book: UnitBook, *, number: int = 1, anchor: str = ""
    ) -> None:
        """Of a draft in parts this is one: that of the anchor, else the one with the number."""
        self.made: dict[str, Any] = typed.made if typed else draft.made
        found = problems(IntakeDraft(text=draft.text, made=self.made))
        super().__init__(book, typed or Typed({}), found)
        self.draft = draft
        self.parts = parts_of(self.made, draft.text)
        self.part = self._asked(number, anchor)
        self.report: list[list[Piece]] = sentences(draft.text, self.made, self.part.text)
        self.blocking = sum(problem.blocking for problem in found)
        self.open = len(found) - self.blocking
        self.wrong = [
            *((self.href(name), self._where(name), message) for name, message in self.errors.items()),
            *(
                (self.href(name := self._name(p.path)), self._where(name), p.message)
                for p in found
                if p.blocking and self._name(p.path) not in self.errors
            ),
        ]
        self.task_count = sum(len(row["tasks"]) for row in self.made["directives"])

    def _asked(self, number: int, anchor: str) -> Part:
        if anchor:
            return part_with(self.parts, self.made, anchor)
        return self.parts[min(max(number, 1), len(self.parts)) - 1]

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
        return f"#{anchor}" if part is self.part else f"?part={part.number}#{anchor}"

    def _name(self, path: str) -> str:
        """The form's name of a place in `made`: `directives.0.tasks.1.title` is `t.d1t2.title`."""
        parts = path.split(".")
        match parts:
            case ["meeting", field]:
                return f"m.{field}"
            case ["attendance", n, field]:
                return f"a.{n}.{field}"
            case ["directives", n, "tasks", m, *rest]:
                key = self.made["directives"][int(n)]["tasks"][int(m)]["id"]
                return ".".join([f"c.{key}", *rest[1:]] if len(rest) > 2 else [f"t.{key}", *rest])
            case ["directives", n, field]:
                return f"d.{self.made['directives'][int(n)]['id']}.{field}"
        return path

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
        if kind == "a":
            return f"参会第 {int(key) + 1} 行" if key.isdigit() else "参会"
        return "会议"

    def sentences_of(self, row: dict[str, Any]) -> str:
        """`原文第 6–8 句` of a row that has its place; "" of one that has none."""
        numbers = sentence_numbers(self.report, row["start"], row["end"])
        if numbers is None:
            return ""
        first, last = numbers
        return f"原文第 {first} 句" if first == last else f"原文第 {first}–{last} 句"

    def first_sentence(self, row: dict[str, Any]) -> str:
        """The anchor of the first sentence of a row; "" where it stands in another part."""
        numbers = sentence_numbers(self.report, row["start"], row["end"])
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
        warnings = self.made.get("warnings", ())
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
    def not_found(self) -> list[str]:
        """What no rule found in the text, for a page that then says so before anything else."""
        meeting = self.made["meeting"]
        wanted = [
            ("会议名称", meeting["name"]),
            ("召开日期", meeting["held_on"]),
            ("参会人员和单位", self.made["attendance"]),
            ("工作要求", self.made["directives"]),
        ]
        return [name for name, value in wanted if not value]


def _within(warning: dict[str, Any], row: dict[str, Any]) -> bool:
    return bool(row["start"] <= warning["start"] < row["end"])


def differences(theirs: dict[str, Any], mine: dict[str, Any], book: UnitBook) -> list[tuple[str, str, str]]:
    """Where two copies of a draft differ: the place, what is saved, what was typed."""
    return _compared(_flat(theirs, book), _flat(mine, book))


def row_differences(
    theirs: dict[str, Any], mine: dict[str, Any], book: UnitBook
) -> list[tuple[str, str, str]]:
    """The same for the rows of one task."""
    saved: dict[str, str] = {}
    typed: dict[str, str] = {}
    _flatten(theirs, "任务", saved, book)
    _flatten(mine, "任务", typed, book)
    return _compared(saved, typed)


def _compared(saved: dict[str, str], typed: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (place, saved.get(place, "（没有这一项）"), typed.get(place, "（没有这一项）"))
        for place in dict.fromkeys([*saved, *typed])
        if saved.get(place, "") != typed.get(place, "")
    ]


def _flat(made: dict[str, Any], book: UnitBook) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in ("meeting", "attendance", "directives"):
        _flatten(made[part], LABELS[part], found, book)
    return found


def _flatten(value: Any, place: str, found: dict[str, str], book: UnitBook) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _UNSEEN:
                _flatten(inner, f"{place} · {LABELS.get(name, name)}", found, book)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            _flatten(inner, f"{place} {number}", found, book)
    else:
        shown = ("是" if value else "否") if isinstance(value, bool) else str(value or "")
        found[place] = _VALUES.get(shown, book.name_of(shown))
