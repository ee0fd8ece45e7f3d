"""交办批次 and the approval without which it cannot be issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from departments.models import Department, Official
from departments.models.guarded import guarded
from documents.models import Upload


@guarded
class Batch(models.Model):
    """Tasks issued in one act. Our number is yearly and without gaps; the register's 文号 is typed."""

    number = models.CharField("交办单号", max_length=20, null=True, blank=True, unique=True)
    document_number = models.CharField(
        "文号", max_length=60, blank=True, help_text="本单位发文登记的文号，可留空。"
    )
    title = models.CharField("名称", max_length=160)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField("拟稿时间", default=timezone.now)
    # Of the draft as a whole; what changed in a task, or joined, is told by the task's own time.
    changed_at = models.DateTimeField("改名或移出任务的时间", null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="交办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    issued_on = models.DateField("交办日期", null=True, blank=True)
    issued_at = models.DateTimeField("交办时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交办批次"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="directives_batch_document_number_once",
                violation_error_message="这个文号已用过。",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, issued_on__isnull=True, issued_at__isnull=True)
                | Q(number__isnull=False, issued_on__isnull=False, issued_at__isnull=False),
                name="directives_batch_number_comes_with_issue",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="directives_batch_issued_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title


@guarded
class Approval(models.Model):
    """Who approved a batch at which step, when and in which words; on paper the entry says so.

    `rows` holds what was approved, by task, so that a change made afterwards is seen (`workflow.approving`).
    """

    class Medium(models.TextChoices):
        PAPER = "paper", "纸质审批"
        PORTAL = "portal", "平台审批"

    class Verdict(models.TextChoices):
        AGREED = "agreed", "同意"
        RETURNED = "returned", "退回修改"
        CANCELLED = "cancelled", "登记有误，已撤销"

    batch = models.ForeignKey(
        Batch, verbose_name="交办批次", on_delete=models.CASCADE, related_name="approvals"
    )
    medium = models.CharField("审批方式", max_length=10, choices=Medium, default=Medium.PAPER)
    step = models.PositiveSmallIntegerField("环节序号", default=1)
    step_name = models.CharField("环节", max_length=40, blank=True)
    verdict = models.CharField("结论", max_length=10, choices=Verdict, default=Verdict.AGREED)
    approver = models.CharField("审批人", max_length=40)
    official = models.ForeignKey(
        Official,
        verbose_name="审批领导",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    words = models.CharField("审批意见", max_length=200)
    approved_on = models.DateField("审批日期")
    scan = models.ForeignKey(
        Upload,
        verbose_name="扫描件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    rows = models.JSONField("审批时的任务", default=dict, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批"
        ordering = ["approved_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(approver="") & ~Q(words=""), name="directives_approval_names_and_words"
            ),
            models.CheckConstraint(condition=Q(step__gte=1), name="directives_approval_steps_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.approver}：{self.words}"


@guarded
class Notice(models.Model):
    """交办通知: one for each unit of an issued batch, however many of its tasks the unit was given."""

    batch = models.ForeignKey(
        Batch, verbose_name="交办批次", on_delete=models.CASCADE, related_name="notices"
    )
    department = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="notices"
    )
    sent_at = models.DateTimeField("通知时间")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="查看人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    seen_at = models.DateTimeField("查看时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交办通知"
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "department"], name="directives_notice_one_a_unit"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="directives_notice_seen_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.department}"
