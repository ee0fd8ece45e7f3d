"""What changed lately, from released facts alone."""

from django.db.models import QuerySet
from django.utils import timezone

from directives.models import Task
from directives.querysets import TaskQuerySet, public_reports
from publishing.public_fields import public_counts, public_values

from .addresses import task_url
from .rows import Entry

SHOWN = 8


def recent_changes() -> list[Entry]:
    """The newest public acts, the latest first; three queries."""
    tasks = Task.objects.public()
    entries = [*_reported(), *_finished(tasks), *_issued(tasks)]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)[:SHOWN]


def _reported() -> list[Entry]:
    rows: QuerySet = public_values(
        public_reports().order_by("-released_at", "-pk")[:SHOWN],
        "released_at", "public_text", "assignment__department__short_name",
        "assignment__task__number", "assignment__task__title",
    )  # fmt: skip
    return [
        Entry(
            day=timezone.localtime(row["released_at"]).date(),
            title="报送进展：",
            by=row["assignment__department__short_name"],
            body=row["public_text"],
            href=task_url(row["assignment__task__number"]),
            link=row["assignment__task__title"],
        )
        for row in rows
    ]


def _finished(tasks: TaskQuerySet) -> list[Entry]:
    closed = tasks.filter(closed_on__isnull=False).order_by("-closed_on", "-pk")[:SHOWN]
    return [
        Entry(row["closed_on"], "任务完成：", done=True, href=task_url(row["number"]), link=row["title"])
        for row in public_values(closed, "closed_on", "number", "title")
    ]


def _issued(tasks: TaskQuerySet) -> list[Entry]:
    days = public_counts(tasks, "issued_on").order_by("-issued_on")[:3]
    return [Entry(row["issued_on"], f"当日交办的任务，已公开 {row['count']} 项。") for row in days]
