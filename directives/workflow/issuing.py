"""交办: a batch of drafts with its recorded approval becomes numbered tasks with assignments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from departments.models import Department, UnitSet
from documents.models import NumberSeries
from documents.numbers import take

from .. import events
from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Approval, Batch, Charge, Event, Task, TaskAssignment
from .gaps import Charged, missing_for_issue
from .locks import lock_tasks
from .rules import OFFICE, require

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
    approver: str,
    words: str,
    approved_on: date,
    document_number: str = "",
    by: Actor,
) -> Batch:
    """Batch, approval given on paper, and issue in one act: all or nothing."""
    with transaction.atomic():
        batch = prepare_batch(tasks, title=title, document_number=document_number, by=by)
        record_approval(batch, approver=approver, words=words, approved_on=approved_on, by=by)
        return issue(batch, by=by)


def prepare_batch(tasks: Iterable[Task], *, title: str, document_number: str = "", by: Actor) -> Batch:
    """Put drafts together for approval; raises WrongState when one of them is no draft."""
    require(by, OFFICE)
    pks = [task.pk for task in tasks]
    if not pks:
        raise Incomplete(["请至少选择一项任务。"])
    if not title.strip():
        raise Incomplete(["请填写批次名称。"])
    with transaction.atomic():
        locked = lock_tasks(pks)
        for task in locked:
            if task.status != Task.Status.DRAFT:
                raise WrongState(f"任务“{task.title}”已经交办，请取消勾选。")
            if task.batch_id:
                raise WrongState(f"任务“{task.title}”已在另一批次“{task.batch}”中待交办。")
        batch = Batch(title=title.strip(), document_number=document_number.strip(), prepared_by=by.user)
        try:
            with transaction.atomic():
                batch.save()
        except IntegrityError:
            raise Conflict(f"文号“{batch.document_number}”已用过，请更换。") from None
        Task.objects.filter(pk__in=pks).update(batch=batch)
        return batch


def record_approval(
    batch: Batch,
    *,
    approver: str,
    words: str,
    approved_on: date,
    medium: str = Approval.Medium.PAPER,
    by: Actor,
) -> Approval:
    """Record who approved the batch, when and in which words; raises Incomplete for a gap."""
    require(by, OFFICE)
    problems = list(_gaps_of_approval(approver, words, approved_on))
    if problems:
        raise Incomplete(problems)
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.issued_at:
            raise WrongState("这一批次已经交办，不能再登记审批。")
        approval = Approval.objects.create(
            batch=batch,
            medium=medium,
            approver=approver.strip(),
            words=words.strip(),
            approved_on=approved_on,
            recorded_by=by.user,
        )
        events.append(
            Event.Subject.BATCH,
            batch.pk,
            Event.Kind.APPROVE,
            by,
            approver=approval.approver,
            words=approval.words,
            approved_on=approved_on.isoformat(),
            medium=medium,
            tasks=[[task.pk, task.title] for task in batch.tasks.order_by("pk")],
        )
        return approval


def _gaps_of_approval(approver: str, words: str, approved_on: date) -> Iterator[str]:
    if not approver.strip():
        yield "请填写审批人。"
    if not words.strip():
        yield "请填写审批意见。"
    if approved_on > timezone.localdate():
        yield "审批日期不能晚于今天。"


def issue(batch: Batch, *, by: Actor) -> Batch:
    """Number the batch and its tasks and give every unit its assignment, all or nothing.

    Raises Incomplete with one sentence per gap, WrongState when it was issued already. Unit sets expand to
    their members of the day of issue.
    """
    require(by, OFFICE)
    day = timezone.localdate(by.moment)
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.issued_at:
            raise WrongState("这一批次已经交办。")
        if not batch.approvals.exists():
            raise Incomplete(["这一批次还没有登记审批，登记后才能交办。"])
        tasks = lock_tasks(batch.tasks.values_list("pk", flat=True))
        if not tasks:
            raise Incomplete(["这一批次没有任务，不能交办。"])
        parts = _parts_or_refuse(tasks, day)
        _number(batch, tasks, day, by)
        _assign(tasks, parts)
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
    """One part for each unit: a unit's own charge before that of a set, the weightier role before the lighter."""
    parts: dict[int, Part] = {}
    for charge in sorted(charges, key=lambda c: (c.unit_set_id is not None, _WEIGHT[Charge.Role(c.role)])):
        for department in charged.units(charge):
            parts.setdefault(department.pk, Part(department, charge.role, charge.unit_set, charge.basis))
    return list(parts.values())


def _number(batch: Batch, tasks: list[Task], day: date, by: Actor) -> None:
    [number] = take(NumberSeries.Kind.BATCH, day.year)
    batch.number = f"交办〔{day.year}〕{number}号"
    batch.issued_on, batch.issued_at, batch.issued_by = day, by.moment, by.user
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


def _log_issue(batch: Batch, tasks: list[Task], parts: dict[int, list[Part]], by: Actor) -> None:
    for task in tasks:
        events.append(
            Event.Subject.TASK,
            task.pk,
            Event.Kind.ISSUE,
            by,
            number=task.number,
            batch=batch.number,
            title=task.title,
            due_on=task.due_on.isoformat() if task.due_on else None,
            units=[
                [part.department.slug, str(part.role), part.via.slug if part.via else ""]
                for part in parts[task.pk]
            ],
        )
    events.append(
        Event.Subject.BATCH,
        batch.pk,
        Event.Kind.ISSUE,
        by,
        number=batch.number,
        tasks=[task.number for task in tasks],
    )
