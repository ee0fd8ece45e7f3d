"""A draft task corrected after intake, before it is issued."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from meetings.models import ReportVersion

from ..anchors import newest_version
from ..breakdown import BreakdownRow, rows_of_tasks
from ..cells import CellReader
from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Charge, Task
from ..unit_keys import SET
from ..workflow.approval_chain import changes_of
from ..workflow.batching import note
from ..workflow.gaps import date_gap, owner_gap
from ..workflow.locks import lock_batch, lock_task
from ..workflow.rules import OFFICE, require
from .checking import Problem, Report, check_task, known
from .confirming import Names, create_charges, task_fields
from .made import blank_task
from .sources.checking import ends_late
from .sources.stored import counts_from, last_day_of


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
    task: Task,
    fields: dict[str, Any],
    charges: list[dict[str, Any]],
    *,
    by: Actor,
    seen: str | None = None,
    noted: bool = False,
) -> Task:
    """Replace a draft's fields and charges by rows of the shape `blank_task` and `blank_charge` give.

    `seen` is the stamp that the editor's page was made with. What changed in a row that leaders approved or units were
    asked about is added to its batch's record, unless the caller has `noted` it. Raises TaskProblems with what is
    wrong, WrongState once the task was issued, Conflict when it was changed since.
    """
    require(by, OFFICE)
    with transaction.atomic():
        key = Task.objects.values_list("batch", flat=True).get(pk=task.pk)
        batch = lock_batch(key) if key else None
        task = lock_task(task.pk)
        if task.batch_id != key:
            raise Conflict("这项任务刚刚加入或移出了批次。您的修改还在本页，请再保存一次。")
        before = _table_row(task)
        if task.status != Task.Status.DRAFT:
            raise WrongState("任务已经交办，不能再这样修改。")
        if seen is not None and seen != stamp_of(task):
            raise Conflict("这项任务或报道刚刚在别处改过。您的修改还在本页，请对照最新内容后再保存。")
        version = report_of(task)
        row = blank_task() | fields | {"charges": charges} | passage_of(task)
        met = version.meeting.held_on if version and version.meeting else None
        report = Report(version.text if version else "", counts_from(version), met)
        late = ends_late("", row, last_day_of(task))
        found = [*check_task("", row, report, known()), *(Problem(*one) for one in late)]
        wrong = [Problem(p.path.removeprefix("."), p.message) for p in found if p.blocking]
        if wrong:
            raise TaskProblems(wrong)
        names = Names()
        if task.responsible_leader:  # of several of the same name the one who was chosen
            names.officials[task.responsible_leader.name] = task.responsible_leader
        for field, value in task_fields(row, names, version).items():
            setattr(task, field, value)
        task.save()
        task.charges.all().delete()
        create_charges(task, charges, names, version)
        if batch and not noted:
            changes = [f"{one}。" for one in changes_of({before.key: before.approved}, [_table_row(task)])]
            if changes:
                note(batch, "".join(changes), by)
        return task


def _table_row(task: Task) -> BreakdownRow:
    [row] = rows_of_tasks(Task.objects.filter(pk=task.pk).select_related("responsible_leader", "theme"))
    return row


def change_cell(task: Task, column: str, words: str, reader: CellReader, *, by: Actor) -> Task:
    """One cell of a draft task as somebody proposed it, through the same checks as any other edit.

    Raises CellProblem for a cell that cannot be read, TaskProblems for one that does not fit the task or would
    keep it from being issued. A task that lacks a lead may still get a supporting unit.
    """
    row = row_of(task)
    before = _gap(row, column)
    reader.decide(row, column, words)
    gap = _gap(row, column)
    if gap and not (before and column == "supporting"):
        raise TaskProblems([Problem(column, gap)])
    charges = row.pop("charges")
    return edit_task(task, row, charges, by=by, noted=True)  # as an answer to whoever proposed it


def _gap(row: dict[str, Any], column: str) -> str:
    """What the column's part of a row lacks for being issued today; the draft itself might wait for it."""
    if column == "due":
        due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
        return date_gap(row["nature"], due_on, timezone.localdate())
    if column in ("lead", "supporting"):
        units = [(one["role"], one["unit"].startswith(SET)) for one in row["charges"] if one["unit"]]
        return owner_gap(row["mode"], units)
    return ""


def row_of(task: Task) -> dict[str, Any]:
    """The stored task in the shape of a draft's row, its charges included."""
    return {
        "title": task.title,
        "measures": task.measures,
        "theme": task.theme.slug if task.theme else "",
        "nature": task.nature,
        "mode": task.mode,
        "responsible_leader": task.responsible_leader.name if task.responsible_leader else "",
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "due_basis": task.due_basis,
        "due_text": task.due_text,
        "sign_by": task.sign_by.isoformat() if task.sign_by else "",
        "report_cycle": task.report_cycle,
        "report_day": str(task.report_day or ""),
        "charges": [_charge(charge) for charge in task.charges.select_related("department", "unit_set")],
    }


def _charge(charge: Charge) -> dict[str, Any]:
    unit = charge.department.slug if charge.department else ""
    return {
        "role": charge.role,
        "unit": f"{SET}{charge.unit_set.slug}" if charge.unit_set else unit,
        "words": charge.words,
        "basis": charge.basis,
        "start": charge.start,
        "end": charge.end,
    }


def report_of(task: Task) -> ReportVersion | None:
    """The report in force that the task's words are looked for in; None for a task that comes of none."""
    for source in task.sources.select_related("directive__meeting", "directive__document"):
        origin = source.directive.origin
        version = newest_version(origin) if origin else None
        if version:
            return version
    return None


def passage_of(task: Task) -> dict[str, Any]:
    """The place and the words in that report which the task comes from."""
    source = task.sources.filter(version=report_of(task), version__isnull=False).first()
    if source is None:
        return {"start": None, "end": None, "quotation": ""}
    return {"start": source.start, "end": source.end, "quotation": source.quotation}
