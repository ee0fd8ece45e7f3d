"""A draft task corrected after intake, before it is issued."""

from typing import Any

from django.db import transaction

from ..errors import Incomplete, WrongState
from ..events import Actor
from ..models import Task
from ..workflow.locks import lock_task
from ..workflow.rules import OFFICE, require
from .checking import check_task, known
from .confirming import Names, create_charges, task_fields
from .made import blank_task


def edit_task(task: Task, fields: dict[str, Any], charges: list[dict[str, Any]], *, by: Actor) -> Task:
    """Replace a draft's fields and charges by rows of the shape `blank_task` and `blank_charge` give.

    Raises Incomplete with what is wrong, WrongState once the task was issued.
    """
    require(by, OFFICE)
    row = blank_task() | fields | {"charges": charges, "start": None, "end": None, "quotation": ""}
    with transaction.atomic():
        task = lock_task(task.pk)
        if task.status != Task.Status.DRAFT:
            raise WrongState("任务已经交办，不能再这样修改。")
        version = _version_of(task)
        text = version.text if version else ""
        wrong = [p.message for p in check_task("task", row, text, known()) if p.blocking]
        if wrong:
            raise Incomplete(wrong)
        names = Names()
        for field, value in task_fields(row, names).items():
            setattr(task, field, value)
        task.save()
        task.charges.all().delete()
        create_charges(task, charges, names, version)
        return task


def _version_of(task: Task) -> Any:
    source = task.sources.select_related("version").filter(version__isnull=False).first()
    return source.version if source else None
