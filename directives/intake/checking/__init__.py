"""What is wrong or doubtful in a draft, each with its place in `made`."""

from typing import Any

from meetings.models import IntakeDraft

from ..sources.checking import document_problems
from .doubts import doubts
from .known import Known, known
from .looked_at import keyed, look_at, tell_again
from .meeting import attendance, meeting, new_officials, posts_of
from .problem import Problem, Report, day_of, day_or_none
from .tasks import check_task, directives

__all__ = [
    "Known",
    "Problem",
    "Report",
    "check_task",
    "day_of",
    "known",
    "look_at",
    "new_officials",
    "posts_of",
    "problems",
    "report_of_draft",
    "tell_again",
]


def problems(draft: IntakeDraft, names: Known | None = None) -> list[Problem]:
    """All problems of the draft: what is wrong or missing in the order of the page, then what is doubtful and was
    not looked at yet.

    `names` are read when they are not given; the rest asks the database nothing of a report's draft.
    """
    made, names = draft.made, names or known()
    report = report_of_draft(draft)
    whole = _document(made) if "document" in made else [*meeting(made["meeting"]), *attendance(made, names)]
    doubtful = keyed(doubts(made, report, names), made)
    return [*whole, *directives(made["directives"], report, names), *doubtful]


def report_of_draft(draft: IntakeDraft) -> Report:
    """The text that the draft's rows quote, and its days."""
    made = draft.made
    if "document" in made:  # its words count time from the day on which it came
        return Report(draft.text, day_or_none(made["document"]["received_on"]))
    held = day_or_none(made["meeting"]["held_on"])
    return Report(draft.text, held, held)


def _document(made: dict[str, Any]) -> list[Problem]:
    return [Problem(*found) for found in document_problems(made)]
