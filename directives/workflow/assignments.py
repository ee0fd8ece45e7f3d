"""签收、申请办结、审核: the acts on one unit's share of a task."""

from django.db import transaction
from django.utils import timezone

from .. import events
from ..errors import Incomplete
from ..events import Actor
from ..models import Event, Task, TaskAssignment
from ..statuses import counting, status_of
from .locks import lock_assignment
from .notices import note_signed
from .rules import check_assignment

State = TaskAssignment.State


def acknowledge(assignment: TaskAssignment, *, by: Actor) -> TaskAssignment:
    """签收 by a liaison or head of the unit; the clock of work starts."""
    with transaction.atomic():
        assignment = lock_assignment(assignment.pk)
        check_assignment("acknowledge", assignment, by)
        assignment.state, assignment.acknowledged_at = State.IN_PROGRESS, by.moment
        assignment.save(update_fields=["state", "acknowledged_at"])
        note_signed(assignment, by)
        log(assignment, Event.Kind.ACKNOWLEDGE, by)
        follow(assignment.task, by)
        return assignment


def hand_in(assignment: TaskAssignment, statement: str, *, by: Actor) -> TaskAssignment:
    """申请办结 by the unit's head; the day counts as the day of completion once accepted."""
    if not statement.strip():
        raise Incomplete(["请填写办结说明，写明完成了什么、有什么依据。"])
    with transaction.atomic():
        assignment = lock_assignment(assignment.pk)
        check_assignment("hand_in", assignment, by)
        assignment.state, assignment.handed_in_at = State.HANDED_IN, by.moment
        assignment.completion_statement, assignment.return_reason = statement.strip(), ""
        assignment.save(update_fields=["state", "handed_in_at", "completion_statement", "return_reason"])
        log(assignment, Event.Kind.HAND_IN, by, statement=assignment.completion_statement)
        follow(assignment.task, by)
        return assignment


def accept(assignment: TaskAssignment, *, by: Actor) -> TaskAssignment:
    """同意办结: finished on the day it was handed in, so that a slow reviewer makes nobody late."""
    with transaction.atomic():
        assignment = lock_assignment(assignment.pk)
        check_assignment("accept", assignment, by)
        assignment.state = State.DONE
        assignment.finished_on = timezone.localdate(
            assignment.handed_in_at
        )  # a constraint of 已报结: it has one
        assignment.progress = 100
        assignment.save(update_fields=["state", "finished_on", "progress"])
        log(assignment, Event.Kind.ACCEPT, by, finished_on=assignment.finished_on.isoformat())
        follow(assignment.task, by)
        return assignment


def send_back(assignment: TaskAssignment, reason: str, *, by: Actor) -> TaskAssignment:
    """退回补充, with a reason the unit can act on."""
    if not reason.strip():
        raise Incomplete(["请填写退回原因，写明还需要补充什么。"])
    with transaction.atomic():
        assignment = lock_assignment(assignment.pk)
        check_assignment("send_back", assignment, by)
        assignment.state, assignment.handed_in_at = State.IN_PROGRESS, None
        assignment.return_reason = reason.strip()
        assignment.save(update_fields=["state", "handed_in_at", "return_reason"])
        log(assignment, Event.Kind.SEND_BACK, by, reason=assignment.return_reason)
        follow(assignment.task, by)
        return assignment


def log(assignment: TaskAssignment, kind: Event.Kind, by: Actor, **data: object) -> None:
    """An act on an assignment belongs to its task's chain and names the unit."""
    events.append(
        Event.Subject.TASK,
        assignment.task_id,
        kind,
        by,
        unit=assignment.department.slug,
        unit_name=assignment.department.short_name,
        **data,
    )


def follow(task: Task, by: Actor) -> None:
    """Bring the task's status in line with its assignments; closes it when all that count are done."""
    assignments = list(task.assignments.select_related("department"))
    status = status_of(task.mode, assignments)
    if status == task.status:
        return
    task.status, task.updated_at = status, timezone.now()
    if status == Task.Status.CLOSED:
        _close(task, assignments, by)
    task.save(update_fields=["status", "closed_on", "updated_at"])


def _close(task: Task, assignments: list[TaskAssignment], by: Actor) -> None:
    """办结销号 on the day the last unit that counts finished; what supporting units still hold ends with it."""
    days = [a.finished_on for a in counting(task.mode, assignments) if a.finished_on]
    task.closed_on = max(days)
    ended = []
    for assignment in assignments:
        if assignment.state not in (State.DONE, State.ENDED):
            ended.append(assignment.department.slug)
            assignment.state = State.ENDED
            assignment.ended_on = task.closed_on
            assignment.ended_basis = "任务已办结销号"
            assignment.save(update_fields=["state", "ended_on", "ended_basis"])
    events.append(
        Event.Subject.TASK, task.pk, Event.Kind.CLOSE, by, closed_on=task.closed_on.isoformat(), ended=ended
    )
