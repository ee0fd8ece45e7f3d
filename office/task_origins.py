"""Tasks by the meeting or document they came of, for lists that hold tasks of many."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from directives.models import Task
from meetings.models import Meeting, SourceDocument


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Tasks of one meeting or document; those of neither have no origin."""

    origin: Meeting | SourceDocument | None
    tasks: list[Task] = field(default_factory=list)

    @property
    def name(self) -> str:
        if isinstance(self.origin, Meeting):
            return f"{self.origin.name}（{self.origin.held_on}）"
        if self.origin is not None:
            return f"来文：{self.origin.title}（{self.origin.received_on}）"
        return "没有会议或来文的任务"


def by_origin(tasks: Sequence[Task]) -> list[OriginGroup]:
    """The tasks in their order, grouped by where their first source comes from, the newest group first; those without
    any last. A fixed number of queries."""
    prefetch_related_objects(tasks, "sources__directive__meeting", "sources__directive__document")
    groups: dict[tuple[str, int], OriginGroup] = {}
    for task in tasks:
        origin = _origin_of(task)
        key = (type(origin).__name__, origin.pk) if origin else ("", 0)
        groups.setdefault(key, OriginGroup(origin)).tasks.append(task)
    return sorted(groups.values(), key=lambda one: (one.origin is None, -max(task.pk for task in one.tasks)))


def _origin_of(task: Task) -> Meeting | SourceDocument | None:
    sources = sorted(task.sources.all(), key=lambda source: source.pk)
    origins = (source.directive.meeting or source.directive.document for source in sources)
    return next((origin for origin in origins if origin), None)
