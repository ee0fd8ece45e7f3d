"""Words of time in a demand, and the last day where they name one."""

from __future__ import annotations

import calendar
import re
from datetime import date

from .cleaning import CleanText, clean
from .dates import number
from .sentences import Layout
from .types import Deadline

_N = r"(?:\d{1,4}|[一二三四五六七八九十两]{1,3})"
_BY = r"(?:之?前|以前|前后)"
_DEADLINE = re.compile(
    rf"(?:到|在|于|力争|确保|务必)?(?P<core>(?:(?P<year>20\d\d)年|(?P<this>今年|明年|年内)|本年)?(?:(?P<month>{_N})月)(?:(?P<day>{_N})[日号]|(?P<part>底|末|中下旬|上旬|中旬|下旬|初|中上旬))?(?:{_BY}|起|内)?)"
    rf"|(?P<yearend>(?:(?P<y2>20\d\d)年|今年|明年|后年)?(?:年底|年末|年终)(?:{_BY})?|(?:(?P<y3>20\d\d)年|今年|明年)(?:底|末|内|{_BY})?(?!度|以来|来)|年内)"
    rf"|(?P<half>(?:20\d\d年|今年|明年)?(?:上半年|下半年|[一二三四]季度|第[一二三四]季度)(?:末|底|内|{_BY})?)"
    rf"|(?P<term>(?:本|下|这)(?:月|周|季度)(?:底|末|内|{_BY})?|(?:[一二三四五六七八九十两]|\d{{1,3}})(?:个月|个工作日|天|周|年|日|小时)(?:之?内|以内)|(?:春节|国庆|中秋|五一|元旦|汛期|节)(?:前|之前|来临前)|“十四五”末|“十五五”末)"
)
_ROUND_A_DAY = re.compile(
    r"^(?:力争|争取|务必|确保|拟于|拟|于|在)+|(?:完成|办结|完工|建成|竣工|到位|投用)?[。；]?$"
)
_END_OF_PART = {"底": None, "末": None, "下旬": None, "中下旬": None, "上旬": 10, "中旬": 20}


def deadlines(clean: CleanText, layout: Layout, start: int, end: int, held: date | None) -> list[Deadline]:
    """The deadlines in a range. `held` is the meeting's day: without it a bare month has no certain year."""
    found = []
    for match in _DEADLINE.finditer(layout.text, start, end):
        if layout.shield[match.start()] or _is_part_of_name(layout.text, match):
            continue
        begin = match.start("core") if match["core"] else match.start()
        quote = clean.quote(begin, match.end())
        found.append(Deadline(quote.text, quote.span, _due_on(match, held), "time word"))
    return found


def days_named(words: str, held: date | None) -> frozenset[date]:
    """The last days that such words name by themselves, of a meeting on `held`; none for 尽快 or 三季度."""
    text = clean(words).text
    return frozenset(day for match in _DEADLINE.finditer(text) if (day := _due_on(match, held)))


def day_said(words: str, since: date | None) -> date | None:
    """The day of words that are a deadline and nothing else (12月底前, 2026年6月30日), as a date's cell holds them."""
    text = _ROUND_A_DAY.sub("", "".join(clean(words).text.split()))
    for form in (text, f"{text}前"):  # 6月30日 in such a cell is the last day as much as 6月30日前 is
        match = _DEADLINE.fullmatch(form)
        if match and (day := _due_on(match, since)):
            return day
    return None


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 2]
    return after[:1] in {"度", "来", "的", "以"} or (
        after in {"工作", "经济", "形势", "以来", "任务"} and match.lastgroup != "core"
    )


def _due_on(match: re.Match[str], held: date | None) -> date | None:
    if match["core"]:
        return _month_due(match, held)
    if match["yearend"] and "底" in match["yearend"] + "年内底" and match["yearend"][-1] in "底末前内终":
        year = _year(match["y2"] or match["y3"], match["yearend"], held)
        return date(year, 12, 31) if year else None
    return None


def _month_due(match: re.Match[str], held: date | None) -> date | None:
    year = _year(match["year"], match["core"], held)
    month = number(match["month"])
    if year is None or not 1 <= month <= 12 or match["core"].endswith("起"):
        return None
    if not match["year"] and held and not match["this"] and month < held.month:
        year += 1
    last = calendar.monthrange(year, month)[1]
    if match["day"]:
        day = number(match["day"])
        return date(year, month, day) if 1 <= day <= last and "前" in match["core"] else None
    if match["part"] in _END_OF_PART and match["part"]:
        return date(year, month, _END_OF_PART[match["part"]] or last)
    return date(year, month, last) if match["core"].endswith("内") else None


def _year(stated: str | None, words: str, held: date | None) -> int | None:
    if stated:
        return int(stated)
    if held is None:
        return None
    return held.year + (1 if "明年" in words else 2 if "后年" in words else 0)
