"""The text of a report or document as it stood, frozen; every anchor points into one version."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from departments.models.guarded import guarded

from .document import SourceDocument
from .meeting import Meeting


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
