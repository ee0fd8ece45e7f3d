"""Places that a new version of a report lost, beside its text: the nearest passages, marked where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from directives.anchors import Near, Unsettled, What, nearest
from meetings.models import ReportVersion

from .reading import Link, Piece, paragraphs

WHOLE = 20_000
MARKS = "甲乙丙"
NAMES = {
    What.DIRECTIVE: "工作要求的原文",
    What.SOURCE: "任务来源的原文",
    What.CHARGE: "责任单位的称谓",
    What.DEADLINE: "完成时限的原话",
}
DROPS = {What.SOURCE: "删去这一来源", What.CHARGE: "删去这一责任单位", What.DEADLINE: "删去这一时限"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage that may be meant, and where it stands."""

    mark: str
    near: Near
    words: str
    paragraph: int

    @property
    def place(self) -> str:
        return f"{self.near.start}-{self.near.end}"


@dataclass(slots=True)
class Item:
    """One lost place with what may become of it."""

    number: int
    lost: Unsettled
    choices: list[Choice]
    is_only_source: bool
    typed: str | None = None
    wrong: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"{self.lost.what}-{self.lost.row.pk}"

    @property
    def name(self) -> str:
        return NAMES[self.lost.what]

    @property
    def words(self) -> str:
        """What stands in the field: what was typed and refused, else the lost words."""
        return self.lost.words if self.typed is None else self.typed

    @property
    def belongs_to(self) -> str:
        """The directive or the unit, where the words alone do not tell."""
        row: Any = self.lost.row
        if self.lost.what == What.CHARGE:
            return f"{row.get_role_display()} {row.department or row.unit_set or '未定单位'}"
        return str(row) if self.lost.what == What.DIRECTIVE else ""

    @property
    def drops(self) -> str:
        """The label of dropping it; "" for what may not be dropped."""
        if not self.lost.may_be_dropped:
            return ""
        return "删除这项任务" if self.is_only_source else DROPS[self.lost.what]


def items_of(
    lost: Sequence[Unsettled], version: ReportVersion, first: int, sources: dict[int, int]
) -> list[Item]:
    """The rows of a page, counted from `first`; `sources` says how many sources each task has."""
    return [
        Item(number, one, _choices(one.words, version.text), _is_only_source(one, sources))
        for number, one in enumerate(lost, first)
    ]


def _is_only_source(one: Unsettled, sources: dict[int, int]) -> bool:
    return one.what == What.SOURCE and one.task is not None and sources.get(one.task.pk, 0) < 2


def _choices(words: str, text: str) -> list[Choice]:
    return [
        Choice(mark, near, text[near.start : near.end], text.count("\n", 0, near.start) + 1)
        for mark, near in zip(MARKS, nearest(words, text), strict=False)
    ]


def passages(text: str, items: Sequence[Item]) -> list[list[Piece]]:
    """The report with the choices marked; of a long one, the paragraphs around them."""
    marks = [
        (choice.near.start, choice.near.end, Link(f"{item.number}{choice.mark}", f"#{item.anchor}"))
        for item in items
        for choice in item.choices
    ]
    if len(text) <= WHOLE:
        return paragraphs(text, marks)
    return [piece for begin, end in _around(text, marks) for piece in _passage(text, begin, end, marks)]


def _passage(text: str, begin: int, end: int, marks: list[tuple[int, int, Link]]) -> list[list[Piece]]:
    inside = [
        (max(first, begin) - begin, min(last, end) - begin, link)
        for first, last, link in marks
        if first < end and last > begin
    ]
    return paragraphs(text[begin:end], inside)


def _around(text: str, marks: list[tuple[int, int, Link]]) -> list[tuple[int, int]]:
    """Ranges of whole paragraphs that hold the marks, one more on either side."""
    found: list[tuple[int, int]] = []
    for first, last, _ in sorted(marks, key=lambda mark: mark[:2]):
        begin = text.rfind("\n", 0, max(0, text.rfind("\n", 0, first))) + 1
        after = text.find("\n", last)
        end = text.find("\n", after + 1) if after >= 0 else -1
        end = len(text) if end < 0 else end
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
