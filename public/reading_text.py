"""The report of a meeting as a text to read, its sentences marked with what became of them.

Shown is the cleaned copy of the frozen text (Simplified, without the notes that copying mixed in); places are
kept as characters of the frozen text and are carried over.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from meetings.report_parser.cleaning import CleanText, clean

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*[”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """The words of one requirement in the frozen text; `charged` when a task came of them."""

    number: int
    start: int
    end: int
    charged: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words of one sentence that stand in the same requirement, or in none."""

    text: str
    sentence_id: str
    directive_id: str
    number: int
    charged: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    segments: list[Segment] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    """Numbers of the requirements that begin here."""


@dataclass(frozen=True, slots=True)
class ReadingText:
    paragraphs: list[Paragraph]
    was_tidied: bool


@lru_cache(maxsize=16)
def cleaned(text: str) -> CleanText:
    """Frozen texts do not change, so the few that are read most stay at hand."""
    return clean(text)


def tidy(quotation: str) -> str:
    """A short quotation as the reading text shows it."""
    return clean(quotation).text.strip()


def reading_text(text: str, marks: Iterable[Mark]) -> ReadingText:
    """Paragraphs of the text; marks may overlap, the earlier one then keeps the words."""
    copy = cleaned(text)
    placed = [mark for mark in (_placed(copy, mark) for mark in marks) if mark.end > mark.start]
    placed.sort(key=lambda mark: (mark.start, mark.number))
    paragraphs, sentence_number, begun = [], 0, set[int]()
    for first, last in _lines(copy.text):
        paragraph = Paragraph()
        for match in _SENTENCE.finditer(copy.text, first, last):
            sentence_number += 1
            _add_sentence(
                paragraph, copy.text, match.start(), match.end(), f"s{sentence_number}", placed, begun
            )
        paragraphs.append(paragraph)
    return ReadingText(paragraphs, was_tidied=copy.text.strip() != text.strip())


def _placed(copy: CleanText, mark: Mark) -> Mark:
    """The mark in characters of the cleaned copy."""
    return Mark(
        mark.number, bisect_left(copy.starts, mark.start), bisect_right(copy.ends, mark.end), mark.charged
    )


def _lines(text: str) -> Iterable[tuple[int, int]]:
    """Where each line that is not blank starts and ends, without the blanks around it."""
    for match in re.finditer(r"[^\n]+", text):
        words = match.group()
        if words.strip():
            yield match.start() + len(words) - len(words.lstrip()), match.start() + len(words.rstrip())


def _add_sentence(
    paragraph: Paragraph,
    text: str,
    start: int,
    end: int,
    sentence_id: str,
    marks: list[Mark],
    begun: set[int],
) -> None:
    """Cut the sentence where requirements begin and end in it."""
    cuts = {start, end} | {cut for mark in marks for cut in (mark.start, mark.end) if start < cut < end}
    places = sorted(cuts)
    for first, last in pairwise(places):
        mark = next((mark for mark in marks if mark.start < last and first < mark.end), None)
        begins = mark is not None and mark.number not in begun
        if mark is not None and begins:
            begun.add(mark.number)
            paragraph.begins.append(mark.number)
        paragraph.segments.append(
            Segment(
                text=text[first:last],
                sentence_id=sentence_id if first == start else "",
                directive_id=f"d{mark.number}" if mark is not None and begins else "",
                number=mark.number if mark is not None else 0,
                charged=mark is not None and mark.charged,
            )
        )
