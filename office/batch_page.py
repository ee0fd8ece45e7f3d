"""A batch as its page shows it: where it stands, what is to be done next, and the table with its marks."""

from dataclasses import dataclass
from datetime import date

from directives import workflow
from directives.breakdown import BreakdownRow, rows_of_tasks, tasks_of_batch
from directives.models import Batch, Task
from directives.workflow.approval_chain import AGAIN, RETURNED, Chain, Change

from .comment_page import CommentSummary, Round
from .forms.fields import limit_of

DONE, NOW, AHEAD = "done", "now", "ahead"
TITLE_LENGTH = limit_of(Batch, "title")
DAY = "（{}）"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step across the top of the page; `words` say how it stands in a few characters."""

    name: str
    href: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table with what changed since it was approved, and what it lacks for being issued."""

    row: BreakdownRow
    task: Task
    changes: list[Change]
    gaps: list[str]


def turn_words(chain: Chain) -> str:
    """What a batch in preparation waits for, in the few characters that a list has for it."""
    turn = chain.next
    if turn is None:
        return "已审批，待交办"
    return {AGAIN: "改过，须重新审批", RETURNED: "已退回修改"}.get(turn.state, f"待{turn.step.name}审批")


def free_title(name: str, day: date | None) -> str:
    """A name for a new batch; with the day of what it comes of, where another batch is called so already."""
    whole = name[:TITLE_LENGTH]
    if day is None or not Batch.objects.filter(title=whole).exists():
        return whole
    return f"{name[: TITLE_LENGTH - len(DAY.format(day))]}{DAY.format(day)}"


class BatchPage:
    """What everybody who may read the batch sees of it; a fixed number of queries however many its tasks."""

    def __init__(self, batch: Batch, *, today: date, address: str, comments: CommentSummary) -> None:
        self.batch, self.address, self.comments = batch, address, comments
        tasks = tasks_of_batch(batch)
        rows = rows_of_tasks(tasks)
        self.stamp = workflow.stamp_of_rows(rows)
        self.chain: Chain = workflow.approval_chain(batch, rows)
        gaps = {} if batch.issued_at else workflow.missing_for_issue(tasks, today)
        changed = self.chain.changed
        self.lines = [
            Line(row, task, changed.get(row.key, []), gaps.get(task.pk, []))
            for row, task in zip(rows, tasks, strict=True)
        ]
        there = {row.key for row in rows}
        self.removed = [change for key, found in changed.items() if key not in there for change in found]

    @property
    def lacking(self) -> int:
        """How many tasks cannot be issued yet."""
        return sum(bool(line.gaps) for line in self.lines)

    @property
    def without_leader(self) -> int:
        """How many tasks name no 责任领导; that holds nothing back."""
        return sum(not line.row.leader for line in self.lines)

    @property
    def open_round(self) -> Round | None:
        """The round of comments that is running; None between rounds."""
        asked = self.comments.round
        return asked if asked and asked.is_open else None

    @property
    def comments_link(self) -> tuple[str, str]:
        """The words and the address of the way to the comments, where they are the next step; else nothing."""
        asked = self.open_round
        if self.batch.issued_at or not self.lines or self.lacking or asked is None:
            return "", ""
        words = "去结束这一轮" if self.comments.can_end else "看意见"
        return words, f"{self.address}comments/#round{asked.round.number}"

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands before the issue any more."""
        return bool(self.lines) and not self.lacking and self.chain.is_complete

    @property
    def stages(self) -> list[Stage]:
        issued = self.batch.issued_at is not None
        found = [
            Stage("任务分解表", "#table", *self._table()),
            Stage("征求意见", f"{self.address}comments/", *self._comments()),
            Stage("审批", "#approval", *self._approval()),
            Stage("交办", "#notices" if issued else "#issue", *self._issue()),
            Stage("公开", "#release" if issued else "#table", *self._release()),
        ]
        # One thing at a time: the first that is not done is what the office is at.
        now = next((n for n, one in enumerate(found) if one.state == NOW), len(found))
        return [
            one if n <= now or one.state != NOW else Stage(one.name, one.href, AHEAD, one.words)
            for n, one in enumerate(found)
        ]

    @property
    def next_step(self) -> str:
        """One sentence that says what to do next; "" once the batch is issued."""
        if self.batch.issued_at:
            return ""
        if not self.lines:
            return "这一批次已没有任务。请加入任务，或撤销批次。"
        if self.lacking:
            return f"先补齐任务分解表里标出的 {self.lacking} 项，再呈批；审批后再改，需要重新审批。"
        if self.open_round:
            return self._next_of_round(self.open_round)
        turn = self.chain.next
        if turn is None:
            return "各环节都已审批。请核对文号，点“交办这一批”。"
        if turn.state == AGAIN:
            return f"审批后改过任务，请重新呈“{turn.step.name}”审批。"
        if turn.state == RETURNED:
            return "领导已退回修改。请按意见修改，再重新呈批。"
        return f"请呈“{turn.step.name}”审批：领导在平台上审批，或纸质签批后由综合办登记。"

    def _next_of_round(self, asked: Round) -> str:
        if self.comments.can_end:
            return f"{self.comments.end_words}结束后再呈批。"
        if not asked.silent:
            return f"各单位都已反馈，还有 {self.comments.pending} 处意见待处理。处理完再呈批，免得重新审批。"
        return f"正在征求意见，{asked.round.closes_on} 截止。意见处理完再呈批，免得重新审批。"

    def _table(self) -> tuple[str, str]:
        if self.lacking or not self.lines:
            return NOW, f"{self.lacking} 项待补充" if self.lacking else "还没有任务"
        if not self.without_leader:
            return DONE, f"{len(self.lines)} 项，已齐全"
        goes_on = "" if self.batch.issued_at else "，可以交办" if self.chain.is_complete else "，可以呈批"
        return DONE, f"{len(self.lines)} 项{goes_on}；{self.without_leader} 项责任领导待定"

    def _comments(self) -> tuple[str, str]:
        if self.open_round:
            closes_on = self.open_round.round.closes_on
            return NOW, "可以结束" if self.comments.can_end else f"{closes_on:%m-%d} 截止"
        if self.comments.round:
            return DONE, f"已征求 {self.comments.round.round.number} 轮"
        return AHEAD, "未征求" if self.batch.issued_at or self.chain.is_complete else "可以跳过"

    def _approval(self) -> tuple[str, str]:
        turn = self.chain.next
        if turn is None or self.batch.issued_at:
            return DONE, "已审批"
        word = {AGAIN: "须重新审批", RETURNED: "已退回"}.get(turn.state, f"待{turn.step.name}")
        return NOW, word

    def _issue(self) -> tuple[str, str]:
        if self.batch.issued_on:
            return DONE, f"{self.batch.issued_on:%m-%d} 已交办"
        return NOW, "审批后一次完成"

    def _release(self) -> tuple[str, str]:
        released = sum(line.task.released_at is not None for line in self.lines)
        if not self.batch.issued_at:
            return AHEAD, "交办后另行审查"
        if released == len(self.lines):
            return DONE, "已公开"
        return NOW, f"已公开 {released} 项，共 {len(self.lines)} 项"
