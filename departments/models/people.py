"""Officials as reports name them, with dated posts and portfolios (分管)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from .dated import Dated, DatedQuerySet
from .guarded import guarded
from .units import Department


class OfficialQuerySet(models.QuerySet):
    def of_the_town(self) -> Self:
        """Those who can answer for a task or approve a batch."""
        return self.filter(is_outside=False)


@guarded
class Official(models.Model):
    name = models.CharField("姓名", max_length=40)
    traditional_name = models.CharField(
        "繁体姓名", max_length=40, blank=True, help_text="自动转换会出错时填写，例如“范”“于”。"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="official",
    )
    order = models.PositiveIntegerField("排序", default=500)
    is_outside = models.BooleanField(
        "镇外领导",
        default=False,
        help_text="上级机关或外单位的领导，只作为讲话人保留；不能作责任领导，也不能审批。",
    )

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


@guarded
class Post(Dated):
    official = models.ForeignKey(
        Official, verbose_name="领导", on_delete=models.CASCADE, related_name="posts"
    )
    title = models.CharField("职务", max_length=60)
    order = models.PositiveIntegerField("排序", default=1)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "职务"
        ordering = ["order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["official", "title"],
                condition=Q(valid_to__isnull=True),
                name="departments_post_once",
                violation_error_message="这项职务已登记。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@guarded
class Portfolio(Dated):
    """分管: the units, fields of work or villages (联系点) that an official answers for."""

    official = models.ForeignKey(
        Official, verbose_name="领导", on_delete=models.CASCADE, related_name="portfolios"
    )
    department = models.ForeignKey(
        Department,
        verbose_name="分管单位或联系点",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="portfolios",
    )
    field = models.CharField("分管领域", max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "分管"
        ordering = ["official__order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(department__isnull=False, field=""))
                | (Q(department__isnull=True) & ~Q(field="")),
                name="departments_portfolio_of_one",
                violation_error_message="请填写分管单位或分管领域，二者选一。",
            ),
        ]

    def __str__(self) -> str:
        return self.field or str(self.department)
