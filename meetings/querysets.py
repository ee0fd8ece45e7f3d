"""Which meetings and documents a reader may see."""

from typing import Any, Self

from django.db import models

from departments.access import access_of


class MeetingQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Meetings released to the public."""
        return self.filter(released_at__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """Office roles read every meeting; liaisons and heads those that gave their unit a task."""
        access = access_of(user)
        if access.reads_everything:
            return self
        units = access.units_as("liaison", "head")
        return self.filter(directives__task_sources__task__assignments__department__in=units).distinct()


class SourceDocumentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Like meetings: office roles read every document, liaisons and heads those that gave their unit a task."""
        access = access_of(user)
        if access.reads_everything:
            return self
        units = access.units_as("liaison", "head")
        return self.filter(directives__task_sources__task__assignments__department__in=units).distinct()
