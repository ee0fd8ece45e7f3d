"""A draft task corrected after intake, before it is issued."""

from typing import Any

from django.db import transaction

from meetings.models import ReportVersion

from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Task
from ..workflow.locks import lock_task
from ..workflow.rules import OFFICE, require
from .checking import check_task, known
from .confirming import Names, create_charges, task_fields
from .made import blank_task


def stamp_of(task: Task) -> str:
    """What an edit must have seen: the task's last change and the report version that its places point into."""
    version = _version_of(task)
    return f"{task.updated_at.isoformat()}/{version.pk if version else 0}"


def edit_task(
    task: Task, fields: dict[str, Any], charges: list[dict[str, Any]], *, by: Actor, seen: str | None = None
) -> Task:
    """Replace a draft's fields and charges by rows of the shape `blank_task` and `blank_charge` give.

    `seen` is the stamp that the editor's page was made with. Raises Incomplete with what is wrong, WrongState
    once the task was issued, Conflict when it was changed since.
    """
    require(by, OFFICE)
    row = blank_task() | fields | {"charges": charges, "start": None, "end": None, "quotation": ""}
    with transaction.atomic():
        task = lock_task(task.pk)
        if task.status != Task.Status.DRAFT:
            raise WrongState("任务已经交办，不能再这样修改。")
        if seen is not None and seen != stamp_of(task):
            raise Conflict("这项任务或报道刚刚在别处改过。您的修改还在本页，请对照最新内容后再保存。")
        version = _version_of(task)
        text = version.text if version else ""
        wrong = [p.message for p in check_task("task", row, text, known()) if p.blocking]
        if wrong:
            raise Incomplete(wrong)
        names = Names()
        for field, value in task_fields(row, names, version).items():
            setattr(task, field, value)
        task.save()
        task.charges.all().delete()
        create_charges(task, charges, names, version)
        return task


def _version_of(task: Task) -> ReportVersion | None:
    """The report version of the task's first anchored source."""
    source = task.sources.select_related("version").filter(version__isnull=False).first()
    return source.version if source else None
