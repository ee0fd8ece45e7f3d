"""What of a meeting has no place in its newest report although it claims to come of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from meetings.models import Meeting

from ..models import Basis, Charge, Directive, Task, TaskSource

Row = Directive | TaskSource | Charge | Task


class What(StrEnum):
    """Whose place it is; of a task itself, its deadline's."""

    DIRECTIVE = "directive"
    SOURCE = "source"
    CHARGE = "charge"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A row whose words are not, or not for certain, in the newest report."""

    what: What
    row: Row

    @property
    def words(self) -> str:
        """The words as the older report, or whoever typed them, has them."""
        if isinstance(self.row, Charge):
            return self.row.words
        return self.row.due_text if isinstance(self.row, Task) else self.row.quotation

    @property
    def task(self) -> Task | None:
        """The task it belongs to; None for a directive."""
        if isinstance(self.row, Task):
            return self.row
        return None if isinstance(self.row, Directive) else self.row.task

    @property
    def may_be_dropped(self) -> bool:
        """Whether it may go altogether: only what nobody was given yet."""
        return self.task is not None and self.task.status == Task.Status.DRAFT


def unsettled(meeting: Meeting) -> list[Unsettled]:
    """All of it, directives first; four queries, however much there is."""
    return [Unsettled(what, row) for what in What for row in rows_without_place(meeting, what)]


def count_unsettled(meeting: Meeting) -> int:
    """How much of it there is, in one query."""
    directives, *others = (rows_without_place(meeting, what).order_by().values("pk") for what in What)
    return int(directives.union(*others, all=True).count())


def rows_without_place(meeting: Meeting, what: What) -> QuerySet[Any]:
    """The rows of one kind, with the task and the directive they belong to."""
    tasks = TaskSource.objects.filter(directive__meeting=meeting).order_by().values("task")
    if what == What.DIRECTIVE:
        return Directive.objects.filter(meeting=meeting, anchor_lost=True).order_by("order", "pk")
    if what == What.SOURCE:
        lost = TaskSource.objects.filter(directive__meeting=meeting, anchor_lost=True)
        return lost.select_related("task", "directive").order_by("directive__order", "pk")
    if what == What.CHARGE:
        charged = Charge.objects.filter(task__in=tasks, basis=Basis.TEXT, version=None)
        return charged.select_related("task", "department", "unit_set").order_by("task", "pk")
    return Task.objects.filter(pk__in=tasks, due_basis=Basis.TEXT, due_version=None).order_by("pk")
