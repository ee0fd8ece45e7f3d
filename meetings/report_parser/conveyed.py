"""Which higher meeting is conveyed, and the parts of the meeting: 发言, 现场协调, 部署."""

from __future__ import annotations

import re
from dataclasses import replace

from .cleaning import CleanText
from .sentences import Layout
from .types import AgendaItem, ParsedReport, Quote

_CONVEYED = re.compile(
    r"(?:贯彻落实|传达学习|学习贯彻|传达贯彻|传达|落实|学习|贯彻|领会|宣传)+了?(?P<what>[^，。；]{3,60}?(?:会议|全会|大会|例会|推进会|部署会|分析会|座谈会))(?:的)?(?:重要)?精神"
)
_ON_SITE = re.compile(r"现场(?:沟通协调|协调|办公|沟通|研究解决|交办|答复|推进)|当场(?:协调|答复|研究)")


def conveyed(clean: CleanText, layout: Layout) -> tuple[Quote, ...]:
    """The higher meetings whose spirit is conveyed, each once; only the opening paragraphs count."""
    found: dict[str, Quote] = {}
    for paragraph in [p for p in layout.paragraphs if p.kind == "body"][:3]:
        for match in _CONVEYED.finditer(layout.text, paragraph.start, paragraph.end):
            quote = clean.quote(*match.span("what"), "贯彻落实…会议精神")
            found.setdefault(quote.text, quote)
    return tuple(found.values())


def agenda(report: ParsedReport, clean: CleanText, layout: Layout) -> ParsedReport:
    """The report with its agenda: who reported, what was settled on the spot, who set the tasks."""
    items: list[AgendaItem] = []

    def asked(place: int) -> bool:
        return any(d.span[0] <= place < d.span[1] for d in report.directives)

    for paragraph in layout.paragraphs:
        for start, end in paragraph.sentences:
            if (match := _ON_SITE.search(layout.text, start, end)) and not asked(clean.starts[match.start()]):
                quote = clean.quote(start, end)
                items.append(AgendaItem("现场协调", quote.text, quote.span, (), (), match.group()))
            elif paragraph.kind == "body":
                if item := _speaking(report, clean, start, end):
                    items.append(item)
    for name in dict.fromkeys(d.speaker for d in report.directives):
        own = [d for d in report.directives if d.speaker == name]
        items.append(AgendaItem("部署", own[0].text, own[0].span, (name,) if name else (), (), "demands"))
    return replace(report, agenda=tuple(sorted(items, key=lambda i: i.span)))


def _speaking(report: ParsedReport, clean: CleanText, start: int, end: int) -> AgendaItem | None:
    first, last = clean.span(start, end)
    people = tuple(o.name for o in report.officials if "speak" in o.roles and first <= o.span[0] < last)
    units = tuple(
        Quote(o.name, o.span)
        for o in report.organisations
        if "speak" in o.roles and first <= o.span[0] < last
    )
    if not people and not units:
        return None
    quote = clean.quote(start, end)
    return AgendaItem("发言", quote.text, quote.span, people, units, "发言")
