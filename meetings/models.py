"""SAID: meetings, the frozen text of their reports, who attended, what was on the agenda."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from departments.models import Department, Official
from departments.models.guarded import guarded

from .querysets import MeetingQuerySet, SourceDocumentQuerySet


class DemandSource(models.TextChoices):
    """Where demands come from; all but the first are documents that reached the office."""

    MEETING = "meeting", "会议"
    INSTRUCTION = "instruction", "批示"
    SUPERIOR = "superior", "上级督办"
    MINUTES = "minutes", "会议纪要"
    WORK_REPORT = "work_report", "政府工作报告"
    PEOPLE_PROJECT = "people_project", "民生实事"


@guarded
class Meeting(models.Model):
    class Kind(models.TextChoices):
        ECONOMIC = "economic", "经济形势分析会"
        WORK = "work", "工作会议"
        SPECIAL = "special", "专题会议"
        PARTY = "party", "党委会议"
        OTHER = "other", "其他会议"

    class Level(models.TextChoices):
        TOWN = "town", "镇级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"
        NATION = "nation", "国家级"

    slug = models.SlugField("网址名", max_length=60, unique=True, help_text="用于网址，一经公开请勿更改。")
    name = models.CharField("会议名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=Kind, default=Kind.ECONOMIC)
    level = models.CharField("层级", max_length=20, choices=Level, default=Level.TOWN)
    held_on = models.DateField("召开日期")
    held_text = models.CharField("报道中的时间", max_length=60, blank=True)
    period = models.CharField("所议时期", max_length=40, blank=True, help_text="例如 2024年上半年。")
    place = models.CharField("地点", max_length=120, blank=True)
    chair = models.ForeignKey(
        Official,
        verbose_name="主持人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired",
    )
    conveys = models.CharField("传达贯彻的上级会议", max_length=200, blank=True)
    is_sample = models.BooleanField("示例", default=False, editable=False)
    released_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("录入时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["-held_on", "-id"], name="meetings_meeting_newest")]

    def __str__(self) -> str:
        return self.name


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


class FrozenText(TypeError):
    """Somebody tried to change the text of a report version; an edit makes a new version instead."""


@guarded
class ReportVersion(models.Model):
    """The text of a meeting's report, or of another document, as it stood; every anchor points into one version."""

    class Source(models.TextChoices):
        NEWS = "news", "新闻报道"
        MINUTES = "minutes", "会议纪要"
        OTHER = "other", "其他材料"

    class Secrecy(models.TextChoices):
        PUBLISHED = "published", "已公开发布"
        INTERNAL = "internal", "内部材料"

    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    document = models.ForeignKey(
        SourceDocument,
        verbose_name="来文",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveIntegerField("版本")
    text = models.TextField("全文")
    sha256 = models.CharField("校验值", max_length=64, editable=False)
    fingerprint = models.CharField("字句校验值", max_length=64, db_index=True, editable=False)
    source_kind = models.CharField("材料种类", max_length=20, choices=Source, default=Source.NEWS)
    secrecy = models.CharField("公开状况", max_length=20, choices=Secrecy, default=Secrecy.PUBLISHED)
    source_name = models.CharField("来源", max_length=80, blank=True, help_text="例如报纸或网站名称。")
    source_url = models.URLField("来源网址", blank=True, max_length=500)
    published_on = models.DateField("发布日期", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "报道版本"
        ordering = ["meeting", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_reportversion_number"),
            models.UniqueConstraint(
                fields=["document", "number"], name="meetings_reportversion_document_number"
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, document__isnull=True)
                | Q(meeting__isnull=True, document__isnull=False),
                name="meetings_reportversion_of_meeting_or_document",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="meetings_reportversion_numbers_start_at_one"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"

    def save(self, *args: Any, **kwargs: Any) -> None:
        digest = digest_of(self.text)
        if self.pk and self.sha256 != digest:
            raise FrozenText("报道文本已定稿，修改请另存为新版本。")
        self.sha256, self.fingerprint = digest, fingerprint_of(self.text)
        super().save(*args, **kwargs)

    @property
    def text_is_public(self) -> bool:
        """Minutes and internal material are never shown, only the tasks that came of them."""
        return self.source_kind == self.Source.NEWS and self.secrecy == self.Secrecy.PUBLISHED


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, as lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(text: str) -> str:
    """A digest of the words alone: the same report with other white space is the same report."""
    return digest_of("".join(text.split()))


def span_constraint(name: str, prefix: str = "") -> models.CheckConstraint:
    """Either no place at all, or a version with a non-empty range of characters in it.

    A comparison with NULL is neither true nor false, and a CHECK lets that pass: hence "not null" beside it.
    """
    version, start, end = f"{prefix}version", f"{prefix}start", f"{prefix}end"
    nowhere = {f"{column}__isnull": True for column in (version, start, end)}
    somewhere = {f"{column}__isnull": False for column in (version, start, end)}
    return models.CheckConstraint(
        condition=Q(**nowhere) | Q(**somewhere, **{f"{end}__gt": F(start)}), name=name
    )


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
