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


def missing_for_issue(task: Task, day: date) -> list[str]:
    """What the task still lacks for being issued that day, a Chinese sentence each."""
    charges = list(task.charges.select_related("department", "unit_set"))
    problems = _missing_owner(task, charges)
    if task.nature == Task.Nature.FIXED_TERM and task.due_on is None:
        problems.append("限期任务需要完成时限；没有时限的请改为“长期坚持”。")
    if task.nature == Task.Nature.STANDING and task.due_on:
        problems.append("长期坚持的任务没有完成时限；请清除时限，或改为“限期”。")
    if task.due_on and task.due_on < day:
        problems.append("完成时限早于交办日期，请重新拟定。")
    for charge in charges:
        if not charge.is_resolved:
            problems.append(f"“{charge.words}”未指明单位，请选定单位或删除这一项。")
        elif charge.unit_set and not charge.unit_set.members_on(day).exists():
            problems.append(f"“{charge.unit_set}”没有成员单位，请先在后台补充成员。")
        elif charge.department and not charge.department.holds_on(day):
            problems.append(f"“{charge.department}”当日已不存续，请改为承继单位。")
    return problems


def _missing_owner(task: Task, charges: list[Charge]) -> list[str]:
    resolved = [charge for charge in charges if charge.is_resolved]
    leads = [charge for charge in resolved if charge.role == Charge.Role.LEAD]
    if not resolved:
        return ["还没有责任单位，请选择。"]
    if any(lead.unit_set_id for lead in leads):
        return ["牵头的应是一个单位，不能是责任单位组；请改选单位，或改为“各自负责”。"]
    if task.mode == Task.Mode.SINGLE_LEAD and len(leads) != 1:
        return ["单一牵头的任务需要且只能有一个牵头单位。"]
    if task.mode == Task.Mode.JOINT_LEAD and len(leads) < 2:
        return ["共同牵头的任务需要两个以上牵头单位。"]
    if task.mode == Task.Mode.EACH and leads:
        return ["各自负责的任务没有牵头单位，请把“牵头”改为“责任”或“汇总”。"]
    if task.mode == Task.Mode.EACH and not any(c.role == Charge.Role.RESPONSIBLE for c in resolved):
        return ["各自负责的任务需要至少一个责任单位或责任单位组。"]
    return []


def _parts_or_refuse(tasks: list[Task], day: date) -> dict[int, list[Part]]:
    problems = []
    for task in tasks:
        if task.status != Task.Status.DRAFT:
            raise WrongState(f"任务“{task.title}”已经交办。")
        problems += [f"“{task.title}”：{problem}" for problem in missing_for_issue(task, day)]
    if problems:
        raise Incomplete(problems)
    members: dict[int, list[Department]] = {}
    return {task.pk: _parts(task, day, members) for task in tasks}


def _parts(task: Task, day: date, members: dict[int, list[Department]]) -> list[Part]:
    parts: dict[int, Part] = {}
    charges = sorted(
        task.charges.select_related("department", "unit_set"),
        key=lambda charge: (charge.unit_set_id is not None, _WEIGHT[Charge.Role(charge.role)]),
    )
    for charge in charges:
        given = [charge.department] if charge.department else []
        if charge.unit_set:
            if charge.unit_set.pk not in members:
                members[charge.unit_set.pk] = list(charge.unit_set.members_on(day))
            given = members[charge.unit_set.pk]
        for department in given:
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
