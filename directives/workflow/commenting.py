"""征求意见: a batch is sent to its units before approval; each may propose other words for a cell, with a reason.

A round ends with its day. A unit that was silent until then had no objection, and the record says that it was silent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from departments.models import Department
from documents.incoming_text import CONTROL

from .. import events
from ..breakdown import BreakdownRow, rows_of_batch, rows_of_tasks
from ..cells import CellProblem, CellReader, same_cell
from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Batch, CommentRequest, CommentRound, Event, Proposal, Task
from .gaps import Charged
from .locks import lock_batch, lock_task
from .rules import OFFICE, UNIT, may, require

REASON_LENGTH = 400
UNSEEN = "含有无法显示的控制字符，请删除后重新填写。"
ANSWERING = (*UNIT, *OFFICE)  # the unit itself, or the office for it


@dataclass(frozen=True, slots=True)
class Proposed:
    """One cell as a unit would have it."""

    task: int
    column: str
    words: str
    reason: str = ""


def is_open(asked: CommentRound, today: date | None = None) -> bool:
    """Whether units may still answer: nobody closed the round, and its day is not over."""
    return asked.is_open_on(today or timezone.localdate())


def units_to_ask(batch: Batch, day: date) -> list[Department]:
    """Every unit that the batch charges that day, members of sets included, in the town's order."""
    charged = Charged(list(batch.tasks.all()), day)
    units = {
        unit.pk: unit
        for charges in charged.of.values()
        for charge in charges
        if charge.is_resolved
        for unit in charged.units(charge)
        if unit.holds_on(day)
    }
    return sorted(units.values(), key=lambda unit: (unit.order, unit.sort_key, unit.pk))


def tasks_charging(batch: Batch, unit: Department, day: date) -> set[int]:
    """Primary keys of the batch's tasks that charge the unit that day, by itself or as a member of a set."""
    charged = Charged(list(batch.tasks.all()), day)
    return {
        task for task, charges in charged.of.items() if any(unit in charged.units(one) for one in charges)
    }


def ask_comments(
    batch: Batch, units: Iterable[Department] | None, closes_on: date, *, note: str = "", by: Actor
) -> CommentRound:
    """Send the batch's table to these units (None: to all it charges) until the day.

    Raises Incomplete, and WrongState for an issued batch or while another round runs.
    """
    require(by, OFFICE)
    asked = units_to_ask(batch, timezone.localdate()) if units is None else list(units)
    with transaction.atomic():
        batch = _in_preparation(batch.pk)
        gaps = []
        if not asked:
            gaps.append("请至少选择一个单位。")
        if closes_on < timezone.localdate():
            gaps.append("截止日期不能早于今天。")
        if CONTROL.search(note):
            gaps.append(f"说明{UNSEEN}")
        if gaps:
            raise Incomplete(gaps)
        for old in batch.comment_rounds.filter(closed_at__isnull=True):
            if is_open(old):
                raise WrongState(f"第 {old.number} 轮还在征求意见，结束后才能再次征求。")
            _close(old, by)
        made = CommentRound.objects.create(
            batch=batch,
            number=batch.comment_rounds.count() + 1,
            closes_on=closes_on,
            note=note.strip(),
            opened_by=by.user,
            opened_at=by.moment,
        )
        CommentRequest.objects.bulk_create(CommentRequest(round=made, department=unit) for unit in asked)
        _log(batch, Event.Kind.ASK_COMMENTS, by, round=made.number, closes_on=closes_on.isoformat(),
             units=[unit.slug for unit in asked])  # fmt: skip
        return made


def answer(
    request: CommentRequest,
    proposals: Sequence[Proposed],
    *,
    general: str = "",
    remarks: Mapping[int, str] | None = None,
    way: str = CommentRequest.Way.PORTAL,
    by: Actor,
) -> CommentRequest:
    """A unit's answer; none proposed means 无意见. The office may enter it for a unit, and the record says so (代填).

    `remarks` are words about a task without another cell; they are kept with the general ones. Another answer while
    the round is open replaces what nobody decided yet. Raises Incomplete with a sentence for each cell that cannot
    be taken; nothing is kept then.
    """
    require(by, ANSWERING, request.department_id)
    own = may(by.user, UNIT, request.department_id)
    with transaction.atomic():
        _in_preparation(request.round.batch_id)
        request = CommentRequest.objects.select_related("round__batch", "department").get(pk=request.pk)
        if not is_open(request.round):
            raise WrongState("这一轮征求意见已经结束，不能再反馈。有意见请直接与综合办联系。")
        rows = {int(row.key): row for row in rows_of_batch(request.round.batch)}
        kept = _differences(request, proposals, rows)
        request.proposals.filter(verdict=Proposal.Verdict.PENDING).delete()
        Proposal.objects.bulk_create(
            Proposal(
                request=request,
                task_id=one.task,
                column=one.column,
                current=current,
                proposed=one.words,
                reason=one.reason.strip(),
            )
            for one, current in kept
        )
        request.general, request.way = _with_remarks(general, remarks or {}, rows), way
        request.answered_at, request.answered_by = by.moment, by.user
        request.save(update_fields=["general", "way", "answered_at", "answered_by"])
        _log(request.round.batch, Event.Kind.COMMENT, by, round=request.round.number,
             unit=request.department.slug, unit_name=request.department.short_name, way=str(way),
             text=request.general, filled_in=not own,
             cells=[[one.task, one.column, one.words] for one, _ in kept])  # fmt: skip
        return request


def settle(proposal: Proposal, verdict: str, words: str = "", *, by: Actor) -> Proposal:
    """Take a proposal, which changes the draft task, or refuse it with a word back.

    Raises Conflict when the cell says something else by now, Incomplete for what the task's checks refuse.
    """
    require(by, OFFICE)
    if verdict not in (Proposal.Verdict.ACCEPTED, Proposal.Verdict.REFUSED):
        raise Incomplete(["请选择采纳或不采纳。"])
    if verdict == Proposal.Verdict.REFUSED and not words.strip():
        raise Incomplete(["不采纳请写一句答复，让单位知道原因。"])
    if CONTROL.search(words):
        raise Incomplete([f"答复{UNSEEN}"])
    with transaction.atomic():
        batch = _in_preparation(proposal.request.round.batch_id)
        proposal = (
            Proposal.objects.select_for_update(of=("self",))
            .select_related("request__department", "request__round")
            .get(pk=proposal.pk)
        )
        if proposal.verdict != Proposal.Verdict.PENDING:
            raise WrongState("这条意见已经处理过。")
        if verdict == Proposal.Verdict.ACCEPTED:
            _apply(proposal, by)
        proposal.verdict, proposal.answer = verdict, words.strip()
        proposal.decided_by, proposal.decided_at = by.user, by.moment
        proposal.save(update_fields=["verdict", "answer", "decided_by", "decided_at"])
        _log(batch, Event.Kind.SETTLE_COMMENT, by, unit=proposal.request.department.slug,
             unit_name=proposal.request.department.short_name, task=proposal.task_id, column=proposal.column,
             verdict=str(verdict), words=proposal.answer)  # fmt: skip
        return proposal


def close_round(asked: CommentRound, *, by: Actor) -> CommentRound:
    """End a round before its day; who was silent until then had no objection."""
    require(by, OFFICE)
    with transaction.atomic():
        _in_preparation(asked.batch_id)
        asked = CommentRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        if asked.closed_at is not None:
            raise WrongState("这一轮已经结束。")
        return _close(asked, by)


def may_answer(request: CommentRequest, user: Any) -> bool:
    """Whether the user may answer for the unit now."""
    return (
        is_open(request.round)
        and not request.round.batch.issued_at
        and may(user, ANSWERING, request.department_id)
    )


def _close(asked: CommentRound, by: Actor) -> CommentRound:
    asked.closed_at = by.moment
    asked.save(update_fields=["closed_at"])
    silent = asked.requests.filter(answered_at__isnull=True).values_list("department__slug", flat=True)
    _log(asked.batch, Event.Kind.CLOSE_COMMENTS, by, round=asked.number, silent=list(silent))
    return asked


def _differences(
    request: CommentRequest, proposals: Sequence[Proposed], rows: Mapping[int, BreakdownRow]
) -> list[tuple[Proposed, str]]:
    """What really differs from the batch's table, written as the table would, each with what stands there now."""
    decided = {
        (one.task_id, one.column): one.proposed
        for one in request.proposals.exclude(verdict=Proposal.Verdict.PENDING)
    }
    reader, found, wrong = CellReader(timezone.localdate()), [], []
    for one in {(one.task, one.column): one for one in proposals}.values():
        row = rows.get(one.task)
        if row is None:
            wrong.append("有一项任务不在这份征求意见表里，请刷新页面后重填。")
            continue
        where = f"第 {row.number} 项 {_label(one.column)}"
        try:
            said = reader.canonical(one.column, one.words)
        except CellProblem as problem:
            wrong.append(f"{where}：{problem}")
            continue
        before = decided.get((one.task, one.column))
        if same_cell(one.column, said, row.cell(one.column)):
            continue
        if len(one.reason) > REASON_LENGTH:
            wrong.append(f"第 {row.number} 项 理由：最多 {REASON_LENGTH} 字，请缩短。")
        elif CONTROL.search(one.reason):
            wrong.append(f"第 {row.number} 项 理由{UNSEEN}")
        elif before is None:
            found.append((Proposed(one.task, one.column, said, one.reason), row.cell(one.column)))
        elif not same_cell(one.column, said, before):
            wrong.append(f"{where}：这一栏的意见已经答复，不能再改。另有意见请写在总体意见里。")
    if wrong:
        raise Incomplete(wrong)
    return found


def _with_remarks(general: str, remarks: Mapping[int, str], rows: Mapping[int, BreakdownRow]) -> str:
    """The general words, and under them what was said of single tasks that nobody would have otherwise."""
    said = [f"第 {rows[task].number} 项：{words.strip()}" for task, words in remarks.items() if task in rows]
    whole = "\n".join(filter(None, [general.strip(), *said]))
    if CONTROL.search(whole):
        raise Incomplete([f"总体意见或理由{UNSEEN}"])
    return whole


def _apply(proposal: Proposal, by: Actor) -> None:
    """The proposed cell becomes the task's own, through the one writer of drafts."""
    from ..intake import TaskProblems, change_cell  # intake asks this package for its rules

    task = lock_task(proposal.task_id)
    if task.batch_id != proposal.request.round.batch_id:
        raise WrongState(f"“{task.title}”已移出这一批次，不能再采纳。请写一句答复，按不采纳处理。")
    [before] = rows_of_tasks([task])
    if not same_cell(proposal.column, before.cell(proposal.column), proposal.current):
        shown = before.cell(proposal.column) or "空"
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


def _in_preparation(pk: int) -> Batch:
    batch = lock_batch(pk)
    if batch.issued_at:
        raise WrongState("这一批次已经交办，不能再征求或处理意见。")
    return batch


def _label(column: str) -> str:
    return str(Proposal.Column(column).label) if column in Proposal.Column.values else "内容"


def _log(batch: Batch, kind: Event.Kind, by: Actor, **data: Any) -> None:
    events.append(Event.Subject.BATCH, batch.pk, kind, by, **data)
