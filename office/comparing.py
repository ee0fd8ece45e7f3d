"""Where two copies of a draft differ, in the words of the page: the place, what is saved, what was typed.

Rows are matched by what they are, never by where they stand: directives and tasks by their id, a unit by its name
in the task, a row of attendance by its name. A row that only one copy has is one difference, not one for each field.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from directives.intake import unread_words
from directives.models import Basis, Charge, Directive, Task, Theme
from meetings.models import Meeting

from .forms.document import DOCUMENT
from .forms.reading import Typed
from .unitbook import UnitBook

Row = dict[str, Any]
Key = tuple[Any, ...]
NONE = "（没有这一项）"

MEETING = {
    "name": "会议名称", "held_on": "召开日期", "held_text": "报道中的时间", "kind": "类别", "level": "层级",
    "period": "所议时期", "chair": "主持人", "place": "地点", "conveys": "传达贯彻的上级会议",
}  # fmt: skip
_PERSON = {
    "posts": "职务", "department": "对应单位", "attended": "参加", "chaired": "主持", "spoke": "发言",
    "directed": "提出要求",
}  # fmt: skip
_DEMAND = {
    "speaker": "提出人",
    "kind": "要求类别",
    "headline": "标题",
    "text": "要求内容",
    "quotation": "原文",
}
_TASK = {
    "title": "任务名称", "measures": "措施", "mode": "责任方式", "nature": "任务性质", "due_on": "完成时限",
    "responsible_leader": "责任领导", "theme": "主题", "due_basis": "时限依据", "due_text": "原文时限",
    "sign_by": "签收期限", "report_cycle": "反馈周期", "report_day": "反馈日",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One place; `anchor` is its row on the page, "" where the typed copy has no such row."""

    place: str
    saved: str
    typed: str
    anchor: str = ""


def differences(saved: Row, typed: Typed, book: UnitBook) -> list[Difference]:
    """Of two copies of a whole draft, in the order of the page."""
    comparison = _Comparison(book, typed.raw)
    comparison.draft(saved, typed.made)
    return comparison.found


def task_differences(saved: Row, row: Row, typed: Typed, book: UnitBook) -> list[Difference]:
    """Of two copies of one task."""
    comparison = _Comparison(book, typed.raw)
    comparison.task("", "", saved, row)
    return comparison.found


class _Comparison:
    """Collects differences; `raw` holds what was typed into fields that could not be read."""

    def __init__(self, book: UnitBook, raw: dict[str, str]) -> None:
        self.book, self.raw = book, raw
        self.found: list[Difference] = []
        # The same key means different words in different fields, so each field has its own.
        self.words: dict[str, dict[Any, str]] = {
            "theme": dict(Theme.objects.values_list("slug", "name")),
            "mode": _labels(Task.Mode),
            "nature": _labels(Task.Nature),
            "report_cycle": _labels(Task.Cycle),
            "due_basis": _labels(Basis),
            "kind": _labels(Meeting.Kind) | _labels(Directive.Kind),
            "level": _labels(Meeting.Level),
            "department": book.names,
        }

    def draft(self, saved: Row, typed: Row) -> None:
        if "document" in typed:
            document = saved["document"]
            self.fields("来文", "document-title", "o.", DOCUMENT, document, typed["document"])
        else:
            self.fields("会议", "meeting-title", "m.", MEETING, saved["meeting"], typed["meeting"])
        self.attendance(saved["attendance"], typed["attendance"])
        self.demands(saved["directives"], typed["directives"])

    def attendance(self, saved: list[Row], typed: list[Row]) -> None:
        numbers = {id(row): n for n, row in enumerate(typed)}
        for old, new in _pairs(saved, typed, lambda row: (row["is_unit"], row["name"].strip())):
            name = (new or old or {})["name"].strip() or "未填名称"
            at = f"a{numbers[id(new)]}" if new else ""
            if self.both(f"参会 {name}", at, old, new, lambda row: row["posts"] or "有这一行"):
                self.fields(f"参会 {name}", at, f"a.{at[1:]}.", _PERSON, old or {}, new or {})

    def demands(self, saved: list[Row], typed: list[Row]) -> None:
        numbers = {row["id"]: n for rows in (saved, typed) for n, row in enumerate(rows, 1)}
        for old, new in _pairs(saved, typed, lambda row: (row["id"],)):
            if old == new and not self.raw:
                continue
            number = numbers[(new or old or {})["id"]]
            at = new["id"] if new else ""
            if self.both(f"要求 {number}", at, old, new, lambda row: row["headline"] or row["text"]):
                self.fields(f"要求 {number}", at, f"d.{at}.", _DEMAND, old or {}, new or {})
                self.tasks(number, (old or {})["tasks"], (new or {})["tasks"])

    def tasks(self, demand: int, saved: list[Row], typed: list[Row]) -> None:
        numbers = {row["id"]: n for rows in (saved, typed) for n, row in enumerate(rows, 1)}
        for old, new in _pairs(saved, typed, lambda row: (row["id"],)):
            place = f"任务 {demand}.{numbers[(new or old or {})['id']]}"
            at = new["id"] if new else ""
            if self.both(place, at, old, new, lambda row: row["title"]):
                self.task(place, at, old or {}, new or {})

    def task(self, place: str, at: str, saved: Row, typed: Row) -> None:
        self.fields(place, at, f"t.{typed['id']}.", _TASK, saved, typed)
        self.charges(place, at, typed["id"], saved["charges"], typed["charges"])

    def charges(self, place: str, at: str, task: str, saved: list[Row], typed: list[Row]) -> None:
        raw = {id(row): self.raw.get(f"c.{task}.{n}.unit", "") for n, row in enumerate(typed)}
        for old, new in _pairs(saved, typed, lambda row: (self.unit(row, raw.get(id(row), "")),)):
            name = self.unit(new or old or {}, raw.get(id(new), ""))
            before, after = (_charged(row) if row else NONE for row in (old, new))
            if name and before != after:
                self.found.append(Difference(_joined(place, f"责任单位 {name}"), before, after, at))

    def unit(self, row: Row, raw: str) -> str:
        return raw or unread_words(row, "unit") or self.book.name_of(row["unit"]) or row["words"]

    def both(
        self, place: str, at: str, old: Row | None, new: Row | None, summary: Callable[[Row], str]
    ) -> bool:
        """Whether both copies have the row; one that only one has is told at once."""
        if old is not None and new is not None:
            return True
        before, after = (summary(row) or "（未填写）" if row else NONE for row in (old, new))
        self.found.append(Difference(place, before, after, at))
        return False

    def fields(self, place: str, at: str, name: str, labels: dict[str, str], old: Row, new: Row) -> None:
        for field, label in labels.items():
            before = unread_words(old, field) or self.shown(field, old[field])
            after = self.raw.get(name + field) or unread_words(new, field) or self.shown(field, new[field])
            if before != after:
                self.found.append(Difference(_joined(place, label), before, after, at))

    def shown(self, field: str, value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        return self.words.get(field, {}).get(value, str(value or ""))


def _labels(choices: Any) -> dict[Any, str]:
    return {value: str(label) for value, label in choices.choices}


def _joined(place: str, label: str) -> str:
    return f"{place} · {label}" if place else label


def _charged(row: Row) -> str:
    """`牵头（原文写明）`."""
    role, basis = _labels(Charge.Role).get(row["role"], ""), _labels(Basis).get(row["basis"], "")
    return f"{role}（{basis}）" if row["unit"] else f"{role}（待定单位）"


def _pairs(
    saved: list[Row], typed: list[Row], key: Callable[[Row], Key]
) -> Iterable[tuple[Row | None, Row | None]]:
    """The rows of both copies side by side, in the typed order; what is only saved comes last."""
    old, new = _keyed(saved, key), _keyed(typed, key)
    for one in dict.fromkeys([*new, *old]):
        yield old.get(one), new.get(one)


def _keyed(rows: list[Row], key: Callable[[Row], Key]) -> dict[Key, Row]:
    """Rows by their key; of rows with the same key the second is another one."""
    found: dict[Key, Row] = {}
    for row in rows:
        whole, n = key(row), 0
        while (*whole, n) in found:
            n += 1
        found[(*whole, n)] = row
    return found
