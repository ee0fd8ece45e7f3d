"""A report laid out for reading: paragraphs of pieces, each with its number, its place and what became of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from directives.intake import numbered
from meetings.report_parser.cleaning import pinyin_notes, to_simplified

Span = tuple[int, int]
SAMPLE, SHARE = 2_000, 50  # one changed character in 50 of a text's beginning makes it Traditional

# What to call a sentence that no row of the draft covers.
UNUSED = {
    "directive": "像是要求，还没有列入",
    "principle": "原则表述，没有列入",
    "background": "背景",
    "attendance": "参会情况",
    "frame": "会议概况",
}
_MAY_DEMAND = frozenset({"directive", "principle", "background", "frame"})


@dataclass(frozen=True, slots=True)
class Link:
    """A row that came of a piece: what to call it, its anchor on the page, and where in the text it begins."""

    label: str
    anchor: str
    begins: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in a row; a scraper's pinyin note is set back so that the sentence can be read."""

    text: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or what stands between two."""

    start: int
    end: int
    runs: list[Run]
    number: int = 0
    role: str = ""
    links: list[Link] = field(default_factory=list)

    @property
    def unused(self) -> str:
        """What to say of a sentence that became nothing; "" where something came of it."""
        return "" if self.links or not self.number else UNUSED.get(self.role, "没有列入")

    @property
    def can_be_split(self) -> bool:
        """Whether the sentence stands inside a directive and is not its first."""
        return bool(self.number) and any(link.begins < self.start for link in self.links)

    @property
    def can_be_taken(self) -> bool:
        """Whether offering it as a directive makes sense."""
        return bool(self.number) and not self.links and self.role in _MAY_DEMAND


def sentences(text: str, made: dict[str, Any], shown: range) -> list[list[Piece]]:
    """The report of a draft: its sentences numbered, those that are shown with the rows that cover them now."""
    rows = [
        (start, end, link) for start, end, link in _links(made) if start < shown.stop and end > shown.start
    ]
    notes = pinyin_notes(text)
    pieces, at = [], 0
    for one in numbered(made.get("sentences") or _lines(text)):
        if one.start > at:
            pieces.append(Piece(at, one.start, _runs(text, at, one.start, notes)))
        beside = rows if one.start < shown.stop and one.end > shown.start else ()
        links = [link for first, last, link in beside if first < one.end and last > one.start]
        runs = _runs(text, one.start, one.end, notes)
        pieces.append(Piece(one.start, one.end, runs, one.number, one.role, links))
        at = one.end
    if at < len(text):
        pieces.append(Piece(at, len(text), _runs(text, at, len(text), notes)))
    return _by_paragraph(text, pieces)


def _links(made: dict[str, Any]) -> Iterator[tuple[int, int, Link]]:
    """The places of directives, and of those tasks that come from elsewhere in the text."""
    for n, row in enumerate(made["directives"], 1):
        if row["start"] is not None:
            yield row["start"], row["end"], Link(f"要求 {n}", row["id"], row["start"])
        for m, task in enumerate(row["tasks"], 1):
            if task["start"] is not None and not _lies_in(task, row):
                # Only a directive can be split where it is read.
                yield task["start"], task["end"], Link(f"任务 {n}.{m}", task["id"], task["end"])


def _lies_in(task: dict[str, Any], row: dict[str, Any]) -> bool:
    return row["start"] is not None and row["start"] <= task["start"] and task["end"] <= row["end"]


def paragraphs(text: str, anchors: Sequence[tuple[int, int, Link]]) -> list[list[Piece]]:
    """A stored report: pieces cut wherever a directive begins or ends."""
    borders = {0, len(text)} | {place for start, end, _ in anchors for place in (start, end)}
    notes = pinyin_notes(text)
    pieces = [
        Piece(
            start,
            end,
            _runs(text, start, end, notes),
            links=[link for first, last, link in anchors if first <= start and end <= last],
        )
        for start, end in pairwise(sorted(borders))
    ]
    return _by_paragraph(text, pieces)


def runs_of(words: str) -> list[Run]:
    """Quoted words, ready to be shown without the notes in them."""
    return _runs(words, 0, len(words), pinyin_notes(words))


def is_traditional(text: str) -> bool:
    """Whether the words are printed in Traditional characters, so that the public reads others than stand here."""
    sample = text[:SAMPLE]
    changed = sum(a != b for a, b in zip(sample, to_simplified(sample), strict=True))
    # A single old form, as in a name, does not make a text Traditional.
    return changed > 1 and changed >= len(sample) // SHARE


def sentence_numbers(pieces: Sequence[Piece], start: int | None, end: int | None) -> tuple[int, int] | None:
    """The first and the last sentence, of those in the order of the text, that a place touches."""
    if start is None or end is None:
        return None
    first = bisect_right(pieces, start, key=lambda piece: piece.end)
    last = bisect_left(pieces, end, key=lambda piece: piece.start) - 1
    return (pieces[first].number, pieces[last].number) if first <= last else None


def _lines(text: str) -> list[dict[str, Any]]:
    """Where no sentence was recognised, every line that says something can still be pointed at."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append({"start": at, "end": at + len(line), "role": "background"})
        at += len(line) + 1
    return found


def _runs(text: str, start: int, end: int, notes: list[Span]) -> list[Run]:
    runs, at = [], start
    for first, last in notes[bisect_left(notes, (start, start)) :]:
        if last > end:
            break
        runs += [Run(text[at:first], False)] if first > at else []
        runs.append(Run(text[first:last], True))
        at = last
    return [*runs, Run(text[at:end], False)] if at < end else runs


def _by_paragraph(text: str, pieces: list[Piece]) -> list[list[Piece]]:
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        words = text[piece.start : piece.end]
        if words.strip():
            if words.startswith("\n") and found[-1]:
                found.append([])
            found[-1].append(piece)
        if words.rstrip(" \t\u3000").endswith("\n") or (not words.strip() and "\n" in words):
            found.append([])
    return [paragraph for paragraph in found if paragraph]
