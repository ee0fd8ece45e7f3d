"""Where a decided value comes from (tenet "Nothing invented")."""

from django.db import models


class Basis(models.TextChoices):
    TEXT = "text", "原文写明"
    OFFICE = "office", "办公室拟定"
