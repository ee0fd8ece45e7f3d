from django.db import models

from .guarded import guarded


@guarded
class ReferenceFact(models.Model):
    """A shipped fact that was loaded once. It is not loaded again, so that a clerk's edit or removal stays."""

    key = models.CharField(max_length=160, unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已载入的基础资料"

    def __str__(self) -> str:
        return self.key
