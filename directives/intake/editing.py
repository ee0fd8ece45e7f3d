"""A draft task corrected after intake, before it is issued."""

from typing import Any

from django.db import transaction

from meetings.models import ReportVersion

from ..anchors import newest_version
from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Task
from ..workflow.locks import lock_task
from ..workflow.rules import OFFICE, require
from .checking import Problem, Report, check_task, known
from .confirming import Names, create_charges, task_fields
from .made import blank_task


class TaskProblems(Incomplete):
    """The task cannot be kept like this; `found` says where: `due_text`, `charges.0.unit`."""

    def __init__(self, found: list[Problem]) -> None:
        self.found = found
        super().__init__([problem.message for problem in found])


def stamp_of(task: Task) -> str:
    """What an edit must have seen: the task's last change and the report version that its places point into."""
    version = report_of(task)
    return f"{task.updated_at.isoformat()}/{version.pk if version else 0}"


def edit_task(
    task: Task, fields: dict[str, Any], charges: list[dict[str, Any]], *, by: Actor, seen: str | None = None
) -> Task:
    """Replace a draft's fields and charges by rows of the shape `blank_task` and `blank_charge` give.

    `seen` is the stamp that the editor's page was made with. Raises TaskProblems with what is wrong, WrongState
    once the task was issued, Conflict when it was changed since.
    """
    require(by, OFFICE)
    with transaction.atomic():
        task = lock_task(task.pk)
        if task.status != Task.Status.DRAFT:
            raise WrongState("任务已经交办，不能再这样修改。")
        if seen is not None and seen != stamp_of(task):
            raise Conflict("这项任务或报道刚刚在别处改过。您的修改还在本页，请对照最新内容后再保存。")
        version = report_of(task)
        row = blank_task() | fields | {"charges": charges} | passage_of(task)
        held = version.meeting.held_on if version and version.meeting else None
        report = Report(version.text if version else "", held)
        found = check_task("", row, report, known())
        wrong = [Problem(p.path.removeprefix("."), p.message) for p in found if p.blocking]
        if wrong:
            raise TaskProblems(wrong)
        names = Names()
        for field, value in task_fields(row, names, version).items():
            setattr(task, field, value)
        task.save()
        task.charges.all().delete()
        create_charges(task, charges, names, version)
        return task


def report_of(task: Task) -> ReportVersion | None:
    """The report in force that the task's words are looked for in; None for a task that comes of none."""
    for source in task.sources.select_related("directive__meeting"):
        meeting = source.directive.meeting
        version = newest_version(meeting) if meeting else None
        if version:
            return version
    return None


def passage_of(task: Task) -> dict[str, Any]:
    """The place and the words in that report which the task comes from."""
    source = task.sources.filter(version=report_of(task), version__isnull=False).first()
    if source is None:
        return {"start": None, "end": None, "quotation": ""}
    return {"start": source.start, "end": source.end, "quotation": source.quotation}
