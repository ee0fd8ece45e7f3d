"""The day of the meeting, and how far the report states it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .cleaning import CleanText
from .sentences import Layout, Paragraph
from .types import MeetingDate

_FULL = re.compile(r"(?<!\d)(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}(?!\d)")
_NUMERAL = "一二三四五六七八九十"
_DAY = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年|今年)?(?P<month>\d{{1,2}}|[{_NUMERAL}]{{1,2}})月(?P<day>\d{{1,2}}|[{_NUMERAL}]{{1,3}})[日号](?!讯|电|消息)"
    r"|(?<![\d月至到—~-])(?P<only>\d{1,2})日(?=上午|下午|晚|早|中午|傍晚|凌晨|，|、|至|到|—|-|在|召开|举行|闭幕|开幕|主持)"
    r"|(?P<relative>昨天|昨日|昨晚|今天|今日|今晚|前天|前日)"
)
_DATELINE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:讯|电|消息)")
_BACK = {"昨": 1, "今": 0, "前": 2}
# 2024年是…的关键一年: said of the running year, but late in a year mostly of the next.
_PRESENT_YEAR = re.compile(r"((?:19|20)\d\d)年，?(?:是|正?值)[^。；]{2,40}(?:之年|[一第][^。；]{0,3}年|年份)")
_YEAR_TURNS = 11
_NAMED_YEAR = re.compile(r"((?:19|20)\d\d)年(?!度)")


def meeting_date(
    clean: CleanText, layout: Layout, published: date | None, place_in_text: int | None, name: str | None
) -> MeetingDate | None:
    """The meeting's day; `place_in_text` is where the text says that it was held, `name` the meeting's name.

    Conventions: the year only where the text states or plainly implies it (a year in the name), or where
    the day of publication settles it; 昨天 alone is no day.
    """
    match = _first_day(layout, place_in_text)
    if match is None:
        return None
    known = published or _printed_day(clean.text)
    year, month, day = _parts(match)
    rule = "day in the text"
    if match["relative"]:
        rule = "relative day"
        if known is not None:
            held = known - timedelta(days=_BACK[match["relative"][0]])
            year, month, day = held.year, held.month, held.day
    elif month is None:
        year, month = _month_before(day, known, _DATELINE.search(clean.text))
    named = _NAMED_YEAR.search(name or "")
    if year is None and month is not None:
        if known is not None:
            year = known.year if (month, day or 1) <= (known.month, known.day) else known.year - 1
        elif named:
            year, rule = int(named[1]), "year in the meeting's name"
        elif month < _YEAR_TURNS and (stated := _PRESENT_YEAR.search(layout.text)):
            year, rule = int(stated[1]), "year spoken of as the present one"
    if not _is_day(year, month, day):
        return None
    return MeetingDate(match.group(), clean.span(*match.span()), year, month, day, rule)


def _first_day(layout: Layout, held_at: int | None) -> re.Match[str] | None:
    """The first day in the sentence that says the meeting was held, else in the opening paragraphs."""
    for paragraph in layout.paragraphs:
        if paragraph.kind == "label" and layout.label(paragraph)[0] == "when":
            if match := _DAY.search(layout.text, paragraph.start, paragraph.end):
                return match
    bodies = [p for p in layout.paragraphs if p.kind == "body"]
    for paragraph in bodies:
        if held_at is not None and paragraph.start <= held_at < paragraph.end:
            match = _day_before(layout, paragraph, held_at)
            if match:
                return match
    for paragraph in bodies[:3]:
        match = _DAY.search(layout.text, paragraph.start, paragraph.end)
        if match:
            return match
    return None


def _day_before(layout: Layout, paragraph: Paragraph, held_at: int) -> re.Match[str] | None:
    for start, end in paragraph.sentences:
        if start <= held_at < end:
            matches = list(_DAY.finditer(layout.text, start, end))
            before = [m for m in matches if m.start() <= held_at]
            return next(iter(before or matches), None)
    return None


def _printed_day(text: str) -> date | None:
    """A full date printed in the text (发布时间, 印发): it plainly implies the year and 昨天."""
    match = _FULL.search(text)
    if not match:
        return None
    return _day(*(int(part) for part in re.findall(r"\d+", match.group())))


def _parts(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    if match["only"]:
        return None, None, int(match["only"])
    if match["relative"]:
        return None, None, None
    return int(match["year"]) if match["year"] else None, number(match["month"]), number(match["day"])


def number(digits: str) -> int:
    """An Arabic or Chinese number below one hundred (十九 → 19)."""
    if digits.isdecimal():
        return int(digits)
    tens, mark, ones = digits.rpartition("十")
    if not mark:
        return _NUMERAL.find(digits[:1]) + 1
    return (_NUMERAL.find(tens[:1]) + 1 if tens else 1) * 10 + (_NUMERAL.find(ones[:1]) + 1 if ones else 0)


def _month_before(
    day: int | None, known: date | None, dateline: re.Match[str] | None
) -> tuple[int | None, int | None]:
    """Year and month of a bare day: the last such day up to the dateline or the day of publication."""
    if known is not None:
        base = known if day is not None and day <= known.day else known.replace(day=1) - timedelta(days=1)
        return base.year, base.month
    if dateline:
        month = int(dateline["month"])
        if day is not None and day > int(dateline["day"]):
            month = month - 1 or 12
        return int(dateline["year"]) if dateline["year"] else None, month
    return None, None


def _is_day(year: int | None, month: int | None, day: int | None) -> bool:
    return day is None or _day(year or 2000, month or 1, day) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
