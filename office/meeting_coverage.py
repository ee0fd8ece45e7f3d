"""How much of what a meeting's report demands stands in its directives and tasks, for readers of the office."""

from typing import Any

from directives.intake import Coverage, coverage
from directives.models import TaskSource
from meetings.models import IntakeDraft, Meeting, ReportVersion


def meeting_coverage(meeting: Meeting, version: ReportVersion | None) -> Coverage | None:
    """By the places that directives and tasks have by now; three queries, or one where nothing can be said.

    Sentences are recognised in the text that was pasted: of a later version, or a meeting that was not taken in
    from a report, nothing can be said.
    """
    drafts = IntakeDraft.objects.filter(meeting=meeting, confirmed_at__isnull=False).order_by("pk")
    sentences = drafts.values_list("made__sentences", flat=True).first()
    if not sentences or version is None or version.number != 1:
        return None
    places = {"version": version, "start__isnull": False, "end__isnull": False}
    spans: list[Any] = [*meeting.directives.filter(**places).order_by().values_list("start", "end")]
    spans += TaskSource.objects.filter(**places).order_by().values_list("start", "end")
    return coverage(sentences, spans)
