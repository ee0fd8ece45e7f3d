"""Numbers that run without gaps inside a year, and the files that people upload."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from departments.models.guarded import guarded


@guarded
class NumberSeries(models.Model):
    """The last number taken of one kind in one year; see `documents.numbers.take`."""

    class Kind(models.TextChoices):
        TASK = "task", "任务编号"
        BATCH = "batch", "交办单号"

    kind = models.CharField("种类", max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        ordering = ["kind", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="documents_numberseries_one_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


@guarded
class Upload(models.Model):
    """A file that somebody uploaded, checked by its content before it was stored (`documents.uploads`)."""

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        PNG = "image/png", "PNG 图片"
        JPEG = "image/jpeg", "JPEG 图片"

    name = models.CharField("文件名", max_length=160)
    kind = models.CharField("格式", max_length=40, choices=Kind)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    file = models.FileField("文件", upload_to="uploads/%Y/%m/", max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传文件"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="documents_upload_has_content")]

    def __str__(self) -> str:
        return self.name
