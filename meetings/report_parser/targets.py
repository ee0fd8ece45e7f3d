"""Figures that a demand sets, told apart from figures that a report states as reached."""

from __future__ import annotations

import re
from dataclasses import replace

from .cleaning import CleanText
from .sentences import Layout
from .types import Indicator, Quote

_UNITS = (
    "个百分点|亿元|万元|万亿元|亿美元|万美元|万户|万人|万吨|万亩|平方公里|平方千米|平方米|公里|元|%|‰|倍|亿|万|家|户|人|名|个|项(?!目)|件|起|宗|处|场|次|条|亩|吨|"
    "套|所|座|台|辆|公顷|米|批|天|分|位|度|颗|只|头"
)
_FIGURE = re.compile(
    rf"(?:不[低少]于|不[高超]过|超过?|达到?|突破|至少|力争|翻|约|近)?(?<![\d.年第])[1-9][\d,.]*(?:余|多)?(?:{_UNITS})(?:左右|以上|以内|以下)?(?![月日号])"
    rf"|(?:百分之|万分之)[一二三四五六七八九十百点]{{1,6}}|翻[一二两]?番|全覆盖|(?<![是])[“]?零(?:增长|事故|死亡)[”]?"
)
_REACHED = re.compile(
    r"去年|近[一二三四五六七八九十两\d]*年|前[一二三四五六七八九十\d]+个月|以来|截至|截止|同比|累计|(?:完成|实现|达|增长|下降|发生|新增)了|已"
)
_STATED = re.compile(
    rf"(?P<name>[\u3400-\u9fff（）“”·A-Za-z]{{2,24}}?)(?P<verb>(?:达到?|实现|完成|为|约|超过?|突破|共|总计|累计)*)(?P<value>\d[\d,]*(?:\.\d+)?)(?:余|多)?(?P<unit>{_UNITS})"
    r"(?:[，、（]?(?P<change>(?:同比|比上年同期|较上年|比去年同期|比上年|环比)?(?:增长|下降|上升|减少|增加|提高|回落)(?:了)?[\d.]+(?:%|个百分点)))?"
)
_GROWTH = re.compile(
    r"(?P<name>[\u3400-\u9fff（）A-Za-z]{2,20}?)(?P<change>(?:同比|比上年同期|较上年|比去年同期|比上年|环比)?(?P<verb>增长|下降|上升|减少|提高|回落|增速)(?:了|达|为)?(?P<value>-?[\d.]+)(?P<unit>%|个百分点))"
)
_CHANGE = re.compile(
    r"(?P<change>(?:同比|比上年同期|较上年|比去年同期|比上年|环比)?(?:增长|下降|上升|减少|增加|提高|回落)(?:了)?[\d.]+(?:%|个百分点))"
)
_NO_NAME = re.compile(r"被|列为|之一|分别|其他|等$|以来")
_NAME_LEAD = re.compile(
    r"^(?:.*(?:该镇|该县|我[镇县市省]|全[镇县市省区]|其中|以及|截[至止].{0,8}月底|上半年|一季度|前[一二三四五六七八九十\d]+个?(?:季度|月)))?(?:共|累计|年均|各类|发生|实现|完成|新增)*"
)


def targets(clean: CleanText, layout: Layout, start: int, end: int) -> list[Quote]:
    """The figures set in a range; a clause about what was reached so far sets none."""
    found = []
    for begin, stop in layout.clauses(start, end):
        if _REACHED.search(layout.text, begin, stop):
            continue
        for match in _FIGURE.finditer(layout.text, begin, stop):
            if not layout.shield[match.start()]:
                found.append(clean.quote(match.start(), match.end(), "figure in a demand"))
    return found


def indicators(clean: CleanText, layout: Layout, start: int, end: int) -> list[Indicator]:
    """The figures that a sentence of background states: name, value, unit and change."""
    found: list[tuple[int, Indicator]] = []  # where in the clean text each begins
    for begin, stop in layout.cut(start, end, "，；;。：:"):
        change = _CHANGE.match(layout.text, begin, stop)
        if change and found:
            name_start, last = found[-1]
            quote = clean.quote(name_start, change.end())
            found[-1] = name_start, replace(last, text=quote.text, span=quote.span, change=change["change"])
        elif stated := _stated(clean, layout, begin, stop, found[-1][1].name if found else ""):
            found.append(stated)
    return [indicator for _, indicator in found]


def _stated(
    clean: CleanText, layout: Layout, begin: int, stop: int, before: str
) -> tuple[int, Indicator] | None:
    """The figure of one clause. `其中甲5起` is a part of the figure before and takes its name: 事故（甲）."""
    match = _STATED.search(layout.text, begin, stop) or _GROWTH.search(layout.text, begin, stop)
    if not match or layout.shield[match.start("value")] or _NO_NAME.search(match["name"]):
        return None
    lead = _NAME_LEAD.match(match["name"])
    shift = lead.end() if lead and lead.end() < len(match["name"]) - 1 else 0
    name = match["name"][shift:].strip("，、（")
    if before and match["name"].startswith("其中"):
        name = f"{before}（{name}）"
    quote = clean.quote(match.start("name"), match.end())
    change = match.groupdict().get("change")
    figure = Indicator(quote.text, quote.span, name, match["value"], match["unit"], change, "stated figure")
    return match.start("name"), figure
