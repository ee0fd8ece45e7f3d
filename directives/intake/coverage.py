"""How much of what a report demands stands in the rows made of it: by sentences and by characters."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Span = tuple[int, int]

DEMANDING = "directive"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the report with its number as the page counts, its place and its part in the report."""

    number: int
    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the sentences that demand something, how many the rows cover, and of their characters; and of all."""

    sentences: int
    covered: int
    characters: int
    characters_covered: int
    all_characters: int
    all_covered: int
    uncovered: tuple[Sentence, ...]
    """Demanding sentences that no row touches, in their order."""

    @property
    def percent(self) -> int:
        """Of the demanding sentences' characters; 100 only where none is left out."""
        return _percent(self.characters_covered, self.characters)

    @property
    def percent_of_all(self) -> int:
        return _percent(self.all_covered, self.all_characters)


def coverage_of(made: Row) -> Coverage:
    """Of a draft, by the places of its directives and of their tasks."""
    return coverage(made.get("sentences", ()), spans_of(made["directives"]))


def coverage(sentences: Iterable[Row], spans: Iterable[Span]) -> Coverage:
    """The sentences that were recognised, held against the places of rows; a row that covers words twice counts once."""
    whole = _united(spans)
    starts = [start for start, _ in whole]
    found = [(one, _inside(one, whole, starts)) for one in numbered(sentences)]
    demands = [(one, inside) for one, inside in found if one.role == DEMANDING]
    return Coverage(
        sentences=len(demands),
        covered=sum(inside > 0 for _, inside in demands),
        characters=sum(one.end - one.start for one, _ in demands),
        characters_covered=sum(inside for _, inside in demands),
        all_characters=sum(one.end - one.start for one, _ in found),
        all_covered=sum(inside for _, inside in found),
        uncovered=tuple(one for one, inside in demands if not inside),
    )


def numbered(sentences: Iterable[Row]) -> Iterator[Sentence]:
    """The sentences in the order of the text with their numbers; one that begins inside another has none."""
    at = number = 0
    for start, end, role in sorted((one["start"], one["end"], one["role"]) for one in sentences):
        if start >= at:
            number += 1
            at = end
            yield Sentence(number, start, end, role)


def spans_of(rows: Iterable[Row]) -> list[Span]:
    """The places of directives and of tasks that have one, which may lie outside their directive's."""
    return [
        (one["start"], one["end"])
        for row in rows
        for one in (row, *row["tasks"])
        if isinstance(one["start"], int) and isinstance(one["end"], int)
    ]


def _united(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _inside(sentence: Sentence, spans: Sequence[Span], starts: Sequence[int]) -> int:
    """How many characters of the sentence the spans hold."""
    count = 0
    for at in range(max(bisect_right(starts, sentence.start) - 1, 0), len(spans)):
        start, end = spans[at]
        if start >= sentence.end:
            break
        count += max(0, min(end, sentence.end) - max(start, sentence.start))
    return count


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 100
