"""The passages of a text that come nearest to words it does not hold, for somebody to choose from."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from meetings.report_parser.cleaning import to_simplified

from .places import Span, occurrences

MOST = 3
SHORT = 16  # a unit's name or "by the end of the year": sought inside sentences rather than as whole ones
_LOOKED_AT = 12
_ALIKE_ENOUGH = 0.25
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]*[”’」』]?")
_ENDS = frozenset("。；！？;!?")
_EDGES = " \t\u3000，、：。；！？“”‘’（）,:;()\n"


@dataclass(frozen=True, slots=True)
class Near:
    """A range of the text and how much it is like the words, from 0 to 1."""

    start: int
    end: int
    likeness: float


def nearest(words: str, text: str, most: int = MOST) -> list[Near]:
    """The passages most like the words, the likest first; those that hold them before all others.

    Words may stand in several places: then the places themselves are what is offered.
    """
    exact = [Near(start, end, 1.0) for start, end in occurrences(words, text)]
    if len(exact) >= most:
        return exact[:most]
    wanted = to_simplified(words.strip())
    book = _book(text)
    is_short = len(wanted) <= SHORT and wanted[-1:] not in _ENDS
    found = book.within(wanted) if is_short else book.whole(wanted)
    taken = list(exact)
    for near in sorted(found, key=lambda near: (-near.likeness, near.start)):
        apart = all(near.end <= one.start or near.start >= one.end for one in taken)
        if apart and near.likeness >= _ALIKE_ENOUGH:
            taken.append(near)
    return taken[:most]


@lru_cache(maxsize=4)
def _book(text: str) -> "_Book":
    return _Book(text)


class _Book:
    """A text's sentences with an index of their characters, so that few of many are looked at closely."""

    def __init__(self, text: str) -> None:
        self.text = to_simplified(text)
        self.spans = [span for found in _SENTENCE.finditer(text) if (span := _trimmed(text, *found.span()))]
        self.holding: dict[str, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(self.spans):
            for piece in _pieces(self.text[start:end]):
                self.holding[piece].append(number)

    def whole(self, wanted: str) -> list[Near]:
        """As many whole sentences in a row as the words have, or one more or less."""
        count = len(_SENTENCE.findall(wanted)) or 1
        shared = self._shared(wanted)
        found = []
        for size in {max(1, count - 1), count, count + 1}:
            starts = {first for hit in shared for first in range(hit - size + 1, hit + 1)}
            rows = [first for first in starts if first >= 0 and first + size <= len(self.spans)]
            rows.sort(key=lambda first: (-sum(shared[n] for n in range(first, first + size)), first))
            found += [
                self._near(wanted, (self.spans[first][0], self.spans[first + size - 1][1]))
                for first in rows[:_LOOKED_AT]
            ]
        return found

    def within(self, wanted: str) -> list[Near]:
        """A range as long as the words, inside each sentence that shares most with them."""
        shared = self._shared(wanted)
        rows = sorted(shared, key=lambda number: (-shared[number], number))[:_LOOKED_AT]
        found = []
        for number in rows:
            near = [self._near(wanted, span) for span in self._aligned(wanted, *self.spans[number])]
            found += sorted(near, key=lambda one: -one.likeness)[:1]
        return found

    def _aligned(self, wanted: str, start: int, end: int) -> list[Span]:
        matcher = SequenceMatcher(None, wanted, self.text[start:end], autojunk=False)
        spans = []
        for block in matcher.get_matching_blocks():
            begin = max(start, start + block.b - block.a)
            span = _trimmed(self.text, begin, min(end, begin + len(wanted)), _EDGES)
            spans += [span] if block.size and span else []
        return spans

    def _near(self, wanted: str, span: Span) -> Near:
        there = self.text[span[0] : span[1]]
        return Near(*span, SequenceMatcher(None, wanted, there, autojunk=False).ratio())

    def _shared(self, wanted: str) -> Counter[int]:
        """By sentence, how many pieces it shares with the words."""
        return Counter(number for piece in _pieces(wanted) for number in self.holding.get(piece, ()))


def _pieces(words: str) -> set[str]:
    """Its characters and its pairs of neighbours; pairs tell more, and count beside their characters."""
    return {*words, *(words[n : n + 2] for n in range(len(words) - 1))}


def _trimmed(text: str, start: int, end: int, edges: str | None = None) -> Span | None:
    """The range without white space, or what is given, at its ends; None when nothing is left."""
    whole = text[start:end]
    kept = whole.strip(edges)
    begin = start + len(whole) - len(whole.lstrip(edges))
    return (begin, begin + len(kept)) if kept else None
