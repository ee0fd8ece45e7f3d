"""征求意见: a batch sent to units before approval, what each proposes, and what the office made of it."""

from datetime import date
from difflib import SequenceMatcher

from django.conf import settings
from django.db import models
from django.db.models import Q

from departments.models import Department
from departments.models.guarded import guarded

from ..querysets import CommentRoundQuerySet
from .batch import Batch
from .task import Task


@guarded
class CommentRound(models.Model):
    """One round of comments on a batch. It ends on its date; a unit that was silent then had no objection."""

    batch = models.ForeignKey(
        Batch, verbose_name="交办批次", on_delete=models.CASCADE, related_name="comment_rounds"
    )
    number = models.PositiveSmallIntegerField("轮次")
    closes_on = models.DateField("截止日期")
    note = models.CharField("说明", max_length=200, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="发起人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("发起时间")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = CommentRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="directives_commentround_number"),
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(closed_at__isnull=True),
                name="directives_commentround_one_open",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="directives_commentround_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} 第{self.number}轮"

    def is_open_on(self, day: date) -> bool:
        """What `CommentRoundQuerySet.open_on` asks, of one round: a round ends with its day, without any job."""
        return self.closed_at is None and day <= self.closes_on


@guarded
class CommentRequest(models.Model):
    """What one unit was asked in a round, and how it answered."""

    class Way(models.TextChoices):
        PORTAL = "portal", "平台填写"
        WORKBOOK = "workbook", "退回表格"

    round = models.ForeignKey(
        CommentRound, verbose_name="轮次", on_delete=models.CASCADE, related_name="requests"
    )
    department = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="comment_requests"
    )
    way = models.CharField("方式", max_length=10, choices=Way, blank=True)
    general = models.TextField("总体意见", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="反馈人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="综合办代为录入的，是经办人。",
    )
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    # The office's word back, and the general words that it is to. What was answered stays, as a decided proposal
    # does; words that the unit adds under it wait anew.
    replied_to = models.TextField("已答复的总体意见", blank=True)
    reply = models.TextField("对总体意见的答复", blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "征求意见单位"
        ordering = ["round", "department__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "department"], name="directives_commentrequest_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, way="") | (Q(answered_at__isnull=False) & ~Q(way="")),
                name="directives_commentrequest_answered_some_way",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="", replied_to="")
                | (Q(replied_at__isnull=False) & ~Q(reply="") & ~Q(replied_to="")),
                name="directives_commentrequest_replied_with_a_word",
            ),
            models.CheckConstraint(
                condition=Q(replied_to="") | ~Q(general=""),
                name="directives_commentrequest_answered_words_stay",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.department}"

    @property
    def waiting_words(self) -> str:
        """The part of its general words that nobody answered yet; "" when nothing waits."""
        return self.general.removeprefix(self.replied_to).lstrip("\n")


@guarded
class Proposal(models.Model):
    """One cell that a unit would have otherwise: what it says now, what it should say, why, and the decision."""

    class Column(models.TextChoices):
        TITLE = "title", "任务"
        MEASURES = "measures", "措施"
        LEAD = "lead", "牵头单位"
        SUPPORTING = "supporting", "配合单位"
        LEADER = "leader", "责任领导"
        DUE = "due", "完成时限"

    class Verdict(models.TextChoices):
        PENDING = "pending", "待处理"
        ACCEPTED = "accepted", "采纳"
        REFUSED = "refused", "未采纳"

    request = models.ForeignKey(
        CommentRequest, verbose_name="征求意见单位", on_delete=models.CASCADE, related_name="proposals"
    )
    task = models.ForeignKey(Task, verbose_name="任务", on_delete=models.PROTECT, related_name="proposals")
    task_title = models.CharField("任务名称（提出时）", max_length=200)
    column = models.CharField("栏目", max_length=20, choices=Column)
    current = models.TextField("原内容", blank=True)
    proposed = models.TextField("建议内容", blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    verdict = models.CharField("处理", max_length=10, choices=Verdict, default=Verdict.PENDING)
    answer = models.CharField("答复", max_length=400, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="处理人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "修改意见"
        ordering = ["task", "request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "task", "column"], name="directives_proposal_one_a_cell"
            ),
            models.CheckConstraint(
                condition=Q(verdict="pending", decided_at__isnull=True)
                | (~Q(verdict="pending") & Q(decided_at__isnull=False)),
                name="directives_proposal_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="refused") | ~Q(answer=""),
                name="directives_proposal_refused_with_a_word",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.get_column_display()}"

    @property
    def changed_lines(self) -> list[tuple[str, str]]:
        """Of a cell of several lines, each with what the proposal does to it: `kept`, `dropped` or `added`; else empty."""
        before, after = self.current.splitlines(), self.proposed.splitlines()
        if max(len(before), len(after)) < 2:
            return []
        found: list[tuple[str, str]] = []
        for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "equal":
                found += (("kept", line) for line in before[a:b])
            else:
                found += (("dropped", line) for line in before[a:b])
                found += (("added", line) for line in after[c:d])
        return found
