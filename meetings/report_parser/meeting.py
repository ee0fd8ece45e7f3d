"""What the meeting is called, where it was held, what kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .sentences import Layout

_HOLD = re.compile(
    r"(?:主持召开|组织召开|召开|举行|举办|召集|开了|主持(?=[^，。]{2,40}(?:会议|专题学习|座谈会)))(?!的|以来|之际|前|后)"
)
_NAME_END = re.compile(
    r"(?:会议|(?<![机社协工委学商议理监])会|专题学习|培训班|推进活动|动员部署)(?![员场长诊客堂])"
)
_PLACE = re.compile(r"在([^，。；]{1,25})$")
_TIME = re.compile(
    r"^(?:[^，。]{0,12}?(?:今年)?(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{1,2}日|昨天|昨日|今天|今日|前天|日前|近日|近期)?(?:至\d{1,2}月?\d{0,2}日?)?"
    r"(?:上午|下午|晚上|晚|早上|中午)?[，,]?"
)
_TIME_END = re.compile(
    r"(?:于)?(?:昨天|昨日|今天|今日|日前|近日|(?:\d{1,2}月)?\d{1,2}日(?:至(?:\d{1,2}月)?\d{1,2}日)?)(?:上午|下午|晚上|晚)?$"
)
_ATTENDED = re.compile(
    r"(?:出席|参加|列席)了?([^，。；]{2,60}?(?:会议|大会|座谈会|推进会|[^机社协工委学商]会))(?=[，。；并时上]|$)"
)
_PLAIN = re.compile(
    r"(?<![^\s，。；：、（）])[^\s，。；：、在于的]{2,16}(?P<held>召开|举行)会议(?![室厅])"
)  # 某某委员会召开会议
_TITLE_NAME = re.compile(r"在(?:我|全)?([^，。；]{2,60}会议?)上(?:强调|指出|要求|讲话)?")
MINUTES = "title of minutes"
_MINUTES_OF = re.compile(r"(?:关于)?(?P<name>[^\s（(。，]{2,40}?(?:会议|会))的?纪要")
_KINDS = (
    ("座谈会", "座谈会"), ("动员", "动员会"), ("部署", "部署会"), ("推进", "推进会"), ("分析", "分析会"), ("调度", "调度会"),
    ("常委会", "常委会会议"), ("常务会", "常务会议"), ("例会", "例会"), ("现场会", "现场会"), ("大会", "大会"), ("全会", "全会"),
    ("培训", "培训"), ("学习", "学习会"), ("会议", "工作会议"), ("会", "会议"),
)  # fmt: skip

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_PERIOD = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<part>[上下]半年|(?:第|前)?[一二三四]季度|1?\d(?:至|—|-)1?\d月份?|全年(?!龄)|(?<=年)度)"
)


@dataclass(frozen=True, slots=True)
class MeetingName:
    """Ranges in the clean text: the name, the verb that says it was held, the place if one is named."""

    name: tuple[int, int]
    held_at: int
    place: tuple[int, int] | None
    rule: str


def _of_minutes(layout: Layout) -> MeetingName | None:
    """The name in the title of minutes, and the place in their head."""
    for paragraph in layout.paragraphs[:6]:
        if paragraph.kind != "title":
            continue
        if match := _MINUTES_OF.match(layout.text, paragraph.start, paragraph.end):
            where = ((layout.label(p)[1], p.end) for p in layout.paragraphs if layout.label(p)[0] == "where")
            place = next((place for place in where if place[0] < place[1]), None)
            return MeetingName(match.span("name"), match.start("name"), place, MINUTES)
    return None


def meeting_name(layout: Layout) -> MeetingName | None:
    """The first meeting that the text says was held; else one that was attended; else one in the title."""
    bodies = [p for p in layout.paragraphs if p.kind == "body"]
    for paragraph in bodies[:6]:
        for start, end in paragraph.sentences:
            found = _held(layout, start, end)
            if found:
                return found
    for paragraph in layout.paragraphs[:6]:
        if match := _PLAIN.search(layout.text, paragraph.start, paragraph.end):
            return MeetingName(match.span(), match.start("held"), None, "X召开会议")
    if minutes := _of_minutes(layout):
        return minutes
    for paragraph in bodies[:6]:
        match = _ATTENDED.search(layout.text, paragraph.start, paragraph.end)
        if match:
            return MeetingName(match.span(1), match.start(), None, "attended")
    for paragraph in layout.paragraphs[:6]:
        match = _TITLE_NAME.search(layout.text, paragraph.start, paragraph.end)
        if match:
            return MeetingName(match.span(1), match.start(), None, "title")
    for paragraph in layout.paragraphs[:6]:
        if paragraph.kind == "title":
            found = _held(layout, paragraph.start, paragraph.end)
            if found:
                return MeetingName(found.name, found.held_at, found.place, "title")
    return None


def kind_of(name: str) -> str | None:
    """A guess at the kind of meeting from its name; None where the name says nothing."""
    return next((kind for word, kind in _KINDS if word in name), None)


def _held(layout: Layout, start: int, end: int) -> MeetingName | None:
    text = layout.text
    for match in _HOLD.finditer(text, start, end):
        if layout.shield[match.start()]:
            continue
        breaks = match.end() < end and layout.text[match.end()] in "，,：:"
        after = None if breaks else _object(layout, match.end(), end)
        if after:
            return MeetingName(after, match.start(), _place_before(layout, start, match.start()), "召开…会")
        before = _subject(layout, start, match.start())
        if before:
            name, place = before
            return MeetingName(name, match.start(), place, "…会召开")
        after = _object(layout, match.end() + 1, end) if breaks else None
        if after:
            return MeetingName(after, match.start(), None, "召开，…会")
    return None


def _object(layout: Layout, begin: int, end: int) -> tuple[int, int] | None:
    """The name after 召开: up to the last 会 before the clause ends, quotations taken whole."""
    if layout.text.startswith("了", begin):
        begin += 1
    clause = next(iter(layout.cut(begin, end, "，,；;。：:！\n")), None)
    if clause is None:
        return None
    return _trim(layout, clause[0], min(clause[1], begin + 90))


def _trim(layout: Layout, begin: int, stop: int) -> tuple[int, int] | None:
    ends = [m.end() for m in _NAME_END.finditer(layout.text, begin, stop) if not layout.shield[m.start()]]
    while begin < stop and layout.text[begin] in " 的":
        begin += 1
    if not ends or ends[-1] - begin < 3:
        return None
    return begin, ends[-1]


def _subject(layout: Layout, start: int, verb: int) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """The name before 召开, in the same clause, with the place between them taken out."""
    clauses = layout.cut(start, verb, "，,；;。：:！\n")
    if not clauses:
        return None
    begin, stop = clauses[-1]
    part = layout.text[begin:stop]
    place = _PLACE.search(part)
    where = None
    if place and _NAME_END.search(part[: place.start()]):
        where = (begin + place.start(1), begin + place.end(1))
        part = part[: place.start()]
    part = _TIME_END.sub("", part)
    lead = _TIME.match(part)
    begin, part = begin + (lead.end() if lead else 0), part[lead.end() if lead else 0 :]
    ends = [m.end() for m in _NAME_END.finditer(part)]
    if not ends or ends[-1] != len(part) or len(part) < 4 or part in {"本次会议", "此次会议"}:
        return None
    return (begin, begin + len(part)), where


def _place_before(layout: Layout, start: int, verb: int) -> tuple[int, int] | None:
    clauses = layout.cut(start, verb, "，,；;。：:！\n")
    if not clauses:
        return None
    begin, stop = clauses[-1]
    match = re.search(r"在([^，。；]{1,20}?)(?:主持|组织)?$", layout.text[begin:stop])
    return (begin + match.start(1), begin + match.end(1)) if match else None


def period_in(name: str, held: date | None) -> str:
    """`2024年上半年`: the months that a meeting with this name looks at; empty where the name tells none.

    A slogan's quarter is not the meeting's, and without a year of its own a name means that of the meeting's day.
    """
    match = _PERIOD.search(_QUOTED.sub("", name))
    if not match or not (match["year"] or held):
        return ""
    year = match["year"] or (held and held.year)
    return f"{year}年{match['part']}"
