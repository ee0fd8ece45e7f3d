"""Sentences of one speaker cut into pieces, each of which a rule can take as a whole.

A piece is a sentence, or a part of one where a numbering mark, a new 要 after a semicolon, or a new owner
with its own 要 begins something of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .enumeration import Mark, mark_at
from .frames import Frame
from .owners import OwnerReader
from .sentences import Layout
from .vocabulary import OPENING, ORDER, STATIVE

_ANNOUNCEMENT = re.compile(
    r"(?:(?:要|重点|应|当前|下面|着力|主要|突出|做到|抓好|着重)[^，。]{0,14})?(?:(?:[一二两三四五六七八九十\d]+|以下|几|如下)个?[^，。]{0,6}(?:方面|点|条|项|问题|意见|要求|工作|下功夫|入手|发力)|"
    r"以下|如下|入手|做到|抓好|做好|就是)[^，。]{0,8}[：:]$"
)
_PERMITS = re.compile(r"可(?:以|利用|按|在|通过|采取|由|向|根据|结合)")
_ADVERBIAL = re.compile(
    r"(?:面对|围绕|针对|按照|根据|为了?|对于?|在|以|通过|结合|考虑到|立足)[^，。；]{1,24}，"
)
_LEADS_IN = re.compile(
    r"(?:面对|围绕|针对|按照|根据|为了?|对|在|以|通过|结合|坚持|下一步|下一阶段|接下来|当前|今后|今年|明年|下半年|同时|特别|尤其|考虑|立足|聚焦|对照|对标|学习|贯彻|各级|各|全|开展|做好|抓好|推进|搞好|完成|实现|我们)"
)
_NO_SUBJECT = re.compile(r"[在对把将以从向为与和是的，；就按被给让使]|通过|根据|围绕|结合|针对")
_RECOGNISES = re.compile(
    r"(?:也|还|又|更|都|更加|清醒地?|充分|同时|深刻|理性|客观地?)*(?:看到|认识到|承认|清醒认识|清醒看到|引起[^，。]{0,6}(?:重视|关注|注意))"
)
_PAST = re.compile(
    r"[^解除为受]了(?!解)|已经?|近年|以来|事关|关系(?:到|全局|着)|意义重大|至关重要|将(?:一如既往|继续|进一步|不断|迅速|以此为)"
)
_OUTSIDE = re.compile(r"此外|另外|同志们|会上|会后，|总之")
_SHORT = 30
_BRIEF_CLAUSES = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A range with what the rules ask of it. `core` is where the demand begins behind stative clauses."""

    start: int
    end: int
    core: int
    paragraph: int
    frame: Frame
    opens_frame: bool
    opens_paragraph: bool
    mark: Mark | None
    asks: bool  # a modal stands in it
    opens_with_modal: bool  # 要…, or X要… with an owner, at its very head
    has_owner: bool
    is_stative: bool
    is_heading: bool  # one short clause that a whole paragraph can stand under
    is_brief: bool  # such a heading, or one of two clauses (提高站位，守住底线。)
    is_announcement: bool  # 要做好以下三方面：
    breaks_out: bool  # 此外，…: leaves the numbered item before it


class PieceReader:
    """Cuts the ranges of frames into pieces."""

    def __init__(self, layout: Layout, owners: OwnerReader) -> None:
        self.layout = layout
        self.text = layout.text
        self.owners = owners

    def pieces(
        self, start: int, end: int, frame: Frame, paragraph: int, opens_frame: bool, opens_paragraph: bool
    ) -> list[Piece]:
        """The pieces of one sentence, or of the part of it that belongs to the frame."""
        found = []
        for number, (begin, stop) in enumerate(self._cut(start, end)):
            first = number == 0
            found.append(
                self._piece(begin, stop, frame, paragraph, opens_frame and first, opens_paragraph and first)
            )
        return found

    def _cut(self, start: int, end: int) -> list[tuple[int, int]]:
        parts: list[tuple[int, int]] = []
        begin = start
        numbered = mark_at(self.text, start, end) is not None
        asked = False
        for first, last in self.layout.clauses(start, end):
            if first > begin and self._begins(first, last, numbered, asked):
                parts.append((begin, first))
                begin = first
                numbered = numbered or mark_at(self.text, first, last) is not None
            asked = asked or self._asks(first, last)
        parts.append((begin, end))
        return parts

    def _begins(self, first: int, last: int, numbered: bool, asked: bool) -> bool:
        before = self.text[first - 1]
        if mark := mark_at(self.text, first, last):
            return mark.value == 1 or numbered or before in "；;"
        if before in "；;":
            return self._opens_with_modal(first, last) or self.owners.leads(first, last)
        if before in "，," and asked and not numbered:
            return self.owners.before_modal(first, last) is not None
        return False

    def _opens_with_modal(self, start: int, end: int) -> bool:
        while opening := OPENING.match(self.text, start, end):
            start = opening.end()
        if self.text.startswith("我们", start):
            start += 2
        modal = self.owners.modal(start, end)
        if modal is None:
            return False
        subject = self.text[start : modal.start()]
        return not subject or (len(subject) <= 10 and not _NO_SUBJECT.search(subject))

    def _piece(
        self, start: int, end: int, frame: Frame, paragraph: int, opens_frame: bool, opens_paragraph: bool
    ) -> Piece:
        while end > start and self.text[end - 1] in "；;，, ":
            end -= 1
        if self._closes_what_opened_before(start, end):
            end -= 1  # the end of words that began as 某某说：“…
        mark = mark_at(self.text, start, end)
        body = mark.end if mark else start
        clauses = self.layout.clauses(body, end) or [(body, end)]
        modal_at = next((n for n, c in enumerate(clauses) if self._asks(*c)), None)
        core = self._core(clauses, modal_at, start, frame.strength == "weak" and mark is None)
        first = clauses[0]
        head = next((c for c in clauses if not _ADVERBIAL.match(self.text, *c)), first)
        told = self._stative(*head)  # 去年由某局牵头…: how it was, not who is to do it
        is_stative = self._is_background(clauses, modal_at is not None)
        led = self.owners.before_modal(*head) is not None or (not told and self.owners.leads(*head))
        led = led or (modal_at is None and not is_stative and self.owners.assigned(body, end))
        return Piece(
            start,
            end,
            core,
            paragraph,
            frame,
            opens_frame,
            opens_paragraph,
            mark,
            asks=modal_at is not None
            or bool(mark and mark.is_demand)
            or led
            or (not told and ORDER.match(self.text, *head) is not None),
            opens_with_modal=led or self._opens_with_modal(*head),
            has_owner=led
            or self.owners.before_modal(*next((c for c in clauses if c[0] >= core), first)) is not None,
            is_stative=is_stative,
            is_heading=len(clauses) == 1 and end - body <= _SHORT and self._closes(end),
            is_brief=len(clauses) <= _BRIEF_CLAUSES and end - body <= _SHORT and self._closes(end),
            is_announcement=bool(_ANNOUNCEMENT.search(self.text[start:end])) or self.text[end - 1] in "：:",
            breaks_out=bool(_OUTSIDE.match(self.text, start, end)),
        )

    def _closes_what_opened_before(self, start: int, end: int) -> bool:
        """Whether the last character closes a quotation that began before the piece (某某说：“…)."""
        if self.text[end - 1] == "”":
            return self.text.count("“", start, end) < self.text.count("”", start, end)
        return self.text[end - 1] == '"' and self.text.count('"', start, end) % 2 == 1

    def _closes(self, end: int) -> bool:
        """Whether a sentence or line ends here, so that the piece can be a heading."""
        return self.text[end - 1] in "。！!" or end == len(self.text) or self.text[end] == "\n"

    def _asks(self, start: int, end: int) -> bool:
        """Whether a modal stands in the clause and asks for more than to see how things are (要看到…)."""
        modal = self.owners.modal(start, end)
        return modal is not None and not _RECOGNISES.match(self.text, modal.end(), end)

    def _is_background(self, clauses: list[tuple[int, int]], asks: bool) -> bool:
        """Whether the piece says how things are, or what may be done, and not what is to be done."""
        opening = clauses[:2] if clauses[0][1] - clauses[0][0] <= 4 else clauses[:1]
        if any(self._stative(*c) for c in opening) or any(_PERMITS.match(self.text, *c) for c in clauses):
            return True
        return not asks and any(self._finds(_PAST, *c) for c in clauses)

    def _core(self, clauses: list[tuple[int, int]], modal_at: int | None, start: int, strict: bool) -> int:
        """Where the demand begins: behind the last stative clause before the first modal.

        Under a weak verb (指出) only clauses that lead in (面对…, 围绕…) belong to the demand before its 要.
        """
        core = start
        for number in range(modal_at or 0):
            if self._stative(*clauses[number]) or (
                strict and not _LEADS_IN.match(self.text, *clauses[number])
            ):
                core = clauses[number + 1][0]
        return core

    def _stative(self, start: int, end: int) -> bool:
        return self._finds(STATIVE, start, end)

    def _finds(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        return any(not self.layout.shield[m.start()] for m in pattern.finditer(self.text, start, end))
