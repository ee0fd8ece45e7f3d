"""工作要求: what a leader, a meeting or a superior demanded, anchored in the words that demand it."""

from django.db import models
from django.db.models import Q

from departments.models import Official
from departments.models.guarded import guarded
from meetings.models import DemandSource, Meeting, ReportVersion, SourceDocument, span_constraint

from ..querysets import DirectiveQuerySet


@guarded
class Directive(models.Model):
    Source = DemandSource

    class Kind(models.TextChoices):
        DIRECTIVE = "directive", "具体任务"
        PRINCIPLE = "principle", "原则要求"
        DECISION = "decision", "议定事项"
        PLAN = "plan", "计划安排"
        SUGGESTION = "suggestion", "建议"

    source = models.CharField("来源", max_length=20, choices=Source, default=Source.MEETING)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directives",
    )
    document = models.ForeignKey(
        SourceDocument,
        verbose_name="来文",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="directives",
    )
    order = models.PositiveIntegerField("排序", default=0)
    kind = models.CharField("要求类别", max_length=20, choices=Kind, default=Kind.DIRECTIVE)
    speaker = models.ForeignKey(
        Official,
        verbose_name="提出人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directives",
        help_text="会议本身提出的留空。",
    )
    headline = models.CharField("标题", max_length=120, blank=True)
    text = models.TextField("要求内容", help_text="整理后的文字，简体。")
    quotation = models.TextField("原文", blank=True, help_text="与报道逐字一致，保存时在原文中定位。")
    version = models.ForeignKey(
        ReportVersion,
        verbose_name="报道版本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directives",
        editable=False,
    )
    start = models.PositiveIntegerField("起", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("止", null=True, blank=True, editable=False)
    anchor_lost = models.BooleanField("原文已找不到", default=False, editable=False)
    rule = models.CharField("识别规则", max_length=60, blank=True, editable=False)
    issuing_unit = models.CharField("来文单位", max_length=80, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    superior_due_on = models.DateField("上级时限", null=True, blank=True)
    created_at = models.DateTimeField("录入时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作要求"
        ordering = ["meeting", "order", "pk"]
        constraints = [
            span_constraint("directives_directive_span"),
            models.CheckConstraint(
                condition=~Q(source="meeting") | Q(meeting__isnull=False),
                name="directives_directive_meeting_source_has_meeting",
                violation_error_message="来源为会议时，请选择会议。",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | (Q(meeting__isnull=True) & ~Q(source="meeting")),
                name="directives_directive_meeting_or_document",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | ~Q(quotation=""),
                name="directives_directive_anchored_words_are_kept",
            ),
            models.CheckConstraint(
                condition=Q(anchor_lost=False) | Q(version__isnull=True),
                name="directives_directive_lost_has_no_place",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.text[:30]

    @property
    def origin(self) -> Meeting | SourceDocument | None:
        """The meeting or the document that demands it."""
        return self.meeting or self.document
