from django.db import models

from departments.models.guarded import guarded


@guarded
class Theme(models.Model):
    slug = models.SlugField("网址名", max_length=60, unique=True, help_text="用于网址，一经公开请勿更改。")
    name = models.CharField("主题", max_length=40, unique=True)
    order = models.PositiveIntegerField("排序", default=500)

    class Meta:
        verbose_name = verbose_name_plural = "主题"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
