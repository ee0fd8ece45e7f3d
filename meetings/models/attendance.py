"""Who attended a meeting, and what was on its agenda."""

from django.db import models
from django.db.models import Q

from departments.models import Department, Official
from departments.models.guarded import guarded

from .meeting import Meeting
from .report import ReportVersion, span_constraint


@guarded
class Attendance(models.Model):
    """One person or unit at a meeting, as the report names them."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="会议", on_delete=models.CASCADE, related_name="attendances"
    )
    order = models.PositiveIntegerField("排序", default=0)
    name = models.CharField("名称", max_length=80, help_text="报道中的姓名或单位名称。")
    posts = models.CharField("职务", max_length=200, blank=True, help_text="多个职务用“、”隔开。")
    official = models.ForeignKey(
        Official,
        verbose_name="领导",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    department = models.ForeignKey(
        Department,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    is_unit = models.BooleanField("是单位", default=False)
    attended = models.BooleanField("参加", default=True)
    chaired = models.BooleanField("主持", default=False)
    spoke = models.BooleanField("发言", default=False)
    directed = models.BooleanField("提出要求", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "参会情况"
        ordering = ["is_unit", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name", "is_unit"],
                name="meetings_attendance_once",
                violation_error_message="该名称已在参会名单中。",
            ),
            models.CheckConstraint(
                condition=Q(is_unit=True, official__isnull=True) | Q(is_unit=False, department__isnull=True),
                name="meetings_attendance_person_or_unit",
                violation_error_message="领导与单位只能选一个，并与“是单位”一致。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@guarded
class AgendaItem(models.Model):
    class Kind(models.TextChoices):
        SPEECH = "speech", "发言"
        COORDINATION = "coordination", "现场协调"
        DEPLOYMENT = "deployment", "部署"

    meeting = models.ForeignKey(Meeting, verbose_name="会议", on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveIntegerField("排序", default=0)
    kind = models.CharField("环节", max_length=20, choices=Kind)
    text = models.TextField("内容")
    version = models.ForeignKey(
        ReportVersion,
        verbose_name="报道版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    start = models.PositiveIntegerField("起", null=True, blank=True)
    end = models.PositiveIntegerField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议环节"
        ordering = ["order", "pk"]
        constraints = [span_constraint("meetings_agendaitem_span")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:20]}"
