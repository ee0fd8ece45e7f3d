"""Rounds: who is asked, until when, who is asked besides, and how a round ends."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from departments.models import Department
from documents.incoming_text import CONTROL

from ... import events
from ...errors import Incomplete, WrongState
from ...events import Actor
from ...models import Batch, CommentRequest, CommentRound, Event, Proposal
from ..gaps import Charged
from ..locks import lock_batch
from ..rules import OFFICE, require

UNSEEN = "含有无法显示的控制字符，请删除后重新填写。"
ISSUED = "这一批次已经交办，不能再征求或处理意见。"


def is_open(asked: CommentRound, today: date | None = None) -> bool:
    """Whether the round still runs: nobody closed it, and its day is not over."""
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


def units_not_asked(asked: CommentRound, day: date) -> list[Department]:
    """Units that the batch charges that day and that the round was not sent to: a task joined, or was edited."""
    known = set(asked.requests.values_list("department", flat=True))
    return [unit for unit in units_to_ask(asked.batch, day) if unit.pk not in known]


def units_left_out(asked: CommentRound) -> set[str] | None:
    """Units that were charged when the round was sent and that it was not sent to; None for a round without this
    record."""
    kept = Event.objects.filter(
        subject_kind=Event.Subject.BATCH, subject_id=asked.batch_id, kind=Event.Kind.ASK_COMMENTS
    )
    sent = (
        data
        for data in kept.order_by("seq").values_list("data", flat=True)
        if data.get("round") == asked.number
    )
    first: dict[str, Any] = next(sent, {})
    return set(first["left_out"]) if "left_out" in first else None


def tasks_charging(batch: Batch, unit: Department, day: date) -> set[int]:
    """Primary keys of the batch's tasks that charge the unit that day, by itself or as a member of a set."""
    charged = Charged(list(batch.tasks.all()), day)
    return {
        task for task, charges in charged.of.items() if any(unit in charged.units(one) for one in charges)
    }


def ask_comments(
    batch: Batch, units: Iterable[Department] | None, closes_on: date, *, note: str = "", by: Actor
) -> CommentRound:
    """Send the batch's table to these of the units it charges (None: to all of them) until the day.

    Raises Incomplete, also for a unit that the batch does not charge or that has ceased, and WrongState for an issued
    batch or while another round runs.
    """
    require(by, OFFICE)
    today = timezone.localdate()
    with transaction.atomic():
        batch = in_preparation(batch.pk)
        charged = units_to_ask(batch, today)
        asked = charged if units is None else list(units)
        gaps = list(_not_to_ask(asked, charged, today))
        if not asked:
            gaps.append("请至少选择一个单位。")
        if closes_on < today:
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
        known = {unit.pk for unit in asked}
        _send(made, asked, by, left_out=[unit.slug for unit in charged if unit.pk not in known])
        return made


def ask_more(asked: CommentRound, units: Collection[str] | None = None, *, by: Actor) -> list[Department]:
    """Send the running round, until its own day, to the units that the batch charges by now; returns them.

    With `units` (slugs) only to these of them. Raises WrongState once the round is over, and when all were asked.
    """
    require(by, OFFICE)
    with transaction.atomic():
        in_preparation(asked.batch_id)
        asked = CommentRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        if not is_open(asked):
            raise WrongState("这一轮征求意见已经结束，不能再增加单位。需要时请再征求一轮。")
        more = units_not_asked(asked, timezone.localdate())
        if units is not None:
            more = [unit for unit in more if unit.slug in units]
        if not more:
            raise WrongState("责任单位都已经在这一轮里，无需再发。")
        _send(asked, more, by)
        return more


def close_round(asked: CommentRound, *, by: Actor) -> CommentRound:
    """End a round before its day; who was silent until then had no objection."""
    require(by, OFFICE)
    with transaction.atomic():
        in_preparation(asked.batch_id)
        asked = CommentRound.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        if asked.closed_at is not None:
            raise WrongState("这一轮已经结束。")
        return _close(asked, by)


def refuse_unsettled(batch: Batch, by: Actor) -> None:
    """Called by the issue of a locked batch, inside its transaction: nothing is issued while units are still asked.

    Raises Incomplete while a round runs, or proposals or general words wait for the office; closes, with its record, each round whose
    day is over but that nobody closed.
    """
    left = list(batch.comment_rounds.filter(closed_at__isnull=True).order_by("number"))
    gaps = [f"第 {one.number} 轮征求意见还没有结束，请先结束这一轮，再交办。" for one in left if is_open(one)]
    waiting = Proposal.objects.filter(request__round__batch=batch, verdict=Proposal.Verdict.PENDING).count()
    unanswered = CommentRequest.objects.filter(round__batch=batch).exclude(general=F("replied_to")).count()
    if waiting or unanswered:
        do = "采纳或不采纳" if not unanswered else "采纳、不采纳或答复" if waiting else "答复"
        gaps.append(f"还有 {waiting + unanswered} 条意见没有处理，请先逐条{do}，再交办。")
    if gaps:
        raise Incomplete(gaps)
    for one in left:
        _close(one, by)


def in_preparation(pk: int) -> Batch:
    """The locked batch; raises WrongState once it is issued."""
    batch = lock_batch(pk)
    if batch.issued_at:
        raise WrongState(ISSUED)
    return batch


def log(batch: Batch, kind: Event.Kind, by: Actor, **data: Any) -> None:
    """Add to the batch's chain."""
    events.append(Event.Subject.BATCH, batch.pk, kind, by, **data)


def _not_to_ask(asked: Sequence[Department], charged: Sequence[Department], day: date) -> Iterator[str]:
    known = {unit.pk for unit in charged}
    for unit in asked:
        if not unit.holds_on(day):
            yield f"“{unit}”已不存续，不能征求它的意见。请核对勾选的单位。"
        elif unit.pk not in known:
            yield f"“{unit}”没有承担这一批次的任务，不能征求它的意见。请核对勾选的单位。"


def _send(asked: CommentRound, units: Sequence[Department], by: Actor, **data: Any) -> None:
    CommentRequest.objects.bulk_create(CommentRequest(round=asked, department=unit) for unit in units)
    log(asked.batch, Event.Kind.ASK_COMMENTS, by, round=asked.number, closes_on=asked.closes_on.isoformat(),
        units=[unit.slug for unit in units], **data)  # fmt: skip


def _close(asked: CommentRound, by: Actor) -> CommentRound:
    asked.closed_at = by.moment
    asked.save(update_fields=["closed_at"])
    silent = asked.requests.filter(answered_at__isnull=True).values_list("department__slug", flat=True)
    log(asked.batch, Event.Kind.CLOSE_COMMENTS, by, round=asked.number, silent=list(silent))
    return asked
