"""The office's decision on one proposal: taken, which changes the draft task, or refused with a word back."""

from django.db import transaction
from django.utils import timezone

from documents.incoming_text import CONTROL

from ...breakdown import BreakdownRow, rows_of_tasks
from ...cells import CellProblem, CellReader, same_cell
from ...errors import Conflict, Incomplete, WrongState
from ...events import Actor
from ...models import Event, Proposal, Task
from ..locks import lock_task
from ..rules import OFFICE, require
from .rounds import UNSEEN, in_preparation, log

GONE = "单位刚刚修改或撤回了这条意见，没有处理。请看最新的意见。"


def settle(proposal: Proposal, verdict: str, words: str = "", *, by: Actor) -> Proposal:
    """Take a proposal, which changes the draft task, or refuse it with a word back.

    Where the cell already says what is proposed, taking it changes nothing. Raises Conflict when the cell says
    something else by now, Incomplete for what the task's checks refuse, WrongState when it was decided or withdrawn.
    """
    require(by, OFFICE)
    if verdict not in (Proposal.Verdict.ACCEPTED, Proposal.Verdict.REFUSED):
        raise Incomplete(["请选择采纳或不采纳。"])
    if verdict == Proposal.Verdict.REFUSED and not words.strip():
        raise Incomplete(["不采纳请写一句答复，让单位知道原因。"])
    if CONTROL.search(words):
        raise Incomplete([f"答复{UNSEEN}"])
    with transaction.atomic():
        batch = in_preparation(proposal.request.round.batch_id)
        found = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk)
        locked = found.select_related("request__department", "request__round").first()
        if locked is None:
            raise WrongState(GONE)
        proposal = locked
        if proposal.verdict != Proposal.Verdict.PENDING:
            raise WrongState("这条意见已经处理过。")
        if verdict == Proposal.Verdict.ACCEPTED:
            _apply(proposal, by)
        proposal.verdict, proposal.answer = verdict, words.strip()
        proposal.decided_by, proposal.decided_at = by.user, by.moment
        proposal.save(update_fields=["verdict", "answer", "decided_by", "decided_at"])
        log(batch, Event.Kind.SETTLE_COMMENT, by, unit=proposal.request.department.slug,
            unit_name=proposal.request.department.short_name, task=proposal.task_id, column=proposal.column,
            verdict=str(verdict), words=proposal.answer)  # fmt: skip
        return proposal


def _apply(proposal: Proposal, by: Actor) -> None:
    """The proposed cell becomes the task's own, through the one writer of drafts."""
    from ...intake import TaskProblems, change_cell  # intake asks this package for its rules

    task = lock_task(proposal.task_id)
    if task.batch_id != proposal.request.round.batch_id:
        raise WrongState(f"“{task.title}”已移出这一批次，不能再采纳。请写一句答复，按不采纳处理。")
    [before] = rows_of_tasks([task])
    if same_cell(proposal.column, before.cell(proposal.column), proposal.proposed):
        return  # another unit proposed the same, or the office wrote it itself
    if not same_cell(proposal.column, before.cell(proposal.column), proposal.current):
        shown = before.cell(proposal.column) or "无"
        raise Conflict(f"这一栏已改成“{shown}”，与提出意见时不同。请对照后直接修改任务，再答复。")
    try:
        change_cell(task, proposal.column, proposal.proposed, CellReader(timezone.localdate()), by=by)
    except CellProblem as problem:
        raise Incomplete([str(problem)]) from problem
    except TaskProblems as problems:
        raise Incomplete(problems.problems) from problems
    _carry_over(proposal, before, rows_of_tasks([Task.objects.get(pk=task.pk)])[0])


def _carry_over(proposal: Proposal, before: BreakdownRow, now: BreakdownRow) -> None:
    """A unit that comes to lead supports no more, so one cell may change with another: who proposed both, as for
    two units changing places, saw that coming, and the second proposal is held against what stands there now."""
    for column, words in now.cells.items():
        if words != before.cell(column) and column != proposal.column:
            others = proposal.request.proposals.filter(
                task=proposal.task_id, column=column, verdict=Proposal.Verdict.PENDING
            )
            others.filter(current=before.cell(column)).update(current=words)
