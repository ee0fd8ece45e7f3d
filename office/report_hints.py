"""What of a report's text wants to be looked at, sentence by sentence: demands that became nothing, signs of secrecy."""

from bisect import bisect_right
from collections.abc import Iterator

from directives.intake import Coverage
from documents.secrecy import secrecy_signs

from .reading import Piece

MOST = 5
WORDS = 18

Hint = tuple[int, int, str]
"""The number of a sentence, where it begins, and what to say of it."""


def report_hints(text: str, paragraphs: list[list[Piece]], coverage: Coverage) -> list[Hint]:
    """Of each kind the first few, then how many more there are."""
    return [
        *_few(list(_left_out(text, coverage)), "像是要求，也没有列入"),
        *_few(list(_signs(text, paragraphs)), "也要核对能否公开"),
    ]


def _left_out(text: str, coverage: Coverage) -> Iterator[Hint]:
    for one in coverage.uncovered:
        words = "".join(text[one.start : one.end].split()).rstrip("。；")
        begin = words if len(words) <= WORDS else f"{words[:WORDS]}……"
        yield one.number, one.start, f"“{begin}”像是要求，还没有列入。要列入的，点句末“列为要求”。"


def _signs(text: str, paragraphs: list[list[Piece]]) -> Iterator[Hint]:
    """One for each sentence that has any."""
    pieces = [piece for paragraph in paragraphs for piece in paragraph if piece.number]
    starts = [piece.start for piece in pieces]
    said: dict[int, dict[str, None]] = {}
    for start, _, words in secrecy_signs(text):
        place = bisect_right(starts, start) - 1
        if place >= 0:
            said.setdefault(place, {})[words] = None
    for place, found in said.items():
        words = "".join(f"“{one}”" for one in found)
        yield (
            pieces[place].number,
            pieces[place].start,
            f"含有{words}，公开前请核对；涉密的不要在本平台处理。",
        )


def _few(hints: list[Hint], rest: str) -> list[Hint]:
    if len(hints) <= MOST + 1:
        return hints
    number, start, _ = hints[MOST]
    return [*hints[:MOST], (number, start, f"从这一句起，其余 {len(hints) - MOST} 句{rest}。")]
