"""Where quoted words stand in a report.

A place is a version with a range of its code points. Words are looked up exactly first, then in folded
copies: without white space and a scraper's pinyin notes, in Simplified, in one width.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import opencc

from meetings.models import Meeting, ReportVersion, SourceDocument
from meetings.report_parser.cleaning import clean

from ..errors import ActError

Span = tuple[int, int]

# Quotation marks differ by script; 著 is 着 or stays, by its meaning.
_ALIKE = str.maketrans(dict.fromkeys("“”「」『』", '"') | dict.fromkeys("‘’", "'") | {"著": "着"})


class NotLocated(ActError):
    """Quoted words that are not in the report, or in several places of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A range of one version, with the words exactly as they stand there."""

    version: ReportVersion
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.version.text[self.start : self.end]


def locate(quotation: str, text: str, *, near: int | None = None) -> Span | None:
    """The range of `text` that holds the words; of several, the one nearest to `near`, or none without it."""
    found = occurrences(quotation, text)
    if len(found) > 1 and near is not None:
        return min(found, key=lambda span: abs(span[0] - near))
    return found[0] if len(found) == 1 else None


def occurrences(quotation: str, text: str) -> list[Span]:
    """All ranges of `text` that hold the words: exact ones, or, where there is none, tolerant ones."""
    exact = quotation.strip()
    if not exact:
        return []
    found = [(start, start + len(exact)) for start in _starts(exact, text)]
    if found:
        return found
    wanted, copy = _folded(exact).text, _folded(text)
    if not wanted:
        return []
    spans = ((copy.starts[at], copy.ends[at + len(wanted) - 1]) for at in _starts(wanted, copy.text))
    return [_trimmed(text, *span) for span in spans]


def place(quotation: str, origin: Meeting | SourceDocument, *, near: int | None = None) -> Place:
    """Where the words stand in the newest text of a meeting or document; raises NotLocated with what to do."""
    version = newest_version(origin)
    if version is None and isinstance(origin, SourceDocument):
        raise NotLocated("这份来文没有录入文字（来自表格或逐条录入），无法定位原文。请把原文留空。")
    if version is None:
        raise NotLocated("这次会议还没有报道全文，无法定位原文。请先录入报道，或把原文留空。")
    start, end = require_place(quotation, version.text, near=near)
    return Place(version, start, end)


def require_place(quotation: str, text: str, *, near: int | None = None) -> Span:
    """`locate`, or NotLocated with a sentence that says which of the two things is wrong."""
    found = locate(quotation, text, near=near)
    if found:
        return found
    if occurrences(quotation, text):
        raise NotLocated("这段文字在报道中出现多次，请多摘录几个字，使它只对应一处。")
    raise NotLocated("在报道最新版中找不到这段文字。请从报道全文中逐字摘录，或把原文留空。")


def newest_version(origin: Meeting | SourceDocument) -> ReportVersion | None:
    """The version in force of the meeting's report, or of the document's text."""
    return origin.versions.order_by("-number").first() if origin.pk else None


@dataclass(frozen=True, slots=True)
class _Folded:
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=8)
def _folded(raw: str) -> _Folded:
    """The copy in which spelling makes no difference, with the raw range of each of its characters."""
    copy = clean(raw)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, letter in enumerate(copy.text):
        for folded in _fold(letter):
            letters.append(folded)
            starts.append(copy.starts[index])
            ends.append(copy.ends[index])
    return _Folded("".join(letters), tuple(starts), tuple(ends))


@lru_cache(maxsize=20_000)
def _fold(letter: str) -> str:
    """One character, whatever stands around it: the parser's cleaning decides by context and by text."""
    folded = unicodedata.normalize("NFKC", letter).translate(_ALIKE).lower()
    return "".join(_converter().convert(one) for one in folded if not one.isspace())


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _starts(wanted: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(f"(?={re.escape(wanted)})", text))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
