"""Records of what was released to the public, by whom, after which review."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from departments.models.guarded import guarded


@guarded
class Release(models.Model):
    """One release of one thing. Withdrawing it closes the row; releasing again opens a new one."""

    class Subject(models.TextChoices):
        MEETING = "meeting", "会议"
        TASK = "task", "任务"
        REPORT = "report", "进展反馈"

    class Publicity(models.TextChoices):
        ON_INITIATIVE = "on_initiative", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        NOT_PUBLIC = "not_public", "不予公开"

    subject_kind = models.CharField("对象种类", max_length=20, choices=Subject)
    subject_id = models.BigIntegerField("对象编号")
    publicity = models.CharField("公开属性", max_length=20, choices=Publicity)
    secrecy_review = models.CharField("保密审查意见", max_length=200)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="公开审查人", on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField("公开时间")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤回人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawal_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开记录"
        ordering = ["-released_at", "-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="publishing_release_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="publishing_release_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(publicity="on_initiative"), name="publishing_release_only_what_may_be_public"
            ),
            models.CheckConstraint(condition=~Q(secrecy_review=""), name="publishing_release_was_reviewed"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="publishing_release_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("released_at")),
                name="publishing_release_withdrawn_after_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_kind_display()} {self.subject_id}"
