"""What each sentence does in the report: demand, principle, attendance, frame or background."""

from __future__ import annotations

from .cleaning import CleanText
from .types import Directive, Sentence


def sentence_roles(
    clean: CleanText,
    ranges: list[tuple[int, int]],
    demands: list[tuple[int, int]],
    directives: tuple[Directive, ...],
    attended: set[int],
    framed: set[int],
) -> tuple[Sentence, ...]:
    """One `Sentence` per range, in order; `directive` is the index of the first demand in it.

    `demands` are the clean ranges of `directives`; `attended` and `framed` hold starts of sentences.
    """
    found = []
    number = 0
    for start, end in ranges:
        while number < len(demands) and demands[number][1] <= start:
            number += 1
        inside = number < len(demands) and demands[number][0] < end
        if inside:
            role = "principle" if directives[number].kind == "principle" else "directive"
        elif start in attended:
            role = "attendance"
        elif start in framed:
            role = "frame"
        else:
            role = "background"
        found.append(Sentence(clean.span(start, end), role, number if inside else None))
    return tuple(found)
