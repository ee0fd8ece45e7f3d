"""Paragraphs, sentences and clauses of the clean copy.

What stands in quotation marks is never cut, but for what somebody says: `某某说：“…”` and `“…”，某某说。`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from .cleaning import strip
from .vocabulary import SAYING

_PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
}
_CLOSERS = frozenset(_PAIRS.values())
_LONGEST_PAIR = 120
_META = re.compile(
    r"^[\s·■●▲◆（(【]*(?:信息|新闻|稿件|文章)?(?:来源|发布日期|发布时间|作者|编辑|责任编辑|责编|校对|审核|通讯员|记者|首席记者|融媒体记者|"
    r"本报记者|附件|抄送|发：|供稿|摄影|打印|字体|分享|浏览|点击|日期|时间：)|^[\s\d年月日:：/.\-]+$"
)
_STOPS = frozenset("。！？!?")
_LABEL = re.compile(
    r"(?:会议)?(?:(?P<when>时间)|(?P<where>地点)|(?P<chair>主持人?|召集人)|(?P<attend>(?:出席|参加|参会|列席)(?:人员|单位|领导|部门)?)|"
    r"(?P<speak>汇报(?:人|单位))|(?:记录人?|缺席(?:人员)?|请假(?:人员)?|主题|议题|名称))[：:] ?"
)
_AFTERWARDS = re.compile(rf"，?(?P<who>[^，。；：“”\n]{{1,30}}?)(?:{SAYING})道?[。，：]")
_BEFORE = re.compile(rf"(?:{SAYING})道?，$")
_SHORTEST_SPEECH = 8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line with text. `kind` is title, meta, label (`主持：某某`) or body; `sentences` are ranges with their stop."""

    start: int
    end: int
    kind: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Late:
    """Words whose speaker is named after them: `start` at the opening mark, `words` behind the closing one."""

    start: int
    words: int
    end: int


class Layout:
    """The clean text cut into paragraphs, with `shield[i]` true where character i stands inside a pair."""

    def __init__(self, text: str) -> None:
        self.text = text
        late: list[Late] = []
        self.shield = _shield(text, late)
        cuts = {at for item in late for at in (item.words, item.end)}
        self.paragraphs = _paragraphs(text, self.shield, cuts)
        self._late = sorted(late, key=lambda item: item.start)
        self._clauses: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._late_starts = [item.start for item in self._late]

    def late(self, start: int) -> Late | None:
        """The late-attributed words, or the attribution, in which the sentence at `start` stands."""
        index = bisect_right(self._late_starts, start) - 1
        return self._late[index] if index >= 0 and start < self._late[index].end else None

    def label(self, paragraph: Paragraph) -> tuple[str, int]:
        """What a line of the kind `label` tells (when, where, chair, attend, speak or "") and where its value begins."""
        match = _LABEL.match(self.text, paragraph.start, paragraph.end)
        return (match.lastgroup or "", match.end()) if match else ("", paragraph.start)

    def cut(self, start: int, end: int, marks: str) -> list[tuple[int, int]]:
        """`text[start:end]` cut after each of `marks` outside quotation marks; each part keeps its mark."""
        parts = []
        begin = start
        for match in _marks(marks).finditer(self.text, start, end):
            if not self.shield[match.start()]:
                parts.append((begin, match.end()))
                begin = match.end()
        if begin < end:
            parts.append((begin, end))
        return parts

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses of a sentence, each with the mark that ends it. Every rule asks, so they are kept."""
        if (start, end) not in self._clauses:
            self._clauses[start, end] = self.cut(start, end, "，,；;：:。！？!?\n")
        return self._clauses[start, end]


@cache
def _marks(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def _shield(text: str, late: list[Late]) -> bytearray:
    """1 for every character inside a balanced pair of quotation marks, titles or brackets on one line.

    Notes in `late` what is said by somebody named behind it.
    """
    shield = bytearray(len(text))
    open_pairs: list[tuple[str, int]] = []
    straight = -1
    for index, letter in enumerate(text):
        if letter == "\n":
            open_pairs.clear()
            straight = -1
        elif letter == '"':
            if straight > 0 and text[straight - 1] in "：:":
                straight = -1
            elif straight >= 0 and index - straight <= _LONGEST_PAIR:
                shield[straight + 1 : index] = b"\x01" * (index - straight - 1)
                straight = -1
            else:
                straight = index
        elif letter in _PAIRS:
            open_pairs.append((letter, index))
        elif letter in _CLOSERS and open_pairs and _PAIRS[open_pairs[-1][0]] == letter:
            _, begin = open_pairs.pop()
            if letter == "”" and begin and _is_said(text, begin):
                continue  # 某某说：“…”: what is said is text like any other
            if letter == "”" and not open_pairs and (after := _said_by(text, begin, index)):
                late.append(Late(begin, index + 1, after))
                continue
            if index - begin <= _LONGEST_PAIR:
                shield[begin + 1 : index] = b"\x01" * (index - begin - 1)
    return shield


def _is_said(text: str, begin: int) -> bool:
    """Whether the opening mark at `begin` stands behind a colon, or behind `某某说，`."""
    return text[begin - 1] in "：:" or _BEFORE.search(text[max(0, begin - 6) : begin]) is not None


def _said_by(text: str, begin: int, end: int) -> int | None:
    """Where `某某说。` ends that follows a quotation from `begin` to `end`, which is a whole sentence; else None."""
    if end - begin < _SHORTEST_SPEECH or (begin and text[begin - 1] not in "\n。！？”"):
        return None
    if text[end - 1] not in "。！？" and not text.startswith("，", end + 1):
        return None
    match = _AFTERWARDS.match(text, end + 1)
    return match.end() if match else None


def _paragraphs(text: str, shield: bytearray, cuts: set[int]) -> list[Paragraph]:
    lines = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        first, last = strip(text, start, end)
        if first < last and not text[first:last].isspace():
            lines.append((first, last))
        start = end + 1
    body_seen = False
    found = []
    for first, last in lines:
        line = text[first:last]
        is_body = _is_prose(line)
        if _LABEL.match(line) and "。" not in line[:-1]:
            kind = "label"
        elif _META.match(line) and len(line) < 60:
            kind = "meta"
        elif is_body or body_seen:
            kind, body_seen = "body", True
        else:
            kind = "title"
        found.append(Paragraph(first, last, kind, _sentences(text, first, last, shield, cuts)))
    return found


def _is_prose(line: str) -> bool:
    """Whether a line is running text: it has a full stop, or clauses enough for one."""
    return (
        any(mark in line for mark in "。；！")
        or (line.count("，") >= 1 and len(line) > 40)
        or line.endswith("：")
    )


def _sentences(
    text: str, start: int, end: int, shield: bytearray, cuts: set[int]
) -> tuple[tuple[int, int], ...]:
    found = []
    begin = start
    index = start
    while index < end:
        if text[index] in _STOPS and not shield[index]:
            stop = index + 1
            while stop < end and text[stop] in "。！？!?”’」』）)":
                stop += 1
            found.append(strip(text, begin, stop))
            begin = index = stop
        else:
            index += 1
            if index in cuts and begin < index < end:
                found.append(strip(text, begin, index))
                begin = index
    if begin < end and not text[begin:end].isspace():
        found.append(strip(text, begin, end))
    return tuple(found)
