"""交办批次 in preparation: drafts come together, join, leave, and are free again when the batch is given up.

Once a batch has a record (units were asked, leaders approved), what happens to it is added to that record.
"""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import events
from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Batch, Event, Task
from .approval_chain import AGAIN, GIVEN, approval_chain
from .locks import lock_batch, lock_tasks
from .rules import OFFICE, require


def prepare_batch(tasks: Iterable[Task], *, title: str, document_number: str = "", by: Actor) -> Batch:
    """Put drafts together for approval; raises WrongState when one of them is no draft or has a batch."""
    require(by, OFFICE)
    pks = [task.pk for task in tasks]
    with transaction.atomic():
        _refuse_taken(pks)
        batch = Batch(title=_titled(title), prepared_by=by.user, prepared_at=by.moment)
        save_with_number(batch, document_number)
        Task.objects.filter(pk__in=pks).update(batch=batch)
        return batch


def join_batch(batch: Batch, tasks: Iterable[Task], *, by: Actor) -> Batch:
    """Add drafts to a batch in preparation; what was approved before is asked for again."""
    require(by, OFFICE)
    pks = [task.pk for task in tasks]
    with transaction.atomic():
        batch = _in_preparation(batch)
        joined = _refuse_taken(pks)
        Task.objects.filter(pk__in=pks).update(batch=batch, updated_at=by.moment)
        note(batch, "加入" + _named(joined), by)
        return batch


def leave_batch(batch: Batch, task: Task, *, by: Actor) -> Batch:
    """Take a task out of a batch in preparation; it is a draft like any other then."""
    require(by, OFFICE)
    with transaction.atomic():
        batch = _in_preparation(batch)
        leaving = [one for one in lock_tasks([task.pk]) if one.batch_id == batch.pk]
        if not leaving:
            raise WrongState(f"任务“{task.title}”不在这一批次里。")
        Task.objects.filter(pk=task.pk).update(batch=None)
        _changed(batch, by)
        note(batch, "移出" + _named(leaving), by)
        return batch


def rename_batch(batch: Batch, title: str, *, by: Actor) -> Batch:
    """Another title for a batch that is still being prepared; one that somebody approved keeps its own."""
    require(by, OFFICE)
    with transaction.atomic():
        batch = _in_preparation(batch)
        if any(one.state in (GIVEN, AGAIN) for one in approval_chain(batch).steps):
            raise WrongState("领导审批的是现在这个名称，不能再改。确需改名，请由领导退回后再改。")
        before, batch.title = batch.title, _titled(title)
        if batch.title != before:
            batch.save(update_fields=["title"])
            _changed(batch, by)
            note(batch, f"名称由“{before}”改为“{batch.title}”。", by)
        return batch


def dissolve_batch(batch: Batch, *, by: Actor) -> None:
    """Give a batch in preparation up: its tasks are drafts outside any batch again.

    One that units were asked about or leaders approved stays, empty, for the record. Raises WrongState while units
    are still being asked.
    """
    require(by, OFFICE)
    with transaction.atomic():
        batch = _in_preparation(batch)
        if batch.comment_rounds.open_on(timezone.localdate()).exists():
            raise WrongState("这一批次正在征求意见。请先结束征求意见，再撤销。")
        freed = lock_tasks(batch.tasks.values_list("pk", flat=True))
        batch.tasks.update(batch=None)
        if batch.approvals.exists() or batch.comment_rounds.exists():
            note(batch, "撤销批次，移出" + _named(freed), by)
        else:
            batch.delete()


def save_with_number(batch: Batch, document_number: str) -> None:
    """Save the batch with its 文号; raises Conflict when another has it."""
    batch.document_number = document_number.strip()
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:
        raise Conflict(f"文号“{batch.document_number}”已用过，请更换。") from None


def _in_preparation(batch: Batch) -> Batch:
    batch = lock_batch(batch.pk)
    if batch.issued_at:
        raise WrongState("这一批次已经交办，不能再改。")
    return batch


def _changed(batch: Batch, by: Actor) -> None:
    """A paper signed before this day is of another draft."""
    batch.changed_at = by.moment
    batch.save(update_fields=["changed_at"])


def _titled(title: str) -> str:
    if not title.strip():
        raise Incomplete(["请填写批次名称。"])
    return title.strip()


def _refuse_taken(pks: Sequence[int]) -> list[Task]:
    """The locked drafts; raises WrongState for one that is issued, or in a batch already."""
    if not pks:
        raise Incomplete(["请至少选择一项任务。"])
    locked = lock_tasks(pks)
    for task in locked:
        if task.status != Task.Status.DRAFT:
            raise WrongState(f"任务“{task.title}”已经交办，请取消勾选。")
        if task.batch_id:
            raise WrongState(f"任务“{task.title}”已在批次“{task.batch}”中待交办，请取消勾选。")
    return locked


def _named(tasks: Sequence[Task]) -> str:
    return "、".join(f"“{task.title}”" for task in tasks) + "。"


def note(batch: Batch, what: str, by: Actor) -> None:
    """Add to the record of a locked batch, if it has begun."""
    if Event.objects.filter(subject_kind=Event.Subject.BATCH, subject_id=batch.pk).exists():
        events.append(Event.Subject.BATCH, batch.pk, Event.Kind.EDIT, by, what=what)
