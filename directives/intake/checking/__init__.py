"""What is wrong or doubtful in a draft, each with its place in `made`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from meetings.models import IntakeDraft

from ..sources.checking import document_doubts, document_problems
from ..unread import unread_problems
from .doubts import doubts
from .known import Known, known
from .looked_at import keyed, look_at, tell_again
from .meeting import attendance, meeting, new_officials, posts_of
from .problem import Problem, Report, day_of, day_or_none
from .tasks import check_task, days_said, directives

__all__ = [
    "Known",
    "Problem",
    "Report",
    "check_task",
    "day_of",
    "known",
    "look_at",
    "names_day",
    "new_officials",
    "posts_of",
    "problems",
    "report_of_draft",
    "tell_again",
]


def problems(draft: IntakeDraft, names: Known | None = None) -> list[Problem]:
    """All problems of the draft: what could not be read, what is wrong or missing in the order of the page, then what
    is doubtful and was not looked at yet.

    `names` are read when they are not given; the rest asks the database nothing of a report's draft.
    """
    made, names = draft.made, names or known()
    report = report_of_draft(draft)
    whole = _document(made) if "document" in made else [*meeting(made["meeting"]), *attendance(made, names)]
    doubtful = keyed((*doubts(made, report, names), *_document_doubts(made)), made)
    unread = unread_problems(made)
    told = {problem.path for problem in unread}
    wrong = (p for p in (*whole, *directives(made["directives"], report, names)) if p.path not in told)
    return [*unread, *wrong, *doubtful]


def report_of_draft(draft: IntakeDraft) -> Report:
    """The text that the draft's rows quote, and its days."""
    held = _counts_from(draft.made)
    return Report(draft.text, held, None if "document" in draft.made else held)


def names_day(words: str, day: str, made: Mapping[str, Any]) -> bool:
    """Whether words of the draft's text name that day (an ISO string)."""
    return day in days_said(words, _counts_from(made))


def _counts_from(made: Mapping[str, Any]) -> date | None:
    """From when words count time: the day of the meeting, or the one on which a document came."""
    held: str = made["document"]["received_on"] if "document" in made else made["meeting"]["held_on"]
    return day_or_none(held)


def _document(made: dict[str, Any]) -> list[Problem]:
    return [Problem(*found) for found in document_problems(made)]


def _document_doubts(made: dict[str, Any]) -> list[Problem]:
    return [Problem(*found) for found in document_doubts(made)] if "document" in made else []
