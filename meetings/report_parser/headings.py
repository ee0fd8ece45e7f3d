"""Which short sentences are enumerated headings, decided from how the paragraphs are built.

Conventions: an enumerated heading takes all the sentences under it; under any other short demand a new owner
with its own demand begins a new one. A heading is enumerated where its like is repeated: several paragraphs
of one speaker open with one each, or the sentences 在…上有新… follow each other. What the headings say does
not count: 要扩大投资 and 要改善民生 are as parallel as 在投资上… and 在民生上….
"""

from __future__ import annotations

import itertools
import re

from .frames import Frame
from .pieces import Piece

# 在招商上有新突破, 在排查上再发力, 在服务上下功夫: this form alone says that others like it are meant.
_SERIAL = re.compile(
    r"(?:还|也)?要?在[^，。；]{1,16}(?:上|方面|中)(?:要|再|更|持续|更加)*(?:有|求|见|出|下|抓|用|再|更|争|走|取得|实现|聚力|发力|着力|突破|提升)[^，。；]{0,12}[。！]?$"
)
_URGING = frozenset({"strong", "decision"})


def enumerated_headings(pieces: list[Piece], text: str) -> frozenset[int]:
    """The numbers of the pieces that are enumerated headings."""
    found: set[int] = set()
    paragraphs: list[list[int]] = [
        list(numbers)
        for _, numbers in itertools.groupby(
            range(len(pieces)), lambda n: (pieces[n].paragraph, id(pieces[n].frame))
        )
    ]
    for _, run in itertools.groupby(paragraphs, lambda numbers: _speech(pieces[numbers[0]].frame)):
        found |= _of_one_speaker(list(run), pieces, text)
    return frozenset(found)


def _speech(frame: Frame) -> tuple[str, str | None]:
    return frame.speaker.kind, frame.speaker.name


def _of_one_speaker(paragraphs: list[list[int]], pieces: list[Piece], text: str) -> set[int]:
    serial = [n for numbers in paragraphs for n in numbers if _is_serial(pieces[n], text)]
    opening = [numbers for numbers in paragraphs if _opens_with_heading(numbers, pieces)]
    clean = [numbers for numbers in opening if not any(_is_bare(pieces[n]) for n in numbers[1:])]
    found = {n for n in serial if len(serial) > 1 or pieces[n].opens_paragraph}
    if len(clean) > 1:
        found |= {numbers[0] for numbers in opening}
    return found


def _is_serial(piece: Piece, text: str) -> bool:
    return piece.is_heading and piece.mark is None and bool(_SERIAL.match(text, piece.start, piece.end))


def _opens_with_heading(numbers: list[int], pieces: list[Piece]) -> bool:
    """Whether a paragraph is a heading with text under it, some of which asks for something."""
    first = pieces[numbers[0]]
    if not first.opens_paragraph or not first.is_brief or first.mark or first.has_owner or len(numbers) < 2:
        return False
    if first.asks:
        return first.opens_with_modal
    return (
        not first.is_stative and first.frame.strength in _URGING and any(pieces[n].asks for n in numbers[1:])
    )


def _is_bare(piece: Piece) -> bool:
    """`要守牢底线。` further on in a paragraph: such a paragraph has several headings, not one."""
    return piece.is_heading and piece.opens_with_modal and not piece.has_owner and piece.mark is None
