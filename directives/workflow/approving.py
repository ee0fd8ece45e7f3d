"""呈批: who approved a batch, step after step, on which rows; a row that changes afterwards is asked for again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from departments.models import Official
from documents.models import Upload

from .. import events
from ..breakdown import BreakdownRow, rows_of_batch
from ..errors import Conflict, Incomplete, NotAllowed, WrongState
from ..events import Actor
from ..models import Approval, Batch, Event
from .approval_chain import AGAIN, GIVEN, RETURNED, WAITING, Chain, StepState, approval_chain
from .approval_steps import ApprovalStep
from .approvers import may_approve
from .locks import lock_batch
from .rules import OFFICE, require


def record_approval(
    batch: Batch,
    *,
    approver: Official | str,
    words: str,
    approved_on: date,
    scan: Upload | None = None,
    step: int | None = None,
    seen: str | None = None,
    by: Actor,
) -> Approval:
    """Record what was approved on paper for the step whose turn it is.

    `approver` is an official on record, or the name of one, who held a post on that day: one with a title of the
    step, where the step has titles. `step` is the step that the recorder's page showed, `seen` the stamp of its table.
    Raises Incomplete with a sentence for each gap, WrongState when it is another step's turn by now, Conflict when
    the table changed since. A paper cannot be older than the last change of the table that it is said to approve.
    """
    require(by, OFFICE)
    with transaction.atomic():
        batch = _open(batch)
        rows = rows_of_batch(batch)
        chain = approval_chain(batch, rows)
        turn = _turn(chain, rows, step)
        _refuse_unseen(rows, seen)
        official, problems = _approver(approver, approved_on, turn.step)
        problems += _gaps(batch, chain, words, approved_on)
        if problems or official is None:
            raise Incomplete(problems)
        given = Given(official, words, approved_on, Approval.Medium.PAPER, scan=scan)
        return _keep(batch, turn.step, rows, given, by)


def approve(batch: Batch, words: str, *, seen: str | None = None, by: Actor) -> Approval:
    """A leader approves in the portal the step that waits for them.

    `seen` is the stamp (`stamp_of_rows`) of the table that the leader read. Raises Conflict when it changed since,
    NotAllowed for whose turn it is not.
    """
    return _decide(batch, words.strip() or "同意。", Approval.Verdict.AGREED, by, seen)


def return_approval(batch: Batch, words: str, *, seen: str | None = None, by: Actor) -> Approval:
    """A leader sends the batch back, with words that say what to change; what was given so far counts no more."""
    if not words.strip():
        raise Incomplete(["请写明退回的原因，经办人好照着修改。"])
    return _decide(batch, words, Approval.Verdict.RETURNED, by, seen)


def cancel_approval(approval: Approval, reason: str, *, by: Actor) -> None:
    """Take a wrongly recorded paper back: it stays in the record and counts no more.

    Raises Incomplete without a reason, WrongState for what a leader gave here, for what counts no more, and for any but
    the last: a later step was approved on the strength of it.
    """
    require(by, OFFICE)
    if not reason.strip():
        raise Incomplete(["请写明登记错在哪里。"])
    with transaction.atomic():
        batch = _open(approval.batch)
        if approval.medium != Approval.Medium.PAPER:
            raise WrongState("领导在平台上的审批不能由综合办撤销；需要改的，请领导退回。")
        counting = [one.approval for one in approval_chain(batch).steps if one.approval]
        if not counting or counting[-1].pk != approval.pk:
            raise WrongState("只能撤销最后登记的一次审批。请从后往前撤销。")
        approval.verdict = Approval.Verdict.CANCELLED
        approval.save(update_fields=["verdict"])
        events.append(
            Event.Subject.BATCH,
            batch.pk,
            Event.Kind.CANCEL_APPROVAL,
            by,
            step=approval.step_name,
            approver=approval.approver,
            reason=reason.strip(),
        )


def stamp_of_rows(rows: list[BreakdownRow]) -> str:
    """Short, and another one as soon as one cell is: what a leader read is what a leader approves."""
    table = json.dumps({row.key: row.approved for row in rows}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(table.encode()).hexdigest()[:16]


def refuse_unapproved(batch: Batch) -> None:
    """Raise Incomplete unless every step holds for the rows as they are, naming the steps and the rows."""
    problems = [sentence for one in approval_chain(batch).steps for sentence in _lacking(one)]
    if problems:
        raise Incomplete(problems)


def _lacking(one: StepState) -> Iterator[str]:
    if one.state == AGAIN:
        for change in one.changes:
            yield f"“{one.step.name}”审批后{change}，请重新审批，再交办。"
    elif one.state == RETURNED:
        yield f"“{one.step.name}”已退回修改，重新审批后才能交办。"
    elif one.state == WAITING:
        yield f"“{one.step.name}”还没有登记审批，登记后才能交办。"


@dataclass(frozen=True, slots=True)
class Given:
    """What a leader gave: on paper or here, with a scan or without."""

    official: Official
    words: str
    day: date
    medium: Approval.Medium
    verdict: Approval.Verdict = Approval.Verdict.AGREED
    scan: Upload | None = None


def _decide(
    batch: Batch, words: str, verdict: Approval.Verdict, by: Actor, seen: str | None = None
) -> Approval:
    with transaction.atomic():
        batch = _open(batch)
        rows = rows_of_batch(batch)
        chain = approval_chain(batch, rows)
        if not may_approve(batch, by.user, chain):
            raise NotAllowed("这一环节现在不由您审批，或您的任职、分管还没有登记。请与综合办联系。")
        _refuse_unseen(rows, seen)
        official = Official.objects.get(user=by.user)
        day = timezone.localdate(by.moment)
        given = Given(official, words, day, Approval.Medium.PORTAL, verdict)
        return _keep(batch, _turn(chain, rows).step, rows, given, by)


def _refuse_unseen(rows: list[BreakdownRow], seen: str | None) -> None:
    if seen is not None and seen != stamp_of_rows(rows):
        raise Conflict("任务分解表刚刚改过，请看过最新内容后再审批。")


def _open(batch: Batch) -> Batch:
    """The locked batch, while it can still be approved."""
    batch = lock_batch(batch.pk)
    if batch.issued_at:
        raise WrongState("这一批次已经交办，不能再登记审批。")
    return batch


def _turn(chain: Chain, rows: list[BreakdownRow], step: int | None = None) -> StepState:
    """The step whose turn it is, which must be the one asked for."""
    if not rows:
        raise Incomplete(["这一批次没有任务，不能送审。"])
    waiting = chain.next
    if waiting is None:
        raise WrongState("各环节都已审批，可以交办。")
    if step is not None and step != waiting.step.number:
        raise WrongState(f"这一环节刚刚已经登记，现在轮到“{waiting.step.name}”。请核对后再登记。")
    return waiting


def _approver(approver: Official | str, day: date, step: ApprovalStep) -> tuple[Official | None, list[str]]:
    """The official who could approve the step on that day, or what is wrong with it."""
    if isinstance(approver, Official):
        found, name = [approver], approver.name
    else:
        name = approver.strip()
        found = list(Official.objects.filter(name=name)) if name else []
        if not name:
            return None, ["请选择审批人。"]
        if not found:
            return None, [f"领导名单中没有“{name}”。请从名单中选择，或先在后台登记。"]
    if found and all(one.is_outside for one in found):
        return None, [f"“{name}”登记为镇外领导，不能审批这一批次。请核对审批人。"]
    found = [one for one in found if not one.is_outside]
    posts = {one: [post.title for post in one.posts.on(day)] for one in found}
    in_office = [one for one in found if posts[one]]
    if not in_office:
        return None, [f"“{name}”在 {day} 没有在任职务，请核对审批人和日期，或先在后台补登任职。"]
    entitled = [one for one in in_office if step.signed_by(posts[one])]
    if not entitled:
        held = "、".join(posts[in_office[0]])
        wanted = "或".join(step.titles)
        return None, [f"“{step.name}”由{wanted}审批，“{name}”在 {day} 任{held}。请核对审批人。"]
    return entitled[0], []


def _gaps(batch: Batch, chain: Chain, words: str, approved_on: date) -> Iterator[str]:
    drafted = timezone.localdate(batch.prepared_at)
    if not words.strip():
        yield "请填写审批意见。"
    if approved_on > timezone.localdate():
        yield "审批日期不能晚于今天。"
    if approved_on < drafted:
        yield f"审批日期早于拟稿日期（{drafted}），请核对。"
    else:
        yield from _of_another_draft(batch, approved_on)
    for one in chain.steps:
        if one.state == GIVEN and one.approval and approved_on < one.approval.approved_on:
            yield f"审批日期早于“{one.step.name}”的审批日期（{one.approval.approved_on}），请核对。"


def _of_another_draft(batch: Batch, approved_on: date) -> Iterator[str]:
    """What was changed, taken out or returned after the day that stands on a paper."""
    changed = batch.tasks.order_by("-updated_at").only("title", "updated_at").first()
    if changed and approved_on < (day := timezone.localdate(changed.updated_at)):
        yield f"“{changed.title}”在 {day} 改过或加入，这一天以前的签批不包括它。请按最新的呈批稿重新签批。"
    if batch.changed_at and approved_on < (day := timezone.localdate(batch.changed_at)):
        yield f"这一批次在 {day} 改过名称或移出过任务，这一天以前签批的是另一份稿子。请按最新的呈批稿重新签批。"
    returned = batch.approvals.filter(verdict=Approval.Verdict.RETURNED, approved_on__gt=approved_on).last()
    if returned:
        yield f"{returned.approver}在 {returned.approved_on} 退回过，这一天以前的签批不再算数。请修改后重新呈批。"


def _keep(batch: Batch, step: ApprovalStep, rows: list[BreakdownRow], given: Given, by: Actor) -> Approval:
    approval = Approval.objects.create(
        batch=batch,
        step=step.number,
        step_name=step.name,
        medium=given.medium,
        verdict=given.verdict,
        approver=given.official.name,
        official=given.official,
        words=given.words.strip(),
        approved_on=given.day,
        scan=given.scan,
        rows={row.key: row.approved for row in rows},
        recorded_by=by.user,
    )
    agreed = given.verdict == Approval.Verdict.AGREED
    events.append(
        Event.Subject.BATCH,
        batch.pk,
        Event.Kind.APPROVE if agreed else Event.Kind.RETURN_APPROVAL,
        by,
        step=approval.step_name,
        approver=approval.approver,
        words=approval.words,
        approved_on=given.day.isoformat(),
        medium=str(given.medium),
        scan=given.scan.sha256 if given.scan else "",
        tasks=[[int(row.key), row.title] for row in rows],
    )
    return approval
