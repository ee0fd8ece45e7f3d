"""The intake page as its template needs it: rows with their problems and evidence, choices, differences."""

from collections import defaultdict
from typing import Any

from departments.models import Official
from directives.intake import Problem, problems
from directives.models import Basis, Charge, Directive, Task, Theme
from meetings.models import IntakeDraft, Meeting

from .forms.draft import Typed
from .reading import Piece, sentence_numbers, sentences
from .unitbook import UnitBook

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
_UNSEEN = frozenset({"id", "rule", "start", "end"})
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

    def __init__(self, book: UnitBook, errors: dict[str, str], raw: dict[str, str]) -> None:
        self.book, self.errors, self.raw = book, errors, raw
        self.themes = list(Theme.objects.values_list("slug", "name"))
        self.officials = list(Official.objects.values_list("name", flat=True))
        self.unit_options = book.options

    def at(self, path: str) -> list[Problem]:
        """The problems of exactly one place; a page without a draft knows none."""
        return []

    def value(self, name: str, kept: Any) -> Any:
        """What to show in a field: what was typed where it could not be read, else what is kept."""
        return self.raw.get(name, kept)

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def unit(self, key: str) -> str:
        return self.book.name_of(key)


class Workbench(TaskRows):
    """Everything the intake page shows of one draft, as saved or as typed."""

    kinds = Meeting.Kind.choices
    levels = Meeting.Level.choices
    directive_kinds = Directive.Kind.choices

    def __init__(self, draft: IntakeDraft, typed: Typed | None, book: UnitBook) -> None:
        super().__init__(book, typed.errors if typed else {}, typed.raw if typed else {})
        self.draft = draft
        self.made: dict[str, Any] = typed.made if typed else draft.made
        self.report: list[list[Piece]] = sentences(draft.text, self.made)
        self._problems: dict[str, list[Problem]] = defaultdict(list)
        found = problems(IntakeDraft(text=draft.text, made=self.made))
        for problem in found:
            self._problems[problem.path].append(problem)
        self.blocking = sum(problem.blocking for problem in found)
        self.open = len(found) - self.blocking
        self.task_count = sum(len(row["tasks"]) for row in self.made["directives"])

    def at(self, path: str) -> list[Problem]:
        return self._problems.get(path, [])

    def sentences_of(self, row: dict[str, Any]) -> str:
        """`原文第 6–8 句` of a row that has its place; "" of one that has none."""
        numbers = sentence_numbers(self.report, row["start"], row["end"])
        if numbers is None:
            return ""
        first, last = numbers
        return f"原文第 {first} 句" if first == last else f"原文第 {first}–{last} 句"

    def first_sentence(self, row: dict[str, Any]) -> str:
        """The anchor of the first sentence of a row."""
        numbers = sentence_numbers(self.report, row["start"], row["end"])
        return f"s{numbers[0]}" if numbers else ""

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


def differences(theirs: dict[str, Any], mine: dict[str, Any], book: UnitBook) -> list[tuple[str, str, str]]:
    """Where two copies of a draft differ: the place, what is saved, what was typed."""
    saved, typed = _flat(theirs, book), _flat(mine, book)
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
        shown = {True: "是", False: "否", None: ""}.get(value, value) if isinstance(value, bool | None) else value
        found[place] = _VALUES.get(shown, book.name_of(str(shown)))
