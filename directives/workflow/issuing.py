"""交办: a batch of drafts with its recorded approval becomes numbered tasks with assignments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from departments.models import Department, Official, UnitSet
from documents.models import NumberSeries
from documents.numbers import take

from .. import events
from ..errors import Incomplete, WrongState
from ..events import Actor
from ..models import Batch, Charge, Event, Notice, Task, TaskAssignment
from .approval_steps import approval_steps
from .approving import record_approval, refuse_unapproved
from .batching import prepare_batch, save_with_number
from .commenting import refuse_unsettled
from .gaps import Charged, missing_for_issue
from .locks import lock_batch, lock_tasks
from .rules import OFFICE, require

_NUMBER = re.compile(r"(.*?)(\d+)(\D*)")
# A unit charged twice, by name and as a member of a set, keeps its weightiest part.
_WEIGHT = {
    Charge.Role.LEAD: 0,
    Charge.Role.COLLATING: 1,
    Charge.Role.RESPONSIBLE: 2,
    Charge.Role.SUPPORTING: 3,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit will be given."""

    department: Department
    role: str
    via: UnitSet | None
    basis: str


def issue_tasks(
    tasks: Iterable[Task],
    *,
    title: str,
    approver: Official | str,
    words: str,
    approved_on: date,
    document_number: str = "",
    by: Actor,
) -> Batch:
    """Batch, the same approval on paper for every step, and issue in one act: all or nothing.

    For commands and tests; people go through the batch's own page, step by step.
    """
    with transaction.atomic():
        batch = prepare_batch(tasks, title=title, document_number=document_number, by=by)
        for _ in approval_steps():
            record_approval(batch, approver=approver, words=words, approved_on=approved_on, by=by)
        return issue(batch, by=by)


def next_document_number(day: date) -> str:
    """The 文号 after the last one of the year, as a proposal; "" when none was used yet."""
    used = Batch.objects.filter(issued_on__year=day.year).exclude(document_number="")
    last = used.order_by("-issued_at", "-pk").values_list("document_number", flat=True).first()
    found = _NUMBER.fullmatch(last or "")
    if found is None:
        return ""
    taken = set(Batch.objects.values_list("document_number", flat=True))
    numbers = (f"{found[1]}{number}{found[3]}" for number in count(int(found[2]) + 1))
    return next(number for number in numbers if number not in taken)


def issue(batch: Batch, *, document_number: str | None = None, by: Actor) -> Batch:
    """Number the batch and its tasks, give every unit its assignment and one notice: all or nothing.

    `document_number` is the 文号 of the office's own register, None to leave it as it is.

    Raises Incomplete with one sentence per gap, also while units are asked or wait for an answer, WrongState when it
    was issued already. Unit sets expand to their members of the day of issue.
    """
    require(by, OFFICE)
    moment = by.moment
    day = timezone.localdate(moment)
    with transaction.atomic():
        batch = lock_batch(batch.pk)
        if batch.issued_at:
            raise WrongState("这一批次已经交办。")
        tasks = lock_tasks(batch.tasks.values_list("pk", flat=True))
        if not tasks:
            raise Incomplete(["这一批次没有任务，不能交办。"])
        refuse_unapproved(batch)
        refuse_unsettled(batch, by)
        parts = _parts_or_refuse(tasks, day)
        if document_number is not None:
            save_with_number(batch, document_number)
        _number(batch, tasks, moment, by)
        _assign(tasks, parts)
        _notify(batch, parts, moment)
        _log_issue(batch, tasks, parts, by)
        return batch


def _parts_or_refuse(tasks: list[Task], day: date) -> dict[int, list[Part]]:
    charged = Charged(tasks, day)
    missing = missing_for_issue(tasks, day, charged)
    for task in tasks:
        if task.status != Task.Status.DRAFT:
            raise WrongState(f"任务“{task.title}”已经交办。")
    problems = [f"“{task.title}”：{gap}" for task in tasks for gap in missing[task.pk]]
    if problems:
        raise Incomplete(problems)
    return {task.pk: _parts(charged.of[task.pk], charged) for task in tasks}


def _parts(charges: list[Charge], charged: Charged) -> list[Part]:
    """One part for each unit: the weightier role before the lighter, a unit's own charge before that of its set."""
    parts: dict[int, Part] = {}
    for charge in sorted(charges, key=lambda c: (_WEIGHT[Charge.Role(c.role)], c.unit_set_id is not None)):
        for department in charged.units(charge):
            parts.setdefault(department.pk, Part(department, charge.role, charge.unit_set, charge.basis))
    return list(parts.values())


def _number(batch: Batch, tasks: list[Task], moment: datetime, by: Actor) -> None:
    day = timezone.localdate(moment)
    [number] = take(NumberSeries.Kind.BATCH, day.year)
    batch.number = f"交办〔{day.year}〕{number}号"
    batch.issued_on, batch.issued_at, batch.issued_by = day, moment, by.user
    batch.save(update_fields=["number", "issued_on", "issued_at", "issued_by"])
    for task, number in zip(tasks, take(NumberSeries.Kind.TASK, day.year, len(tasks)), strict=True):
        task.number = f"{day.year}-{number:03d}"
        task.status, task.issued_on, task.updated_at = Task.Status.ISSUED, day, timezone.now()
    Task.objects.bulk_update(tasks, ["number", "status", "issued_on", "updated_at"])


def _assign(tasks: list[Task], parts: dict[int, list[Part]]) -> None:
    TaskAssignment.objects.bulk_create(
        TaskAssignment(
            task=task,
            department=part.department,
            role=part.role,
            via=part.via,
            basis=part.basis,
            sign_by=task.sign_by,
            due_on=task.due_on,
            original_due_on=task.due_on,
        )
        for task in tasks
        for part in parts[task.pk]
    )


def _notify(batch: Batch, parts: dict[int, list[Part]], moment: datetime) -> None:
    """One notice for each unit, however many tasks it was given."""
    units = {part.department.pk: part.department for given in parts.values() for part in given}
    Notice.objects.bulk_create(
        Notice(batch=batch, department=unit, sent_at=moment) for unit in units.values()
    )


def _log_issue(batch: Batch, tasks: list[Task], parts: dict[int, list[Part]], by: Actor) -> None:
    issued: dict[int, dict[str, Any]] = {
        task.pk: {
            "number": task.number,
            "batch": batch.number,
            "title": task.title,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "units": [
                [part.department.slug, str(part.role), part.via.slug if part.via else ""]
                for part in parts[task.pk]
            ],
        }
        for task in tasks
    }
    events.append_each(Event.Subject.TASK, Event.Kind.ISSUE, by, issued)
    events.append(
        Event.Subject.BATCH,
        batch.pk,
        Event.Kind.ISSUE,
        by,
        number=batch.number,
        tasks=[task.number for task in tasks],
    )
