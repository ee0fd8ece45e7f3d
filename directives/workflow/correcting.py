"""A slip of the pen in an issued task: its words are put right, what they were stays in the task's record."""

from django.db import transaction

from .. import events
from ..errors import Incomplete, WrongState
from ..events import Actor
from ..models import Event, Task
from .locks import lock_task
from .rules import OFFICE, require


def correct_task(task: Task, *, title: str, measures: str, by: Actor) -> Task:
    """Other words for an issued task. The 交办单 goes on saying what was given on the day of issue.

    Raises Incomplete without a title, WrongState for a draft, which is edited, and for what the public reads.
    """
    require(by, OFFICE)
    if not title.strip():
        raise Incomplete(["请填写任务名称。"])
    with transaction.atomic():
        task = lock_task(task.pk)
        if task.status == Task.Status.DRAFT:
            raise WrongState("任务还没有交办，请直接修改。")
        if task.released_at:
            raise WrongState("任务已公开，请公开审查人先撤回，再更正。")
        said = (("任务", task.title, title.strip()), ("措施", task.measures, measures.strip()))
        changed = [f"{name}由“{before}”更正为“{now}”。" for name, before, now in said if before != now]
        if changed:
            task.title, task.measures = title.strip(), measures.strip()
            task.save(update_fields=["title", "measures", "updated_at"])
            events.append(Event.Subject.TASK, task.pk, Event.Kind.CORRECT, by, what="".join(changed))
        return task
