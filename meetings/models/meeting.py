"""A meeting: when and where it was held, who presided, whether the public sees it."""

from django.db import models

from departments.models import Official
from departments.models.guarded import guarded

from ..querysets import MeetingQuerySet


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
