"""Paragraphs, sentences and clauses of the clean copy; what stands in quotation marks is never cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .cleaning import strip

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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line with text. `kind` is title, meta or body; `sentences` are ranges that keep their stop."""

    start: int
    end: int
    kind: str
    sentences: tuple[tuple[int, int], ...]


class Layout:
    """The clean text cut into paragraphs, with `shield[i]` true where character i stands inside a pair."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shield = _shield(text)
        self.paragraphs = _paragraphs(text, self.shield)

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
        """The clauses of a sentence, each with the mark that ends it."""
        return self.cut(start, end, "，,；;：:。！？!?\n")


@cache
def _marks(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def _shield(text: str) -> bytearray:
    """1 for every character inside a balanced pair of quotation marks, titles or brackets on one line."""
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
            if letter == "”" and begin and text[begin - 1] in "：:":
                continue  # 某某说：“…”: what is said is text like any other
            if index - begin <= _LONGEST_PAIR:
                shield[begin + 1 : index] = b"\x01" * (index - begin - 1)
    return shield


def _paragraphs(text: str, shield: bytearray) -> list[Paragraph]:
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
        if _META.match(line) and len(line) < 60:
            kind = "meta"
        elif is_body or body_seen:
            kind, body_seen = "body", True
        else:
            kind = "title"
        found.append(Paragraph(first, last, kind, _sentences(text, first, last, shield)))
    return found


def _is_prose(line: str) -> bool:
    """Whether a line is running text: it has a full stop, or clauses enough for one."""
    return (
        any(mark in line for mark in "。；！")
        or (line.count("，") >= 1 and len(line) > 40)
        or line.endswith("：")
    )


def _sentences(text: str, start: int, end: int, shield: bytearray) -> tuple[tuple[int, int], ...]:
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
    if begin < end and not text[begin:end].isspace():
        found.append(strip(text, begin, end))
    return tuple(found)
