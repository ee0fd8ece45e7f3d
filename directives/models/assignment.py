"""任务分工: one unit's share of one task."""

from django.db import models
from django.db.models import F, Q

from departments.models import Department, UnitSet
from departments.models.guarded import guarded

from ..querysets import AssignmentQuerySet
from .basis import Basis
from .charge import Charge
from .task import Task


@guarded
class TaskAssignment(models.Model):
    """One unit's share of one task. Signing, reporting, finishing and timeliness live here."""

    class State(models.TextChoices):
        AWAITING = "awaiting", "待签收"
        IN_PROGRESS = "in_progress", "办理中"
        HANDED_IN = "handed_in", "已报结"
        DONE = "done", "办结"
        ENDED = "ended", "已结束"

    task = models.ForeignKey(Task, verbose_name="任务", on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField("角色", max_length=20, choices=Charge.Role)
    via = models.ForeignKey(
        UnitSet,
        verbose_name="所属责任单位组",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    basis = models.CharField("依据", max_length=10, choices=Basis)
    state = models.CharField("状态", max_length=20, choices=State, default=State.AWAITING)
    progress = models.PositiveSmallIntegerField("进度", default=0, help_text="百分比。")
    sign_by = models.DateField("签收期限", null=True, blank=True)
    due_on = models.DateField("现完成时限", null=True, blank=True)
    original_due_on = models.DateField("原完成时限", null=True, blank=True)
    report_by = models.DateField("下次反馈期限", null=True, blank=True)
    yellow_from = models.DateField("转黄灯日期", null=True, blank=True)
    red_from = models.DateField("转红灯日期", null=True, blank=True)
    acknowledged_at = models.DateTimeField("签收时间", null=True, blank=True)
    handed_in_at = models.DateTimeField("报结时间", null=True, blank=True)
    completion_statement = models.TextField("办结说明", blank=True)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    finished_on = models.DateField("完成日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_basis = models.CharField("结束依据", max_length=200, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="改派为",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务分工"
        ordering = ["task", "department__order", "pk"]
        indexes = [
            models.Index(fields=["department", "state", "due_on"], name="directives_assignment_unit"),
            models.Index(
                fields=["red_from"], name="directives_assignment_red", condition=Q(finished_on=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "department"],
                condition=Q(ended_on__isnull=True),
                name="directives_assignment_one_living",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="directives_assignment_progress_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, original_due_on__isnull=True)
                | Q(due_on__isnull=False, original_due_on__isnull=False),
                name="directives_assignment_both_clocks",
            ),
            models.CheckConstraint(
                condition=Q(state="awaiting", acknowledged_at__isnull=True)
                | Q(state__in=["in_progress", "handed_in", "done"], acknowledged_at__isnull=False)
                | Q(state="ended"),
                name="directives_assignment_signed_before_work",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_in") | Q(handed_in_at__isnull=False),
                name="directives_assignment_handed_in_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | Q(state__in=["handed_in", "done", "ended"]),
                name="directives_assignment_handed_in_only_then",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | Q(handed_in_at__gte=F("acknowledged_at")),
                name="directives_assignment_handed_in_after_signing",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="directives_assignment_replaced_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_on__isnull=False)
                | (~Q(state="done") & Q(finished_on__isnull=True)),
                name="directives_assignment_done_has_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(ended_basis=""))
                | (~Q(state="ended") & Q(ended_on__isnull=True, ended_basis="", replaced_by__isnull=True)),
                name="directives_assignment_ended_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(handed_in_at__isnull=False),
                name="directives_assignment_done_was_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(yellow_from__isnull=True)
                | Q(red_from__isnull=True)
                | Q(yellow_from__lte=F("red_from")),
                name="directives_assignment_yellow_before_red",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_role_display()}"
