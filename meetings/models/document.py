"""Where demands come from, and documents other than a meeting's report that demand work."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from departments.models.guarded import guarded

from ..querysets import SourceDocumentQuerySet


class DemandSource(models.TextChoices):
    """Where demands come from; all but the first are documents that reached the office."""

    MEETING = "meeting", "会议"
    INSTRUCTION = "instruction", "批示"
    SUPERIOR = "superior", "上级督办"
    MINUTES = "minutes", "会议纪要"
    WORK_REPORT = "work_report", "政府工作报告"
    PEOPLE_PROJECT = "people_project", "民生实事"


@guarded
class SourceDocument(models.Model):
    """来文: a document other than a meeting's report that demands work: 批示, 上级督办, 政府工作报告 and the like.

    A superior's deadline and the earlier one that the office sets itself are both kept.
    """

    kind = models.CharField("来源", max_length=20, choices=DemandSource, default=DemandSource.SUPERIOR)
    title = models.CharField("名称", max_length=160)
    issuing_unit = models.CharField("来文单位", max_length=80, blank=True)
    document_number = models.CharField("来文文号", max_length=60, blank=True)
    received_on = models.DateField("收文日期")
    superior_due_on = models.DateField("上级时限", null=True, blank=True)
    internal_due_on = models.DateField("内部时限", null=True, blank=True)
    feedback_to = models.CharField("反馈上级", max_length=80, blank=True, help_text="办结后向谁反馈。")
    is_sample = models.BooleanField("示例", default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="录入人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来文"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="meeting"), name="meetings_sourcedocument_is_no_meeting"
            ),
            models.CheckConstraint(
                condition=Q(superior_due_on__isnull=True)
                | Q(internal_due_on__isnull=True)
                | Q(internal_due_on__lte=F("superior_due_on")),
                name="meetings_sourcedocument_internal_date_is_earlier",
                violation_error_message="内部时限不能晚于上级时限。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
