"""What a stored task has of the documents that it comes from."""

from datetime import date

from meetings.models import ReportVersion

from ...models import Task
from ...workflow.gaps import last_days


def counts_from(version: ReportVersion | None) -> date | None:
    """The day from which the text's words count time: the meeting's, or the one on which a document came."""
    if version is None:
        return None
    if version.document:
        return version.document.received_on
    return version.meeting.held_on if version.meeting else None


def last_day_of(task: Task) -> date | None:
    """The earliest day that a superior set for one of the task's documents; None where none did."""
    return last_days([task]).get(task.pk)
