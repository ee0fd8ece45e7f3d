"""进展反馈: what a unit says of its share of a task in one period."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from departments.models.guarded import guarded

from .assignment import TaskAssignment


@guarded
class ProgressReport(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SENT = "sent", "已报送"
        RETURNED = "returned", "退回补充"
        ACCEPTED = "accepted", "已采用"

    assignment = models.ForeignKey(
        TaskAssignment, verbose_name="任务分工", on_delete=models.PROTECT, related_name="reports"
    )
    period = models.CharField("所属时期", max_length=12, help_text="例如 2024-08；不定期反馈用日期。")
    text = models.TextField("进展", blank=True)
    problems = models.TextField("存在问题", blank=True)
    next_steps = models.TextField("下步措施", blank=True)
    to_coordinate = models.TextField("需协调事项", blank=True)
    progress = models.PositiveSmallIntegerField("进度", default=0, help_text="百分比。")
    no_change = models.BooleanField("无变化", default=False)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="报送人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)
    filled_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代填人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    public_text = models.TextField("公开文字", blank=True, help_text="公开时使用的文字，原文另行保留。")
    released_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "进展反馈"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "period"],
                name="directives_report_one_a_period",
                violation_error_message="这一期已经反馈过。",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="directives_report_progress_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(no_change=True) | ~Q(text=""),
                name="directives_report_says_something",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="directives_report_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent"]) | Q(reviewed_at__isnull=False),
                name="directives_report_reviewed_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="directives_report_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="directives_report_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | (Q(state="accepted") & ~Q(public_text="")),
                name="directives_report_released_after_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.period}"
