"""Demands that say the same: of two leaders, or twice by one."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from .numbers import folded

Row = dict[str, Any]

# On the reports of the genre that were read for it, demands that a reader calls the same share half of the shorter
# one's bigrams and more, others a third at most, once the words that all demands have are left out.
SAME = 0.45
FEWEST = 6  # shared bigrams below which the share says nothing

_STOP = re.compile(
    # the genre's own phrases
    "习近平新时代中国特色社会主义思想|习近平总书记|总书记|不忘初心|牢记使命|党中央|国务院|[省市镇]委|[省市镇]政府|中央|"
    "党的[一二三四五六七八九十]+大|[一二三四五六七八九十]+届[一二三四五六七八九十]+中全会|重要[讲话指示论述批]+精神|精神|"
    "高质量发展|经济社会发展|真抓实干|新突破|新成效|新作为|新变化|新举措|新气象|会议审议通过|条例|草案|"
    # what every demand says
    "学习|贯彻|落实|领会|思想|认识|政治|责任|领导|干部|群众|党员|机关|全[省市镇县]|各部门|各单位|工作|发展|推动|推进|促进|"
    "进一步|加强|加快|加大|强化|提升|提高|持续|全面|全力|切实|积极|主动|力度|机制|体系|能力|重点|建设|做好|抓好|开展|"
    "实现|形成|着力|不断|更好|坚持|确保|深入|深化|创新|相关|有关|方面|"
    # and what is no word of its own
    "[^\u3400-\u9fff]|[要在上有的和与及把将对以为等]"
)


class Alike(NamedTuple):
    """Places of two demands in the list, and how much of the shorter one both say."""

    first: int
    second: int
    share: float


def alike(rows: list[Row]) -> tuple[Alike, ...]:
    """Of each demand the earlier one that is most like it, where one is alike enough."""
    return _alike(tuple(map(_said, rows)))


def _said(row: Row) -> str:
    """What is demanded. The text of a table's line (its tasks have `notes`) is all of its cells, of which units, days
    and heads are those of many lines: there the tasks say it."""
    lines = [f"{task['title']}\n{task['measures']}" for task in row["tasks"] if "notes" in task]
    return "\n".join(lines) or f"{row['headline']}\n{row['text']}"


@lru_cache(maxsize=32)  # most changes of a draft leave its demands alone
def _alike(texts: tuple[str, ...]) -> tuple[Alike, ...]:
    masks = _masks(texts)
    found = []
    for n, (mask, size) in enumerate(masks):
        best, place = 0.0, -1
        for m, (other, other_size) in enumerate(masks[:n]):
            both = (mask & other).bit_count()
            if both < FEWEST:
                continue
            share = both / min(size, other_size)
            if share >= SAME and share > best:
                best, place = share, m
        if place >= 0:
            found.append(Alike(place, n, best))
    return tuple(found)


def _masks(texts: Iterable[str]) -> list[tuple[int, int]]:
    """The bigrams of each text as bits of one number, and how many they are."""
    places: dict[str, int] = {}
    marked = [[places.setdefault(gram, len(places)) for gram in _bigrams(text)] for text in texts]
    found = []
    for own in marked:
        bits = bytearray(len(places) // 8 + 1)
        for place in own:
            bits[place >> 3] |= 1 << (place & 7)
        found.append((int.from_bytes(bits, "little"), len(own)))
    return found


@lru_cache(maxsize=1_000)
def _bigrams(text: str) -> frozenset[str]:
    pieces = _STOP.sub(" ", folded(text)).split()
    return frozenset(piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1))
