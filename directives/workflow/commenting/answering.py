"""A unit's answer: the cells it would have otherwise, held against what it was shown.

The form in the portal is the whole of the answer: it shows what was proposed before, so what it proposes no more is
withdrawn. A workbook says of a cell only what was changed in it, and is added to what was answered before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.incoming_text import CONTROL

from ...breakdown import BreakdownRow, rows_of_batch
from ...cells import CellProblem, CellReader, same_cell
from ...errors import Conflict, Incomplete, WrongState
from ...events import Actor
from ...models import CommentRequest, Event, Proposal
from ..rules import OFFICE, UNIT, may, require
from .marks import mark_of
from .rounds import ISSUED, UNSEEN, in_preparation, is_open, log

REASON_LENGTH = 400
REASON = "reason"
ANSWERING = (*UNIT, *OFFICE)  # the unit itself, or the office for it

Cell = tuple[int, str]  # a task's key and a column


@dataclass(frozen=True, slots=True)
class Proposed:
    """One cell as a unit would have it; `shown` is the mark of what it was shown, None where that is not known."""

    task: int
    column: str
    words: str
    reason: str = ""
    shown: str | None = None

    @property
    def cell(self) -> Cell:
        return self.task, self.column


@dataclass(frozen=True, slots=True)
class CellTold:
    """What is wrong with a cell of an answer. `now` is what stands there, where that is not what was shown."""

    task: int
    column: str
    where: str
    sentence: str
    now: str | None = None


class AnswerProblems(Incomplete):
    """The answer cannot be taken like this; `told` says at which cells, and why."""

    def __init__(self, told: list[CellTold]) -> None:
        self.told = told
        super().__init__([f"{one.where}：{one.sentence}" if one.where else one.sentence for one in told])


def answer(
    request: CommentRequest,
    proposals: Sequence[Proposed],
    *,
    general: str = "",
    remarks: Mapping[int, str] | None = None,
    way: str = CommentRequest.Way.PORTAL,
    seen: str | None = None,
    by: Actor,
) -> CommentRequest:
    """A unit's answer; none proposed means 无意见. The office may enter it for a unit, and the record says so (代填).

    By the portal it replaces what nobody decided or answered yet, but for tasks that left the batch, which the form
    does not show; by a workbook it adds and replaces single cells, and its words are added to the general ones.
    `remarks` are words about a task without another cell; they are kept with the general ones. `seen` (`seen_of`) is
    the answer that the form was made with.

    Raises AnswerProblems with a sentence for each cell that cannot be taken, Conflict when somebody answered since,
    WrongState when nobody may answer any more; nothing is kept then.
    """
    require(by, ANSWERING, request.department_id)
    own = may(by.user, UNIT, request.department_id)
    with transaction.atomic():
        in_preparation(request.round.batch_id)
        request = CommentRequest.objects.select_related("round__batch", "department").get(pk=request.pk)
        _check_open(request, seen)
        rows = {int(row.key): row for row in rows_of_batch(request.round.batch)}
        wanted = _differences(request, proposals, rows)
        titles = {key: row.title for key, row in rows.items()}
        added = way == CommentRequest.Way.WORKBOOK
        said = {one.cell for one in proposals}
        withdrawn = _keep(request, wanted, titles, lambda cell: cell in said if added else cell[0] in rows)
        before = request.general if added else request.replied_to  # what was answered stays
        request.general, request.way = _general(before, general, remarks or {}, rows), way
        request.answered_at, request.answered_by = by.moment, by.user
        request.save(update_fields=["general", "way", "answered_at", "answered_by"])
        log(request.round.batch, Event.Kind.COMMENT, by, round=request.round.number,
            unit=request.department.slug, unit_name=request.department.short_name, way=str(way),
            text=request.general, filled_in=not own,
            cells=[[one.task, one.column, one.words] for one, _ in wanted],
            withdrawn=[[one.task_id, one.column, one.proposed] for one in withdrawn])  # fmt: skip
        return request


def why_closed(request: CommentRequest) -> str:
    """Why nobody may answer for the unit any more, as a sentence; "" while somebody may."""
    if request.round.batch.issued_at:
        return ISSUED
    if not is_open(request.round):
        return "这一轮征求意见已经结束，不能再反馈。有意见请直接与综合办联系。"
    if not request.department.holds_on(timezone.localdate()):
        return f"{request.department}已不存续，不能再反馈。有意见请由承继的单位与综合办联系。"
    return ""


def may_answer(request: CommentRequest, user: Any) -> bool:
    """Whether the user may answer for the unit now."""
    return not why_closed(request) and may(user, ANSWERING, request.department_id)


def seen_of(request: CommentRequest) -> str:
    """Which answer of the unit a form was made with; "" before the first."""
    return request.answered_at.isoformat() if request.answered_at else ""


def _check_open(request: CommentRequest, seen: str | None) -> None:
    why = why_closed(request)
    if why:
        raise WrongState(why)
    if seen is not None and seen != seen_of(request):
        raise Conflict(
            "刚刚有人替本单位反馈过，已列在下面各项任务里。您填写的还在本页，请对照；再提交一次，以本页为准。"
        )


def _differences(
    request: CommentRequest, proposals: Sequence[Proposed], rows: Mapping[int, BreakdownRow]
) -> list[tuple[Proposed, str]]:
    """What really differs from the batch's table, written as the table would, each with what stands there now."""
    decided = {
        (one.task_id, one.column): one.proposed
        for one in request.proposals.exclude(verdict=Proposal.Verdict.PENDING)
    }
    reader, found = CellReader(timezone.localdate()), []
    told: list[CellTold] = []
    for one in {one.cell: one for one in proposals}.values():
        row = rows.get(one.task)
        if row is None:
            told.append(
                CellTold(one.task, one.column, "", "有一项任务不在这份征求意见表里，请刷新页面后重填。")
            )
            continue
        where = f"第 {row.number} 项 {_label(one.column)}"
        try:
            said = reader.canonical(one.column, one.words)
        except CellProblem as problem:
            told.append(CellTold(one.task, one.column, where, str(problem)))
            continue
        now = row.cell(one.column)
        if same_cell(one.column, said, now):
            continue
        wrong = list(_wrong(one, said, where, row, decided.get(one.cell)))
        told += wrong
        if not wrong and one.cell not in decided:
            found.append((Proposed(one.task, one.column, said, one.reason.strip()), now))
    if told:
        raise AnswerProblems(told)
    return found


def _wrong(
    one: Proposed, said: str, where: str, row: BreakdownRow, decided: str | None
) -> Iterator[CellTold]:
    """What keeps a cell that can be read from being proposed."""
    now, at_reason = row.cell(one.column), f"第 {row.number} 项 理由"
    if len(one.reason) > REASON_LENGTH:
        yield CellTold(one.task, REASON, at_reason, f"最多 {REASON_LENGTH} 字，请缩短。")
    elif CONTROL.search(one.reason):
        yield CellTold(one.task, REASON, at_reason, UNSEEN)
    elif decided is not None:
        if not same_cell(one.column, said, decided):
            yield CellTold(
                one.task,
                one.column,
                where,
                "这一栏的意见已经答复，不能再改。另有意见请写在总体意见里。",
            )
    elif one.shown is not None and one.shown != mark_of(one.column, now):
        sentence = "综合办改过这一栏，与您当时看到的不同。请对照现在的内容，再提交一次。"
        yield CellTold(one.task, one.column, where, sentence, now)


def _keep(
    request: CommentRequest,
    wanted: Sequence[tuple[Proposed, str]],
    titles: Mapping[int, str],
    is_answered: Callable[[Cell], bool],
) -> list[Proposal]:
    """Write what is proposed and take back what is no more, of the cells that this answer is about.

    Returns what was taken back. A proposal never changes its words: who decides one decides what was read.
    """
    before = {
        (one.task_id, one.column): one for one in request.proposals.filter(verdict=Proposal.Verdict.PENDING)
    }
    made, replaced = [], []
    for one, current in wanted:
        old = before.pop(one.cell, None)
        if old and (old.current, old.proposed, old.reason) == (current, one.words, one.reason):
            continue
        if old:
            replaced.append(old)
        made.append(
            Proposal(
                request=request,
                task_id=one.task,
                task_title=titles[one.task],
                column=one.column,
                current=current,
                proposed=one.words,
                reason=one.reason,
            )
        )
    withdrawn = [one for cell, one in before.items() if is_answered(cell)]
    request.proposals.filter(pk__in=[one.pk for one in [*replaced, *withdrawn]]).delete()
    Proposal.objects.bulk_create(made)
    return withdrawn


def _general(before: str, general: str, remarks: Mapping[int, str], rows: Mapping[int, BreakdownRow]) -> str:
    """The general words, and under them what was said of single tasks that nobody would have otherwise.

    What stood there before stays; what is said again is not written twice.
    """
    whole = before
    said = [f"第 {rows[task].number} 项：{words.strip()}" for task, words in remarks.items() if task in rows]
    for words in filter(None, [general.strip(), *said]):
        if f"\n{words}\n" not in f"\n{whole}\n":
            whole = f"{whole}\n{words}" if whole else words
    if CONTROL.search(whole):
        raise Incomplete([f"总体意见或理由{UNSEEN}"])
    return whole


def _label(column: str) -> str:
    return str(Proposal.Column(column).label) if column in Proposal.Column.values else "内容"
