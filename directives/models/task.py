"""任务: what the office made of one or several directives."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from departments.models import Official
from departments.models.guarded import guarded
from meetings.models import ReportVersion, span_constraint
from publishing.models import Release

from ..querysets import TaskQuerySet
from .basis import Basis
from .batch import Batch
from .directive import Directive
from .theme import Theme


@guarded
class Task(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "待交办"
        ISSUED = "issued", "待签收"
        IN_PROGRESS = "in_progress", "办理中"
        SUBMITTED = "submitted", "待审核"
        CLOSED = "closed", "办结销号"
        SUSPENDED = "suspended", "暂缓"
        TERMINATED = "terminated", "终止督办"
        MERGED = "merged", "已并入"

    class Nature(models.TextChoices):
        FIXED_TERM = "fixed_term", "限期"
        MULTI_YEAR = "multi_year", "跨年"
        STANDING = "standing", "长期坚持"
        RECURRING = "recurring", "周期性"

    class Mode(models.TextChoices):
        SINGLE_LEAD = "single_lead", "单一牵头"
        JOINT_LEAD = "joint_lead", "共同牵头"
        EACH = "each", "各自负责"

    class Reporting(models.TextChoices):
        COLLATED = "collated", "牵头汇总"
        EACH = "each", "各自反馈"

    class Cycle(models.TextChoices):
        NONE = "none", "不定期"
        WEEKLY = "weekly", "每周"
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季"

    number = models.CharField("编号", max_length=20, null=True, blank=True, unique=True, editable=False)
    title = models.CharField("任务", max_length=200)
    measures = models.TextField("措施", blank=True, help_text="一行一条。")
    theme = models.ForeignKey(
        Theme, verbose_name="主题", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    nature = models.CharField("任务性质", max_length=20, choices=Nature, default=Nature.FIXED_TERM)
    mode = models.CharField("责任方式", max_length=20, choices=Mode, default=Mode.SINGLE_LEAD)
    reporting = models.CharField("反馈方式", max_length=20, choices=Reporting, default=Reporting.COLLATED)
    responsible_leader = models.ForeignKey(
        Official,
        verbose_name="责任领导",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        help_text="交办时确定，之后不随分管调整而变。",
    )
    sign_by = models.DateField("签收期限", null=True, blank=True)
    report_cycle = models.CharField("反馈周期", max_length=20, choices=Cycle, default=Cycle.MONTHLY)
    report_day = models.PositiveSmallIntegerField(
        "反馈日",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="例如 25 表示每月25日前；每周为 1 至 7。",
    )
    due_on = models.DateField("完成时限", null=True, blank=True)
    due_basis = models.CharField("时限依据", max_length=10, choices=Basis, blank=True)
    due_text = models.CharField("原文时限", max_length=60, blank=True, help_text="报道写明时限时，照录原话。")
    due_version = models.ForeignKey(
        ReportVersion,
        verbose_name="时限所在报道版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    due_start = models.PositiveIntegerField("时限起", null=True, blank=True, editable=False)
    due_end = models.PositiveIntegerField("时限止", null=True, blank=True, editable=False)
    publicity = models.CharField(
        "公开属性", max_length=20, choices=Release.Publicity, blank=True, editable=False
    )
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    batch = models.ForeignKey(
        Batch,
        verbose_name="交办批次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        editable=False,
    )
    issued_on = models.DateField("交办日期", null=True, blank=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    released_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    ended_basis = models.CharField("暂缓、终止或并入的依据", max_length=200, blank=True, editable=False)
    ended_on = models.DateField("暂缓、终止或并入的日期", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="并入任务",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_tasks",
        editable=False,
    )
    is_sample = models.BooleanField("示例", default=False, editable=False)
    directives = models.ManyToManyField(
        Directive, through="TaskSource", verbose_name="来源要求", related_name="tasks"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="录入人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField("录入时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "due_on", "id"], name="directives_task_by_due"),
            models.Index(
                fields=["theme", "status"],
                name="directives_task_public",
                condition=Q(released_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", number__isnull=True, issued_on__isnull=True)
                | (
                    ~Q(status="draft") & Q(number__isnull=False, issued_on__isnull=False, batch__isnull=False)
                ),
                name="directives_task_number_comes_with_issue",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(status="draft"),
                name="directives_task_draft_is_not_released",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(publicity="on_initiative"),
                name="directives_task_released_may_be_public",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, due_basis="") | (Q(due_on__isnull=False) & ~Q(due_basis="")),
                name="directives_task_due_date_has_a_basis",
                violation_error_message="完成时限与时限依据须同时填写。",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | ~Q(number=""), name="directives_task_number_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="directives_task_merged_into_another",
            ),
            span_constraint("directives_task_due_span", prefix="due_"),
            models.CheckConstraint(
                condition=~Q(due_basis="text") | ~Q(due_text=""),
                name="directives_task_due_by_text_quotes_it",
                violation_error_message="时限依据为原文时，请照录原文时限。",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(nature="fixed_term") | Q(due_on__isnull=False),
                name="directives_task_fixed_term_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(nature="standing") | Q(due_on__isnull=True),
                name="directives_task_standing_has_no_date",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on__isnull=True)),
                name="directives_task_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["suspended", "terminated", "merged"], ended_on__isnull=False)
                    & ~Q(ended_basis="")
                )
                | (
                    ~Q(status__in=["suspended", "terminated", "merged"])
                    & Q(ended_on__isnull=True, ended_basis="")
                ),
                name="directives_task_side_exit_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="directives_task_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("issued_on")),
                name="directives_task_closed_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("issued_on")),
                name="directives_task_ended_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(report_day__isnull=True) | Q(report_day__gte=1, report_day__lte=31),
                name="directives_task_report_day_in_month",
            ),
            models.CheckConstraint(
                condition=~Q(report_cycle="weekly") | Q(report_day__isnull=True) | Q(report_day__lte=7),
                name="directives_task_report_day_in_week",
                violation_error_message="每周反馈的，反馈日请填 1 至 7。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def measure_list(self) -> list[str]:
        return [line for line in self.measures.splitlines() if line.strip()]


@guarded
class TaskSource(models.Model):
    """Which words of which directive a task comes from."""

    task = models.ForeignKey(Task, verbose_name="任务", on_delete=models.CASCADE, related_name="sources")
    directive = models.ForeignKey(
        Directive, verbose_name="工作要求", on_delete=models.PROTECT, related_name="task_sources"
    )
    quotation = models.TextField("原文", blank=True, help_text="与报道逐字一致，保存时在原文中定位。")
    version = models.ForeignKey(
        ReportVersion,
        verbose_name="报道版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="task_sources",
        editable=False,
    )
    start = models.PositiveIntegerField("起", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("止", null=True, blank=True, editable=False)
    anchor_lost = models.BooleanField("原文已找不到", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "任务来源"
        ordering = ["pk"]
        constraints = [
            span_constraint("directives_tasksource_span"),
            models.UniqueConstraint(
                fields=["task", "directive"],
                name="directives_tasksource_once",
                violation_error_message="该工作要求已是本任务的来源。",
            ),
            models.CheckConstraint(
                condition=Q(anchor_lost=False) | Q(version__isnull=True),
                name="directives_tasksource_lost_has_no_place",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | ~Q(quotation=""),
                name="directives_tasksource_anchored_words_are_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive}"
