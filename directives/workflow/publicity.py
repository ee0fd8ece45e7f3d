"""公开属性: whether the public may read a task at all. Decided by the releaser, with a reason unless it is yes."""

from collections.abc import Sequence

from django.db import transaction

from departments.models import Role
from publishing.models import Release

from .. import events
from ..errors import Incomplete, WrongState
from ..events import Actor
from ..models import Event, Task
from .locks import lock_tasks
from .rules import require

ON_INITIATIVE = Release.Publicity.ON_INITIATIVE
LONGEST_REASON = 200


def set_publicity(tasks: Sequence[Task], publicity: str, reason: str, *, by: Actor) -> list[Task]:
    """Decide for issued tasks, all of them or none; returns them as they are now.

    A reason is required for what the public is not given unasked; it stays in the event. Raises Incomplete
    without one, WrongState for a draft, for a released task that would have to be withdrawn first, and where
    nothing would change.
    """
    require(by, (Role.RELEASER,))
    reason = reason.strip()
    _check_words(publicity, reason)
    with transaction.atomic():
        locked = lock_tasks(task.pk for task in tasks)
        if not locked:
            raise Incomplete(["请勾选至少一项任务。"])
        was = {task.pk: str(task.publicity) for task in locked}
        for task in locked:
            _check_state(task, publicity, reason)
            task.publicity = publicity
            task.save(update_fields=["publicity"])
        events.append_each(
            Event.Subject.TASK,
            Event.Kind.SET_PUBLICITY,
            by,
            {pk: {"publicity": publicity, "was": before, "reason": reason} for pk, before in was.items()},
        )
        return locked


def check_may_be_public(task: Task) -> None:
    """Raise WrongState for a task that was decided not to be released unasked."""
    refusal = why_not_public(task)
    if refusal:
        raise WrongState(refusal)


def why_not_public(task: Task) -> str:
    """The sentence for a task whose 公开属性 forbids its release; "" for one undecided or 主动公开."""
    if task.publicity in ("", ON_INITIATIVE):
        return ""
    word = task.get_publicity_display()
    return (
        f"任务“{task.title}”的公开属性是“{word}”，不能对外公开。确需公开的，请先改为“{ON_INITIATIVE.label}”。"
    )


def _check_words(publicity: str, reason: str) -> None:
    if publicity not in Release.Publicity.values:
        raise Incomplete(["请选择公开属性。"])
    if publicity != ON_INITIATIVE and not reason:
        raise Incomplete([f"请填写理由：为什么{Release.Publicity(publicity).label}。"])
    if len(reason) > LONGEST_REASON:
        raise Incomplete([f"理由最多 {LONGEST_REASON} 字，请缩短。"])


def _check_state(task: Task, publicity: str, reason: str) -> None:
    word = Release.Publicity(publicity).label
    if task.status == Task.Status.DRAFT:
        raise WrongState(f"任务“{task.title}”尚未交办，交办后再确定公开属性。")
    if task.released_at and publicity != ON_INITIATIVE:
        raise WrongState(f"任务“{task.title}”已经公开。请先撤回，再改为“{word}”。")
    # A new reason for the same decision is a new act; without one there is nothing to record.
    if task.publicity == publicity and (publicity == ON_INITIATIVE or not reason):
        raise WrongState(f"任务“{task.title}”的公开属性已是“{word}”，无需更改。")
