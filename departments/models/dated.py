"""Rows that hold from one day to another: names, posts, portfolios, memberships."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Rows that hold on that day; an empty bound is open."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Dated(models.Model):
    """Valid from the first to the last day, both included; an empty bound is open or unknown."""

    valid_from = models.DateField("起始日期", null=True, blank=True, help_text="不详可留空。")
    valid_to = models.DateField("截止日期", null=True, blank=True, help_text="含当日；仍有效则留空。")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
