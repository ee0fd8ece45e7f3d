"""A pasted text on its way to records, and each change that was made to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from departments.models.guarded import guarded

from .document import DemandSource, SourceDocument
from .meeting import Meeting
from .report import ReportVersion


@guarded
class IntakeDraft(models.Model):
    """A pasted report on its way to records: what the parser found and what the clerk made of it.

    A draft from a table or of typed rows has no text. One report has one open draft at most; a draft given up stays for the record.
    """

    text = models.TextField("全文", blank=True)
    fingerprint = models.CharField("字句校验值", max_length=64, editable=False)
    source_kind = models.CharField(
        "材料种类", max_length=20, choices=ReportVersion.Source, default=ReportVersion.Source.NEWS
    )
    secrecy = models.CharField(
        "公开状况", max_length=20, choices=ReportVersion.Secrecy, default=ReportVersion.Secrecy.PUBLISHED
    )
    source_name = models.CharField("来源", max_length=80, blank=True)
    source_url = models.URLField("来源网址", blank=True, max_length=500)
    published_on = models.DateField("发布日期", null=True, blank=True)
    source = models.CharField("来源", max_length=20, choices=DemandSource, default=DemandSource.MEETING)
    found = models.JSONField("解析结果", default=dict)
    made = models.JSONField("经办人修改稿", default=dict)
    is_sample = models.BooleanField("示例", default=False, editable=False)
    revision = models.PositiveIntegerField("修订次数", default=0)
    meeting = models.OneToOneField(
        Meeting,
        verbose_name="生成的会议",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="draft",
    )
    document = models.OneToOneField(
        SourceDocument,
        verbose_name="生成的来文",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="draft",
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="正在编辑",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    held_token = models.CharField("编辑窗口", max_length=40, blank=True)
    # The key of the last request that was carried out: the same one again is a repetition, since its answer was lost.
    last_request = models.CharField("最近一次请求", max_length=40, blank=True, editable=False)
    held_at = models.DateTimeField("编辑时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    discarded_at = models.DateTimeField("放弃时间", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "录入草稿"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(confirmed_at__isnull=True, discarded_at__isnull=True),
                name="meetings_intakedraft_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(source="meeting") | ~Q(text=""), name="meetings_intakedraft_report_has_a_text"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(discarded_at__isnull=True),
                name="meetings_intakedraft_confirmed_or_discarded",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(confirmed_at__isnull=False),
                name="meetings_intakedraft_meeting_comes_with_confirmation",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(confirmed_at__isnull=False, meeting__isnull=True),
                name="meetings_intakedraft_document_comes_with_confirmation",
            ),
            models.CheckConstraint(
                condition=Q(held_by__isnull=True, held_at__isnull=True, held_token="")
                | Q(held_by__isnull=False, held_at__isnull=False),
                name="meetings_intakedraft_held_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        document, meeting = self.made.get("document", {}), self.made.get("meeting", {})
        return document.get("title") or meeting.get("name") or f"草稿 {self.pk}"


@guarded
class IntakeStep(models.Model):
    """One change of a draft, with what takes it back and what makes it again."""

    draft = models.ForeignKey(
        IntakeDraft, verbose_name="录入草稿", on_delete=models.CASCADE, related_name="steps"
    )
    label = models.CharField("修改", max_length=60)
    back = models.JSONField("撤销内容")
    forth = models.JSONField("重做内容")
    undone = models.BooleanField("已撤销", default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿修改记录"
        ordering = ["draft", "pk"]

    def __str__(self) -> str:
        return self.label
