"""A meeting or a document as its page shows it: one part of its demands and tasks, and of its text, at a time.

A meeting may have thousands of tasks. Which rows there are is read as bare keys; whole records are read for the
shown part alone, so that a page costs the same however long the meeting is.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from directives.models import Directive, Task, TaskSource
from meetings.models import Meeting, ReportVersion, SourceDocument

from .parts import Part, parts_of
from .reading import Link, Piece, paragraphs

SIZE = 100


@dataclass(frozen=True, slots=True)
class Demand:
    """A directive with those of its tasks that the part shows, and the words the reader may read of it."""

    number: int
    directive: Directive
    tasks: list[Task]
    words: list[str]
    continued: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A directive, and one of its tasks if it has any."""

    number: int
    directive: int
    place: tuple[int, int] | None
    task: int | None


class MeetingPart:
    """What one reader sees of one part. `everything`: the reader may read all of the report and its demands."""

    def __init__(
        self,
        meeting: Meeting | SourceDocument,
        person: Any,
        version: ReportVersion | None,
        *,
        everything: bool,
        number: int,
        demand: int = 0,
    ) -> None:
        """The part with the number, or the one that holds a directive."""
        self.meeting, self.everything = meeting, everything
        self.text = version.text if version and everything else ""
        self.visible = Task.objects.visible_to(person)
        self.lines = self._lines(version)
        rows = [{"start": line.place[0] if line.place and self.text else None} for line in self.lines]
        self.parts = parts_of({"directives": rows, "attendance": []}, self.text, size=SIZE)
        # Where a directive goes on in a further part, the part where it begins.
        self._part_of = {self.lines[n].directive: part for part in reversed(self.parts) for n in part.demands}
        self.part = self._part_of.get(demand) or self.parts[min(max(number, 1), len(self.parts)) - 1]
        self.shown = [self.lines[n] for n in self.part.demands]
        self.tasks = tasks_among(self.visible, {line.task for line in self.shown if line.task})
        self.demands = self._demands()

    def _lines(self, version: ReportVersion | None) -> list[_Line]:
        """Every row of the meeting that the reader sees, in order."""
        sources = TaskSource.objects.filter(
            directive__in=self.meeting.directives.order_by().values("pk"),
            task__in=self.visible.order_by().values("pk"),
        )
        tasks: dict[int, list[int]] = defaultdict(list)
        for directive, task in sources.order_by("pk").values_list("directive_id", "task_id"):
            tasks[directive].append(task)
        found = []
        rows = self.meeting.directives.values_list("pk", "version_id", "start", "end")
        for number, (pk, version_pk, start, end) in enumerate(rows, 1):
            here = version and version_pk == version.pk
            place = (start, end) if here and start is not None and end is not None else None
            own: list[int | None] = [*tasks[pk]] or ([None] if self.everything else [])
            found += [_Line(number, pk, place, task) for task in own]
        return found

    def _demands(self) -> list[Demand]:
        by_pk = {task.pk: task for task in self.tasks}
        keys = {line.directive for line in self.shown}
        directives = Directive.objects.select_related("speaker").in_bulk(keys)
        said = self._said(keys, set(by_pk))
        first = self.lines[self.part.demands.start - 1].directive if self.part.demands.start else 0
        found = []
        for pk, lines in groupby(self.shown, lambda line: line.directive):
            group, directive = list(lines), directives[pk]
            whole = [directive.quotation or directive.text]
            # Of internal material a unit reads only what its own tasks quote.
            words = whole if self.everything else said[pk] or whole
            tasks = [by_pk[line.task] for line in group if line.task in by_pk]
            found.append(Demand(group[0].number, directive, tasks, words, pk == first))
        return found

    def _said(self, directives: set[int], tasks: set[int]) -> dict[int, list[str]]:
        """What the shown tasks quote of each directive, each once."""
        found: dict[int, list[str]] = defaultdict(list)
        sources = TaskSource.objects.filter(directive__in=directives, task__in=tasks).order_by("pk")
        for directive, words in sources.values_list("directive_id", "quotation"):
            if words and words not in found[directive]:
                found[directive].append(words)
        return found

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """The report's passage that stands beside this part's rows; its marks lead to the rows."""
        begin, end = self.part.text.start, self.part.text.stop
        places = {line.directive: line for line in self.lines if line.place}.values()
        marks = [
            (max(start, begin) - begin, min(stop, end) - begin, Link(f"要求 {line.number}", self._href(line)))
            for line in places
            for start, stop in [line.place or (0, 0)]
            if start < end and stop > begin
        ]
        return paragraphs(self.text[begin:end], marks)

    def _href(self, line: _Line) -> str:
        part = self._part_of[line.directive]
        return ("" if part is self.part else f"?part={part.number}") + f"#d{line.directive}"

    @property
    def query(self) -> str:
        """What follows the page's address to come back to this part; "" for the first."""
        return f"?part={self.part.number}" if self.part.number > 1 else ""

    @property
    def names(self) -> list[tuple[Part, str]]:
        """Every part with what to call it: the tasks it holds, counted through."""
        found, before = [], 0
        for part in self.parts:
            count = sum(self.lines[n].task is not None for n in part.demands)
            name = f"任务 {before + 1}–{before + count}" if count > 1 else f"第 {part.number} 部分"
            found.append((part, name))
            before += count
        return found


def tasks_among(visible: Any, keys: set[int]) -> list[Task]:
    """Those of the tasks that the reader sees, with all that a list of them shows."""
    return list(
        visible.filter(pk__in=keys)
        .select_related("theme", "responsible_leader")
        .prefetch_related("charges__department", "charges__unit_set")
        .order_by("pk")
    )
