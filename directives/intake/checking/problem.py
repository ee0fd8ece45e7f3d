"""What a check hands back, and what rows are checked against."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is like `directives.0.tasks.1.due_on`; a blocking problem keeps the draft from being confirmed.

    `offer` is the act that would settle it (`join:d3:d9`), where there is one. A `doubt` need not be settled: who
    has looked at it may leave it as it is, by its `key`.
    """

    path: str
    message: str
    blocking: bool = True
    offer: str = ""
    doubt: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What rows quote: the text, and the day from which its words count time.

    `met` is the day of the meeting, before which no task of it can be due; None where there was none.
    """

    text: str
    held: date | None
    met: date | None = None


def day_of(words: str) -> date | None:
    """The day of an ISO string; None when empty. Raises ValueError for anything else."""
    return date.fromisoformat(words) if words else None


def day_or_none(words: str) -> date | None:
    """The same; None for anything else, where it is told elsewhere."""
    try:
        return day_of(words)
    except ValueError:
        return None
