"""Marks that number demands: 一是, 一要, 第一，, （一）, 1., 01, 一、, ① and 首先…其次…最后."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .dates import number

_N = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?P<chapter>{_N})、|（(?P<bracket>{_N}|\d{{1,2}})）|第(?P<ordinal>{_N})(?:[，、,：:]|(?=是|要))(?:[是要])?"
    rf"|(?P<adverb>首先|其次|再次|再者|最后)(?:[，、]|(?=[要是]))|(?P<number>\d{{1,2}})(?:[.、](?!\d))|(?P<padded>0\d)(?=[\u3400-\u9fff ])|(?P<word>{_N})(?P<tail>是(?!否)|要(?!求|素|点|事)|则(?!是)|必须)"
)
_LEVELS = {"chapter": 1, "bracket": 2, "ordinal": 2, "padded": 2, "number": 3, "word": 4, "adverb": 4}


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: `level` 1 is the outermost; `is_demand` where the mark itself asks (一要)."""

    level: int
    value: int
    start: int
    end: int
    is_demand: bool
    is_adverb: bool = False  # 首先, 其次: a number only where another of them belongs to it


def mark_at(text: str, start: int, end: int) -> Mark | None:
    """The mark that opens `text[start:end]`, or None."""
    match = _MARK.match(text, start, end)
    if not match:
        return None
    kind = next(name for name in _LEVELS if match[name])
    asks = match["tail"] in {"要", "必须"} or match.group().endswith("要")
    value = 1 + (match["adverb"] != "首先") if match["adverb"] else number(match[kind])
    return Mark(_LEVELS[kind], value, match.start(), match.end(), asks, kind == "adverb")
