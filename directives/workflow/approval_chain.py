"""Where a batch stands in its approval: step after step, each held against the rows as they are now."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ..breakdown import COLUMNS, TERMS, BreakdownRow, rows_of_batch, rows_of_tasks, tasks_of_batches
from ..models import Approval, Batch
from .approval_steps import ApprovalStep, approval_steps

GIVEN, AGAIN, RETURNED, WAITING = "given", "again", "returned", "waiting"
ADDED, REMOVED = "新加入", "已移出"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that is no longer as it was approved; a row that came or went has no column."""

    key: str
    title: str
    column: str
    before: str
    now: str

    def __str__(self) -> str:
        if self.column:
            return f"改过“{self.title}”：{self.column}原为“{self.before or '空'}”，现为“{self.now or '空'}”"
        return f"{self.now}“{self.title}”"


@dataclass(frozen=True, slots=True)
class StepState:
    """Where a batch stands at one step: `given`, `again` (given, but rows changed), `returned` or `waiting`."""

    step: ApprovalStep
    state: str
    approval: Approval | None = None
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chain:
    """All steps of a batch."""

    steps: list[StepState]

    @property
    def is_complete(self) -> bool:
        return all(one.state == GIVEN for one in self.steps)

    @property
    def next(self) -> StepState | None:
        """The step whose turn it is; None when all hold."""
        return next((one for one in self.steps if one.state != GIVEN), None)

    @property
    def changed(self) -> dict[str, list[Change]]:
        """By the key of a task: what changed since anybody approved it."""
        found: dict[str, list[Change]] = {}
        for one in self.steps:
            for change in one.changes:
                known = found.setdefault(change.key, [])
                known += [] if change in known else [change]
        return found


def approval_chain(batch: Batch, rows: list[BreakdownRow] | None = None) -> Chain:
    """Where the batch stands, held against its rows as they are now.

    A return sends it back to the first step: what was given before does not count any more. Nor does what was given
    for a step that the setting calls otherwise by now.
    """
    rows = rows_of_batch(batch) if rows is None else rows
    given = batch.approvals.exclude(verdict=Approval.Verdict.CANCELLED).select_related("official", "scan")
    return _chain(batch, rows, list(given.order_by("pk")))


def approval_chains(batches: Collection[Batch]) -> dict[int, Chain]:
    """The same of many batches, by their primary keys; four queries."""
    tasks = tasks_of_batches(batches)
    given: dict[int, list[Approval]] = defaultdict(list)
    found = Approval.objects.filter(batch__in=batches).exclude(verdict=Approval.Verdict.CANCELLED)
    for one in found.select_related("official", "scan").order_by("pk"):
        given[one.batch_id].append(one)
    return {
        batch.pk: _chain(batch, rows_of_tasks(tasks.get(batch.pk, [])), given[batch.pk]) for batch in batches
    }


def _chain(batch: Batch, rows: list[BreakdownRow], given: list[Approval]) -> Chain:
    back = max((n for n, one in enumerate(given) if one.verdict == Approval.Verdict.RETURNED), default=-1)
    returned = given[back] if back >= 0 and back == len(given) - 1 else None
    counting = {one.step: one for one in given[back + 1 :]}
    steps = []
    for step in approval_steps():
        approval = counting.get(step.number)
        if approval is None or approval.step_name != step.name:
            sent_back = returned is not None and step.number == 1
            steps.append(StepState(step, RETURNED if sent_back else WAITING, returned if sent_back else None))
            continue
        # After issue the table is done with: a word corrected later takes nothing back.
        changes = [] if batch.issued_at else list(changes_of(approval.rows, rows))
        steps.append(StepState(step, AGAIN if changes else GIVEN, approval, changes))
    return Chain(steps)


def changes_of(approved: dict[str, dict[str, str]], rows: list[BreakdownRow]) -> Iterator[Change]:
    """What differs between the rows that were approved and those of now."""
    names = dict((*COLUMNS, *TERMS))
    for row in rows:
        before = approved.get(row.key)
        if before is None:
            yield Change(row.key, row.title, "", "", ADDED)
            continue
        for column, now in row.approved.items():
            # A record from before a term was kept says nothing of it.
            if before.get(column, now if column in row.terms else "") != now:
                yield Change(row.key, row.title, names[column], before.get(column, ""), now)
    there = {row.key for row in rows}
    for key, cells in approved.items():
        if key not in there:
            yield Change(key, cells.get("title", ""), "", "", REMOVED)
