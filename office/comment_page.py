"""征求意见 as its pages show it: rounds with how each unit stands, and proposals cell by cell."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from directives.breakdown import COLUMNS, BreakdownRow, rows_of_batch
from directives.models import Batch, CommentRequest, CommentRound, Proposal
from directives.workflow import commenting

_LABELS = dict(COLUMNS)


@dataclass(frozen=True, slots=True)
class Asked:
    """One unit in a round, with a few words on how it stands."""

    request: CommentRequest
    state: str

    @property
    def is_silent(self) -> bool:
        return self.request.answered_at is None

    @property
    def waiting(self) -> int:
        """How much of what it said waits for the office: proposals, and the general words as one."""
        proposals = self.request.proposals.all()
        return sum(one.verdict == Proposal.Verdict.PENDING for one in proposals) + bool(
            self.request.waiting_words
        )

    @property
    def said_something(self) -> bool:
        return bool(self.request.general or self.request.proposals.all())


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its units in the town's order."""

    round: CommentRound
    is_open: bool
    asked: list[Asked]

    @property
    def answering(self) -> list[Asked]:
        return [one for one in self.asked if not one.is_silent]

    @property
    def silent(self) -> list[Asked]:
        return [one for one in self.asked if one.is_silent]

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.asked)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that somebody would have otherwise: what it says now, and everybody's proposals for it."""

    column: str
    label: str
    now: str
    proposals: list[Proposal]


@dataclass(frozen=True, slots=True)
class Differing:
    """A task with the cells that are proposed otherwise; `row` is None once the task has left the batch."""

    task: int
    number: int
    title: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class CommentSummary:
    """How the latest round of a batch stands, for the batch's own page; `pending` counts what waits of all rounds,
    proposals and general words."""

    round: Round | None
    pending: int

    @property
    def words(self) -> str:
        """One sentence; "" when nobody was asked."""
        if self.round is None:
            return ""
        if self.can_end:
            return self.end_words
        state = "正在征求" if self.round.is_open else "已结束"
        said = f"第 {self.round.round.number} 轮{state}，{len(self.round.asked)} 个单位，已反馈 {len(self.round.answering)} 个"
        return f"{said}，还有 {self.pending} 处意见待处理。" if self.pending else f"{said}。"

    @property
    def can_end(self) -> bool:
        """Whether a running round has nothing left to wait for: every unit answered, and the office too."""
        return bool(
            self.round
            and self.round.asked
            and self.round.is_open
            and not self.round.silent
            and not self.pending
        )

    @property
    def end_words(self) -> str:
        """Why the round can be ended before its day; "" while it cannot."""
        if not self.round or not self.can_end:
            return ""
        count = len(self.round.asked)
        came = f"{count} 个单位都已反馈" if count > 1 else f"{self.round.asked[0].request.department}已反馈"
        told = "意见都已处理" if any(one.said_something for one in self.round.asked) else "没有意见"
        return f"{came}，{told}，可以结束这一轮。"


def rounds_of(batch: Batch, today: date) -> list[Round]:
    """All rounds of the batch, the newest first; three queries."""
    requests: dict[int, list[CommentRequest]] = defaultdict(list)
    found = CommentRequest.objects.filter(round__batch=batch).select_related(
        "department", "answered_by", "replied_by"
    )
    for one in found.prefetch_related("proposals").order_by("department__order", "pk"):
        requests[one.round_id].append(one)
    made = []
    for one_round in batch.comment_rounds.order_by("-number"):
        is_open = commenting.is_open(one_round, today)
        asked = [Asked(one, state_words(one, round_open=is_open)) for one in requests[one_round.pk]]
        made.append(Round(one_round, is_open, asked))
    return made


def comment_summary(batch: Batch, today: date) -> CommentSummary:
    """What the macro of the same name (office/comment-parts.html) writes."""
    return summary_of(batch, rounds_of(batch, today))


def summary_of(batch: Batch, rounds: list[Round]) -> CommentSummary:
    """Once the batch is issued nothing waits any more: nobody can answer."""
    pending = 0 if batch.issued_at else sum(one.waiting for one in rounds)
    return CommentSummary(rounds[0] if rounds else None, pending)


def differing(batch: Batch) -> list[Differing]:
    """Tasks that somebody would have otherwise, in the order of the table; those that left the batch last."""
    found = Proposal.objects.filter(request__round__batch=batch).select_related(
        "task", "request__department", "request__round", "decided_by"
    )
    by_task: dict[int, dict[str, list[Proposal]]] = defaultdict(lambda: defaultdict(list))
    titles: dict[int, str] = {}
    for one in found.order_by("pk"):
        by_task[one.task_id][one.column].append(one)
        titles[one.task_id] = one.task.title
    rows = {int(row.key): row for row in rows_of_batch(batch)}
    order = [*(task for task in rows if task in by_task), *(task for task in by_task if task not in rows)]
    return [_differing(task, rows.get(task), titles[task], by_task[task]) for task in order]


def _differing(
    task: int, row: BreakdownRow | None, title: str, columns: dict[str, list[Proposal]]
) -> Differing:
    cells = [
        Cell(column, label, row.cell(column) if row else "", columns[column])
        for column, label in COLUMNS
        if column in columns
    ]
    return Differing(task, row.number if row else 0, row.title if row else title, cells)


def state_words(request: CommentRequest, *, round_open: bool) -> str:
    """`3 处意见`, `3 处意见和总体意见`, `无意见`, `尚未反馈`, or what silence counts as."""
    if request.answered_at is None:
        return "尚未反馈" if round_open else "逾期未复，按无意见处理"
    count = len(request.proposals.all())
    if count:
        return f"{count} 处意见和总体意见" if request.general else f"{count} 处意见"
    return "有总体意见" if request.general else "无意见"


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a unit's form. `mark` stands for what the unit is shown, so that what it leaves alone is no proposal.

    Of a cell that waits with a proposal it is what stood there when the unit proposed: where the office changed it
    since, the unit is asked to look again before the proposal is held against the new words.
    """

    column: str
    label: str
    words: str
    mark: str


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A task on a unit's page: what the table says, what the unit proposed, and the cells it may still change."""

    row: BreakdownRow
    given: list[Proposal]
    fields: list[Field]
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """A task with what the unit proposed for it, named as the unit knew it; nothing of the table as it is now."""

    title: str
    proposals: list[Proposal]


def given_by(request: CommentRequest, *, but: Collection[int] = ()) -> list[Given]:
    """What the unit proposed, task by task, but for some of the tasks."""
    by_task: dict[int, list[Proposal]] = defaultdict(list)
    for one in sorted(request.proposals.all(), key=lambda one: (one.task_id, _place(one))):
        if one.task_id not in but:
            by_task[one.task_id].append(one)
    return [Given(found[0].task_title, found) for found in by_task.values()]


def _place(one: Proposal) -> int:
    """Where its column stands in the table."""
    return list(_LABELS).index(one.column)


def reply_rows(request: CommentRequest, today: date) -> tuple[list[ReplyRow], list[ReplyRow]]:
    """The batch's rows for one unit: those that charge it, and the others."""
    batch = request.round.batch
    given: dict[int, list[Proposal]] = defaultdict(list)
    for one in request.proposals.all():
        given[one.task_id].append(one)
    charging = commenting.tasks_charging(batch, request.department, today)
    own: list[ReplyRow] = []
    others: list[ReplyRow] = []
    for row in rows_of_batch(batch):
        made = _reply_row(row, given[int(row.key)])
        (own if int(row.key) in charging else others).append(made)
    return own, others


def _reply_row(row: BreakdownRow, given: list[Proposal]) -> ReplyRow:
    """A cell that was decided is no field any more; one that waits shows what the unit proposed."""
    said = {one.column: one for one in given}
    pending = [one for one in given if one.verdict == Proposal.Verdict.PENDING]
    fields = [
        Field(
            column,
            label,
            said[column].proposed if column in said else row.cell(column),
            commenting.mark_of(column, said[column].current if column in said else row.cell(column)),
        )
        for column, label in COLUMNS
        if column not in said or said[column] in pending
    ]
    given.sort(key=_place)
    return ReplyRow(row, given, fields, pending[0].reason if pending else "")
