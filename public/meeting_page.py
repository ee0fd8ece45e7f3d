"""Everything the page of one meeting shows; the same number of queries however much came of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from directives.models import Directive, Task
from directives.querysets import public_sources
from meetings.models import Attendance, Meeting, ReportVersion
from publishing.public_fields import public_values

from .meeting_rows import MeetingRow, meeting_rows
from .reading_text import Mark, Paragraph, reading_text
from .rows import TaskRow, UnitLink
from .task_rows import task_rows

TASKS_A_DIRECTIVE = 6
TASKS_WITHOUT_TEXT = 25


@dataclass(frozen=True, slots=True)
class Requirement:
    """One public 工作要求 and the tasks that came of it."""

    number: int
    headline: str
    text: str
    kind: str
    speaker: str
    tasks: list[TaskRow]
    task_count: int
    in_text: bool
    """Whether its words are marked in the reading text."""


@dataclass(frozen=True, slots=True)
class Attendant:
    name: str
    posts: str
    acts: str
    unit: UnitLink | None


@dataclass(frozen=True, slots=True)
class Report:
    """The report as it may be read, with its source."""

    paragraphs: list[Paragraph]
    was_tidied: bool
    source_name: str
    source_url: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    meeting: MeetingRow
    report: Report | None
    requirements: list[Requirement]
    people: list[Attendant]
    units: list[Attendant]
    other_tasks: list[TaskRow]
    """Tasks of this meeting whose requirement is not shown, as with minutes."""
    other_count: int

    def requirement(self, number: int) -> Requirement:
        return self.requirements[number - 1]


def meeting_facts(slug: str) -> MeetingFacts | None:
    """The released meeting with that slug, or none."""
    found = meeting_rows(Meeting.objects.public().filter(slug=slug))
    if not found:
        return None
    meeting = found[0]
    version = _readable_version(meeting.pk)
    directives = _directives(meeting.pk)
    sources = list(
        public_values(
            public_sources().filter(directive__meeting=meeting.pk).order_by("task"),
            "directive", "task", "version", "start", "end",
        )
    )  # fmt: skip
    tasks_of: dict[int, list[int]] = defaultdict(list)
    for source in sources:
        tasks_of[source["directive"]].append(source["task"])
    shown = {directive["pk"] for directive in directives}
    others = sorted({source["task"] for source in sources if source["directive"] not in shown})
    rows = _rows_shown(tasks_of, shown, others)
    marks = _marks(directives, tasks_of, version)
    return MeetingFacts(
        meeting=meeting,
        report=_report(version, marks),
        requirements=[
            _requirement(number, directive, tasks_of[directive["pk"]], rows, {mark.number for mark in marks})
            for number, directive in enumerate(directives, 1)
        ],
        people=_attendants(meeting.pk, is_unit=False) if version else [],
        units=_attendants(meeting.pk, is_unit=True) if version else [],
        other_tasks=[rows[pk] for pk in others if pk in rows],
        other_count=len(others),
    )


def _readable_version(meeting: int) -> dict[str, Any] | None:
    """The newest version of the report, if it is one that the public may read."""
    newest = ReportVersion.objects.filter(meeting=meeting).order_by("-number").values("pk")[:1]
    readable = ReportVersion.objects.filter(
        pk__in=list(newest.values_list("pk", flat=True)),
        source_kind=ReportVersion.Source.NEWS,
        secrecy=ReportVersion.Secrecy.PUBLISHED,
    )
    return public_values(readable, "pk", "text", "source_name", "source_url", "published_on").first()


def _directives(meeting: int) -> "QuerySet[Any, dict[str, Any]]":
    directives = Directive.objects.public().filter(meeting=meeting).order_by("order", "pk")
    return public_values(
        directives, "pk", "headline", "text", "kind", "speaker__name", "quotation", "version", "start", "end"
    )


def _rows_shown(tasks_of: dict[int, list[int]], shown: set[int], others: list[int]) -> dict[int, TaskRow]:
    """Rows of the tasks that have a place on the page; the rest is a link away."""
    wanted = {pk for directive in shown for pk in tasks_of[directive][:TASKS_A_DIRECTIVE]}
    wanted |= set(others[:TASKS_WITHOUT_TEXT])
    return {row.pk: row for row in task_rows(Task.objects.public().filter(pk__in=wanted).by_theme())}


def _requirement(
    number: int, directive: dict[str, Any], tasks: list[int], rows: dict[int, TaskRow], marked: set[int]
) -> Requirement:
    kind = Directive.Kind(directive["kind"])
    return Requirement(
        number=number,
        headline=directive["headline"],
        text=directive["text"],
        kind="" if kind == Directive.Kind.DIRECTIVE else str(kind.label),
        speaker=directive["speaker__name"] or "",
        tasks=[rows[pk] for pk in tasks if pk in rows][:TASKS_A_DIRECTIVE],
        task_count=len(tasks),
        in_text=number in marked,
    )


def _marks(
    directives: "QuerySet[Any, dict[str, Any]]",
    tasks_of: dict[int, list[int]],
    version: dict[str, Any] | None,
) -> list[Mark]:
    """Places of the requirements that are anchored in the version shown."""
    if version is None:
        return []
    return [
        Mark(number, directive["start"], directive["end"], charged=bool(tasks_of[directive["pk"]]))
        for number, directive in enumerate(directives, 1)
        if directive["version"] == version["pk"]
    ]


def _report(version: dict[str, Any] | None, marks: list[Mark]) -> Report | None:
    if version is None:
        return None
    text = reading_text(version["text"], marks)
    return Report(
        text.paragraphs,
        text.was_tidied,
        version["source_name"],
        version["source_url"],
        version["published_on"],
    )


def _attendants(meeting: int, *, is_unit: bool) -> list[Attendant]:
    rows = public_values(
        Attendance.objects.filter(meeting=meeting, is_unit=is_unit, meeting__released_at__isnull=False),
        "name", "posts", "attended", "chaired", "spoke", "directed",
        "department__slug", "department__short_name",
    )  # fmt: skip
    return [_attendant(row) for row in rows]


def _attendant(row: dict[str, Any]) -> Attendant:
    acts = [("chaired", "主持"), ("directed", "提出要求"), ("spoke", "发言")]
    words = [word for name, word in acts if row[name]]
    if not row["attended"] and not words:
        words = ["未参加"]
    unit = (
        UnitLink(row["department__slug"], row["department__short_name"]) if row["department__slug"] else None
    )
    return Attendant(row["name"], row["posts"], "、".join(words), unit)
