"""Where in the report the words of a row stand, for what claims to be the report's own."""

from typing import Any

from ..anchors import Span, locate, occurrences


def stands_at(words: str, start: Any, end: Any, text: str) -> bool:
    """Whether the range is one of the text and holds these words and no others, however they are spelt."""
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        return False
    there = text[start:end]
    return words == there or bool(occurrences(words, there) and occurrences(there, words))


def place_within(words: str, row: dict[str, Any], text: str) -> Span | None:
    """Where the words stand: in the row's own passage before anywhere else; None when it is not certain."""
    start, end = row["start"], row["end"]
    if start is None:
        return locate(words, text)
    inside = occurrences(words, text[start:end])
    if inside:
        return start + inside[0][0], start + inside[0][1]
    return locate(words, text, near=start)


def due_place(task: dict[str, Any], text: str) -> Span | None:
    """The place of the words that a task's row gives for its date."""
    words, start, end = task["due_text"].strip(), task.get("due_start"), task.get("due_end")
    if start is not None and end is not None and stands_at(words, start, end, text):
        return start, end
    return place_within(words, task, text) if words else None
