"""One group of pieces written out as a `Directive`: headline, kind, measures, owners, deadlines, targets."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from .cleaning import CleanText
from .deadlines import deadlines
from .directives import Group
from .owners import OwnerReader
from .sentences import Layout
from .targets import targets
from .types import Directive, Owner, Quote
from .vocabulary import OPENING

_MARKED = re.compile(r"^(?:我们)?(?:一定要|还要|也要|要|必须|应当|应)")
_FOCUS = re.compile(
    r"紧盯(?P<what>[^，。；]{2,30}这[个条项根一]\S{1,4})(?=[，。；])|实施(?P<act>[^，。；]{2,14}行动)(?=[，。；])"
)
_HEADLINE_LIMIT = 26
_LEADING_IN = re.compile(r"^(?:以|通过|围绕|针对|按照|根据|对|把|将|在|从|结合|聚焦|立足|面对|坚持|为)")
_ADVERBIAL_END = re.compile(
    r"(?:导向|抓手|重点|目标|契机|牵引|主线|中心|指导|基础|引领|载体|核心|要求|原则|部署|问题|领域|任务|方式|途径|形式|手段|标准|地区|链|[上中下前后时]|"
    r"方面|精神|意见|特点|规律|实际|需求|机遇|底线|之间|同时)[，、]$"
)
_ATTITUDE = re.compile(
    r"(?:（.{1,3}）|第.，|[一二三四五六七八九十]是|\d{1,2}[.、])?(?:[^，。]{0,12}?要)?(?:进一步|始终|切实|不断|更加|坚定不移|深入|全面)*(?:坚定信心|提高(?:政治)?站位|统一思想|提高(?:思想)?认识|深化认识|认清形势|凝心聚力|"
    r"增强[^，。]{0,14}(?:意识|自觉|责任感|使命感|紧迫感|感)|牢固树立|树牢|深刻(?:认识|领会|把握|领悟)|把思想|学习贯彻|深入学习|贯彻落实|坚持以习近平|强化[^，。]{0,6}(?:担当|意识)|"
    r"高举|坚定[“不]|坚决扛起|旗帜鲜明|不忘初心|坚持党|领悟|认真学习)"
)


class DemandWriter:
    """Writes groups out. `held` is the meeting's day, for deadlines."""

    def __init__(self, clean: CleanText, layout: Layout, owners: OwnerReader, held: date | None) -> None:
        self.clean = clean
        self.layout = layout
        self.owners = owners
        self.held = held
        self._passed_on: dict[int, list[Owner]] = {}  # by where a group starts

    def write(self, group: Group) -> Directive:
        """The group as a frozen `Directive`."""
        start, end = group.start, group.end
        quote = self.clean.quote(start, end)
        speaker = group.pieces[0].frame.speaker
        responsible = self._owners(group)
        times = tuple(deadlines(self.clean, self.layout, start, end, self.held))
        figures = tuple(targets(self.clean, self.layout, start, end))
        headline = self._headline(group)
        return Directive(
            speaker=speaker.name if speaker.kind != "meeting" else None,
            speaker_span=self.clean.span(speaker.start, speaker.end)
            if speaker.end > speaker.start >= 0 and speaker.name
            else None,
            headline=headline,
            text=quote.text,
            span=quote.span,
            kind=self._kind(group, bool(responsible or times or figures)),
            measures=tuple(self._measures(group, headline)),
            responsible=responsible,
            deadlines=times,
            targets=figures,
            rule=group.rule,
            confidence=self._confidence(group),
        )

    def _owners(self, group: Group) -> tuple[Owner, ...]:
        own = self._named(group)
        if own:
            return tuple(own)
        inherited = self._to_pass_on(group.inherits) if group.inherits else []
        return tuple(replace(o, inherited=True, rule="inherited from the demand before") for o in inherited)

    def _to_pass_on(self, group: Group) -> list[Owner]:
        """Whom the nearest of this demand and those it continues addresses as "X要"; each is looked up once."""
        asked = []
        source: Group | None = group
        found: list[Owner] = []
        while source is not None and not found:
            if source.start in self._passed_on:
                found = self._passed_on[source.start]
                break
            asked.append(source.start)
            found = [o for o in self._named(source) if o.rule == "X要"]
            source = source.inherits
        self._passed_on.update(dict.fromkeys(asked, found))
        return found

    def _named(self, group: Group) -> list[Owner]:
        first = group.pieces[0]
        named = self.owners.owners(group.start, group.end)
        if first.frame.strength == "plan" and not named:
            named = self.owners.planned(group.start, group.end)
        if first.frame.content_end:  # 提出…等要求 lists what is required; its subjects are not addressed
            named = [o for o in named if o.units]
        if first.opens_frame and first.frame.verb in {"要求", "希望", "号召", "勉励", "提醒", "叮嘱"}:
            begin = first.frame.content - len(first.frame.verb)
            charged = self.owners.charged(begin, group.end)
            if charged and not any(o.span[0] == self.clean.starts[charged[0]] for o in named):
                named = [
                    self.owners.owner(a, b, "responsible", "要求X") for a, b in self.owners.split(*charged)
                ] + named
        return named

    def _headline(self, group: Group) -> Quote | None:
        text = self.clean.text
        if focus := _FOCUS.search(text, group.start, group.end):
            return self.clean.quote(*focus.span("what" if focus["what"] else "act"), "focus")
        first = group.pieces[0]
        begin = first.mark.end if first.mark else group.start
        clauses = self.layout.clauses(begin, first.end)
        if not clauses or (len(clauses) == 1 and group.heading is None):
            return None
        begin, stop = clauses[0]
        while opening := OPENING.match(self.clean.text, begin, stop):
            begin = opening.end()
        if begin >= stop and len(clauses) > 1:
            begin, stop = clauses[1]
        named = self.owners.before_modal(begin, stop)
        if self.clean.text.startswith(("会议", "大会"), begin):
            return None
        if (named or _LEADING_IN.match(self.clean.text[begin:stop])) and group.heading is None:
            return None
        marked = _MARKED.match(text[begin:stop])
        begin += marked.end() if marked else 0
        while stop > begin and text[stop - 1] in "，。；：,;:.! ！":
            stop -= 1
        return self.clean.quote(begin, stop, "first clause") if 2 < stop - begin <= _HEADLINE_LIMIT else None

    def _kind(self, group: Group, is_concrete: bool) -> str:
        frame = group.pieces[0].frame
        if frame.strength in {"suggestion", "plan"}:
            return frame.strength
        if frame.strength == "conveyed":
            return "principle"
        clauses = self.layout.clauses(group.start, group.end)
        if frame.strength == "decision" and not self.owners.modal(*clauses[0]):
            return "decision"
        general = sum(bool(_ATTITUDE.match(self.clean.text, *c)) for c in clauses)
        return "principle" if not is_concrete and general * 2 > len(clauses) else "directive"

    def _measures(self, group: Group, headline: Quote | None) -> list[Quote]:
        """Clause by clause what is to be done; a clause that only leads in (以…, 围绕…) joins the next."""
        found = []
        for piece in group.pieces:
            begin = None
            first = piece.mark.end if piece.mark else max(piece.start, piece.core)
            for start, stop in self.layout.clauses(first, piece.end):
                clause = self.clean.text[start:stop]
                begin = start if begin is None else begin
                if stop < piece.end and _leads_in(clause):
                    continue
                quote = self._measure(begin, stop)
                begin = None
                is_heading = piece is group.heading and headline and quote and quote.span == headline.span
                is_label = quote and quote.text.startswith("（") and "：" in quote.text
                if quote and not is_heading and not is_label and len(quote.text) > 3:
                    found.append(quote)
        return found

    def _measure(self, start: int, stop: int) -> Quote | None:
        named = self.owners.before_modal(start, stop)
        modal = self.owners.modal(start, stop) if named else None
        if modal:
            start = modal.end()
        elif marked := _MARKED.match(self.clean.text[start:stop]):
            start += marked.end()
        while stop > start and self.clean.text[stop - 1] in "，。；：,;:！! ":
            stop -= 1
        return self.clean.quote(start, stop, "clause") if stop > start else None

    def _confidence(self, group: Group) -> float:
        """How plainly the text asks: a mark or 要 under a strong verb 0.9, without 要 0.7, no frame 0.5."""
        first = group.pieces[0]
        if first.frame.start < 0 and first.frame.content < 0:
            return 0.5
        return 0.9 if any(p.asks for p in group.pieces) else 0.7


def _leads_in(clause: str) -> bool:
    """Whether a clause with its comma says only how, where or after what the next one is to be done."""
    if clause.endswith("之间，"):
        return True
    return (
        bool(_LEADING_IN.match(clause))
        and len(clause) < 26
        and (len(clause) <= 9 or bool(_ADVERBIAL_END.search(clause)))
    )
