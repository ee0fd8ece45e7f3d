"""The text of a document as rows: numbered items, lines of a list, or the whole of a short instruction."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from meetings.models import DemandSource
from meetings.report_parser import ParsedReport, UnitDirectory, days_named, parse, to_json
from meetings.report_parser import types as found

from ...models import Directive, Theme
from ..made import blank_meeting, directive_row
from ..nobody import real_owners

Row = dict[str, Any]
Span = tuple[int, int]

MAX_ITEMS = 500
LISTS = frozenset({DemandSource.WORK_REPORT, DemandSource.PEOPLE_PROJECT})
# The parser reads demands where somebody is said to demand; an item of a list says it by standing there.
_OPENINGS = ("会议要求，", "会议要求，要", "会议要求，要推进")
_BY = re.compile(r"(?:(?:\d{4}年|今年)?\d{1,2}月(?:\d{1,2}日|底)|(?:\d{4}|今)?年底)(?:之前|以前|前)")
_WHO_ALONE = re.compile(r"由?[^，。；]{2,30}(?:牵头|负责|配合|主办|协办)")
_PASSED_ON = re.compile(r"(?:阅处|阅研|阅示|研处|研究|办理|处理|跟进|跟办|落实|核处|核查|牵头|负责)+$")
_NUMERALS = "一二三四五六七八九十百"
# From the outermost kind of mark to the innermost, as official documents number (一、（一） 1.（1）).
_MARKS = (
    re.compile(rf"[^\S\n]*(?:[{_NUMERALS}]{{1,4}}、|第[{_NUMERALS}]{{1,3}}[，、：])"),
    re.compile(rf"[^\S\n]*[（(][{_NUMERALS}]{{1,4}}[）)]"),
    re.compile(r"[^\S\n]*\d{1,3}(?:[.．、](?!\d)|[^\S\n]+(?=[\u3400-\u9fff]))"),
    re.compile(r"[^\S\n]*(?:[（(]\d{1,3}[）)]|[①-⑳])"),
)
_LABEL = re.compile(
    r"[（(，。；\s]*(?:(?:牵头|责任|配合|主办|协办|承办)(?:单位|部门|领导|人)?|(?:完成|办结)(?:时限|时间))[：:]"
)
_CLOSING = re.compile(
    r"(?:以上|请于|请将|请各|特此|此[件文]|联系人|联系电话|附件|抄送|主送|\d{4}年\d{1,2}月\d{1,2}日)"
)
_SENTENCE_END = re.compile(r"[。！？；]")
_SHORTEST_LINE, _LONGEST_HEAD, _LONGEST_WHOLE = 6, 40, 1_000


@dataclass(frozen=True, slots=True)
class Item:
    """A range of the text that demands one thing; its own words begin after the mark."""

    start: int
    words: int
    end: int


def items_of(text: str, kind: str) -> list[Item]:
    """The items of the text in their order, none inside another; empty where its form tells of none."""
    lists = kind in LISTS
    numbered = _numbered(text, innermost=lists)
    if numbered:
        return numbered
    lines = _lines(text)
    if lists:
        return _without_title(text, lines)
    if kind == DemandSource.INSTRUCTION or len(text.strip()) <= _LONGEST_WHOLE:
        body = _without_title(text, lines) if kind != DemandSource.INSTRUCTION else lines
        body = [item for item in body if not _CLOSING.match(text, item.start)] or body
        return [Item(body[0].start, body[0].words, body[-1].end)] if body else []
    return []


def made_of_text(
    text: str,
    kind: str,
    received: date | None,
    units: UnitDirectory,
    names: dict[str, str],
    themes: list[Theme],
) -> tuple[Row, Row]:
    """The clerk's first copy and what the parser found, as they are kept in a draft.

    `names` are all names of units and sets with their slugs, to find one inside words that are more than a name.
    """
    report = parse(text, received, units, received)
    items = items_of(text, kind)
    reader = _ItemReader(text, received, units, names)
    demands = [reader.demand(item) for item in items[:MAX_ITEMS]] if items else list(report.directives)
    rows = [directive_row(n, one, text, themes) for n, one in enumerate(demands, 1)]
    if kind == DemandSource.MINUTES:
        rows = [row | {"kind": Directive.Kind.DECISION.value} for row in rows]
    warnings = []
    if len(items) > MAX_ITEMS:
        words = f"这份来文有 {len(items)} 项，只列出前 {MAX_ITEMS} 项。其余请分成几份录入。"
        warnings = [{"code": "too_many_items", "text": words, "start": None, "end": None}]
    made = {
        "meeting": blank_meeting(),
        "attendance": [],
        "agenda": [],
        "directives": rows,
        "sentences": _sentences(report, demands),
        "warnings": warnings,
    }
    return made, to_json(report)


def _sentences(report: ParsedReport, demands: list[found.Directive]) -> list[Row]:
    spans = [one.span for one in demands]
    return [
        {
            "start": start,
            "end": end,
            "role": "directive" if inside is not None else "background",
            "directive": inside,
        }
        for start, end in (sentence.span for sentence in report.sentences)
        for inside in [next((n for n, (a, b) in enumerate(spans) if a < end and start < b), None)]
    ]


def _numbered(text: str, *, innermost: bool) -> list[Item]:
    """Items by the outermost (or innermost) kind of mark that stands at the beginning of two lines at least."""
    lines = _lines(text)
    levels = [
        [(line, mark.end()) for line in lines if (mark := kind.match(text, line.start))] for kind in _MARKS
    ]
    used = [n for n, marked in enumerate(levels) if len(marked) > 1]
    if not used:
        return []
    level = used[-1] if innermost else used[0]
    outer = [line.start for marked in levels[:level] for line, _ in marked]
    begins = sorted([line.start for line, _ in levels[level]] + outer)
    items = []
    for line, words in levels[level]:
        limit = next((at for at in begins if at > line.start), len(text))
        inside = [one for one in lines if line.start <= one.start < limit]
        if limit == len(text):
            inside = _without_closing(text, inside)
        items.append(Item(line.start, words, inside[-1].end))
    return items


def _without_closing(text: str, lines: list[Item]) -> list[Item]:
    """The last item: its own line, and what follows a mere heading up to the closing words of the document."""
    first, rest = lines[0], lines[1:]
    if _SENTENCE_END.search(text, first.words, first.end):
        inner = [line for line in rest if any(mark.match(text, line.start) for mark in _MARKS)]
        return [first, *inner]
    kept = [first]
    for line in rest:
        if _CLOSING.match(text, line.start) or not _SENTENCE_END.search(text, line.start, line.end):
            break
        kept.append(line)
    return kept


def _without_title(text: str, lines: list[Item]) -> list[Item]:
    """The lines of a list: neither its title nor what is too short to demand anything."""
    body = (
        lines[1:]
        if len(lines) > 1 and not _SENTENCE_END.search(text, lines[0].start, lines[0].end)
        else lines
    )
    return [line for line in body if line.end - line.start >= _SHORTEST_LINE]


def _lines(text: str) -> list[Item]:
    return [
        Item(line.start() + len(line[0]) - len(line[0].lstrip()), line.start() + len(line[0]) - len(line[0].lstrip()),
             line.start() + len(line[0].rstrip()))
        for line in re.finditer(r"[^\n]+", text)
        if line[0].strip()
    ]  # fmt: skip


class _ItemReader:
    """Reads one item at a time as the parser reads a sentence of a report."""

    def __init__(self, text: str, received: date | None, units: UnitDirectory, names: dict[str, str]) -> None:
        self.text, self.received, self.units = text, received, units
        self.names = sorted(names, key=len, reverse=True)
        self.slugs = names

    def demand(self, item: Item) -> found.Directive:
        words = self.text[item.words : item.end]
        label = _LABEL.search(self.text, item.words, item.end)
        body = label.start() if label else item.end
        parts, shift = self._read(item)
        owners = self._owners([_moved(o, shift) for part in parts for o in part.responsible], item)
        said = [_moved(deadline, shift) for part in parts for deadline in part.deadlines]
        deadlines = [self._dated(deadline) for deadline in said or self._in_label(body, item.end)]
        asked = [_within(_moved(measure, shift), item) for part in parts for measure in part.measures]
        head = self._head(item, body)
        measures = [
            measure
            for measure in asked
            if measure.span[1] <= body
            and not _WHO_ALONE.fullmatch(measure.text)
            and measure.text not in ("", head.text if head else "")
        ]
        return found.Directive(
            speaker=None,
            speaker_span=None,
            headline=head,
            text=_joined(words),
            span=(item.start, item.end),
            kind=Directive.Kind.DIRECTIVE.value,
            measures=tuple(measures),
            responsible=tuple(owners),
            deadlines=tuple(deadlines),
            targets=(),
            rule="numbered" if item.words > item.start else "",
        )

    def _read(self, item: Item) -> tuple[list[found.Directive], int]:
        """What the parser makes of the item, and how far its places are from those here."""
        words = self.text[item.words : item.end]
        words += "" if _SENTENCE_END.match(words[-1:]) else "。"  # a line without a stop is a headline to it
        for opening in _OPENINGS:
            parts = list(parse(opening + words, self.received, self.units, self.received).directives)
            if parts:
                return parts, item.words - len(opening)
        return [], 0

    def _head(self, item: Item, body: int) -> found.Quote | None:
        """What the item is called: its first sentence or line, where that is short."""
        stop = re.compile(r"[。；：:！？\n]").search(self.text, item.words, body)
        end = stop.start() if stop else body
        words = self.text[item.words : end].strip(" 　\t，、（(")
        return found.Quote(words, (item.words, end)) if 2 <= len(words) <= _LONGEST_HEAD else None

    def _in_label(self, start: int, end: int) -> list[found.Deadline]:
        """A day named beside the units after the item's own words."""
        matches = _BY.finditer(self.text, start, end)
        return [found.Deadline(one[0], one.span(), None) for one in matches]

    def _dated(self, deadline: found.Deadline) -> found.Deadline:
        """With the day, where the words name a single one when counted from the day the document came."""
        days = set(days_named(deadline.text, self.received)) if deadline.due_on is None else set()
        return replace(deadline, due_on=days.pop()) if len(days) == 1 else deadline

    def _owners(self, owners: list[found.Owner], item: Item) -> list[found.Owner]:
        """Owners with a unit; words that hold just one name (请城建局阅处) give way to that name."""
        owners = real_owners(owners)
        placed = [owner for owner in owners if owner.units]
        for owner in owners:
            if owner.units:
                continue
            inside = [one for one in placed if owner.span[0] <= one.span[0] < owner.span[1]]
            if inside:
                part = owner.part
                placed = [
                    replace(one, part=part) if one in inside and part != "responsible" else one
                    for one in placed
                ]
                continue
            placed.append(self._named(owner))
        charged = [one for one in placed if one.part == "responsible"]
        if len(charged) == 1 and not any(one.part == "lead" for one in placed) and not charged[0].is_set:
            placed = [replace(one, part="lead") if one is charged[0] else one for one in placed]
        return sorted(placed, key=lambda owner: owner.span)

    def _named(self, owner: found.Owner) -> found.Owner:
        start, end = owner.span
        words = self.text[start:end]
        name = next((one for one in self.names if one in words), "")
        if owner.vague:
            return owner
        if not name:
            bare = _PASSED_ON.sub("", words)
            return replace(owner, name=bare, span=(start, start + len(bare))) if bare else owner
        at = start + words.index(name)
        return replace(owner, name=name, span=(at, at + len(name)), units=(self.slugs[name],))


def _moved(fact: Any, shift: int) -> Any:
    """The fact with its place in the whole text."""
    return replace(fact, span=(fact.span[0] + shift, fact.span[1] + shift))


def _within(measure: found.Quote, item: Item) -> found.Quote:
    """The measure without what was put before the item's words for the parser."""
    if measure.span[0] >= item.words:
        return measure
    words = measure.text.removeprefix("要").removeprefix("推进")
    return replace(measure, text=words, span=(item.words, measure.span[1]))


def _joined(words: str) -> str:
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())
