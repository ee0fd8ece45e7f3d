"""Every act on a task or its assignments holds the task's row; one lock, one order, no deadlock."""

from collections.abc import Iterable

from ..errors import WrongState
from ..models import Batch, ProgressReport, Task, TaskAssignment


def lock_task(pk: int) -> Task:
    return Task.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_tasks(pks: Iterable[int]) -> list[Task]:
    """The tasks in order of their keys, so that two acts on overlapping sets wait for each other."""
    return list(Task.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


def lock_batch(pk: int) -> Batch:
    """The batch as it is now; taken before its tasks by every act on the whole of it. WrongState once it is gone."""
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if batch is None:
        raise WrongState("这一批次已经撤销，任务回到了待交办。")
    return batch


def lock_assignment(pk: int) -> TaskAssignment:
    """The assignment as it is now, read after its task's lock was taken, with that task on it."""
    task = lock_task(TaskAssignment.objects.values_list("task", flat=True).get(pk=pk))
    assignment = TaskAssignment.objects.select_related("department").get(pk=pk)
    assignment.task = task
    return assignment


def lock_report(pk: int) -> ProgressReport:
    """The report as it is now, with its locked assignment on it."""
    assignment = lock_assignment(ProgressReport.objects.values_list("assignment", flat=True).get(pk=pk))
    report = ProgressReport.objects.get(pk=pk)
    report.assignment = assignment
    return report
