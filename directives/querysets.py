"""Which directives and tasks a reader may see, and the conditions that pages and exports share."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from departments.access import access_of

LIVING = ("issued", "in_progress", "submitted")


class DirectiveQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Directives of released meetings whose report may be shown."""
        return self.filter(
            meeting__released_at__isnull=False, version__source_kind="news", version__secrecy="published"
        )


class TaskQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Tasks released to the public; a draft never is (a constraint says so)."""
        return self.filter(released_at__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """Office roles read every task, drafts included; liaisons and heads what their unit was given."""
        access = access_of(user)
        if access.reads_everything:
            return self
        return self.issued().given_to(access.units_as("liaison", "head"))

    def issued(self) -> Self:
        return self.exclude(status="draft")

    def living(self) -> Self:
        """Issued and neither closed nor ended otherwise."""
        return self.filter(status__in=LIVING)

    def given_to(self, departments: Any) -> Self:
        """Tasks with a living assignment to one of the units (instances or primary keys)."""
        from .models import TaskAssignment

        given = TaskAssignment.objects.filter(department__in=departments, ended_on__isnull=True)
        return self.filter(pk__in=given.values("task"))

    def charging(self, department: Any, role: str = "") -> Self:
        """Tasks that gave the unit a part, living or finished, in the role if one is named."""
        condition = Q(assignments__department=department)
        if role:
            condition &= Q(assignments__role=role)
        return self.filter(condition).distinct()

    def due_between(self, first: date | None, last: date | None) -> Self:
        found = self
        if first:
            found = found.filter(due_on__gte=first)
        if last:
            found = found.filter(due_on__lte=last)
        return found
