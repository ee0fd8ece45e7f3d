"""Numbers that run without gaps inside a year."""

from django.db import models

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
