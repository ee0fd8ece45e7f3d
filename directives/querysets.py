"""Which directives and tasks a reader may see, and the conditions that pages and exports share."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from departments.access import access_of

if TYPE_CHECKING:
    from .models import ProgressReport, TaskAssignment, TaskSource

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
        """Tasks of which one of the units (instances or primary keys) has a share, or had one to the end.

        A share given to another unit instead is none any more.
        """
        from .models import TaskAssignment

        given = TaskAssignment.objects.filter(department__in=departments, replaced_by__isnull=True)
        return self.filter(pk__in=given.values("task"))

    def due_between(self, first: date | None, last: date | None) -> Self:
        found = self
        if first:
            found = found.filter(due_on__gte=first)
        if last:
            found = found.filter(due_on__lte=last)
        return found

    def publicly_charging(self, unit: str = "", role: str = "") -> Self:
        """Tasks with a part that the public sees: of the unit with that slug, in that role, or both at once."""
        parts = public_assignments().filter(task=OuterRef("pk"))
        if unit:
            parts = parts.filter(department__slug=unit)
        if role:
            parts = parts.filter(role=role)
        return self.filter(Exists(parts))

    def of_public_meeting(self, slug: str) -> Self:
        """Tasks that came of the released meeting with that slug."""
        sources = public_sources().filter(directive__meeting__slug=slug, task=OuterRef("pk"))
        return self.filter(Exists(sources))

    def about(self, words: str) -> Self:
        """Tasks whose number, title, measures or public source contain each of the words."""
        found = self
        for word in words.split():
            sources = quoted_sources().filter(
                Q(directive__headline__icontains=word) | Q(directive__text__icontains=word),
                task=OuterRef("pk"),
            )
            found = found.filter(
                Q(title__icontains=word) | Q(measures__icontains=word) | Q(number=word) | Exists(sources)
            )
        return found

    def by_theme(self) -> Self:
        return self.order_by(F("theme__order").asc(nulls_last=True), F("theme").asc(nulls_last=True), "pk")

    def by_due_date(self) -> Self:
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def newest_first(self) -> Self:
        return self.order_by(F("issued_on").desc(nulls_last=True), "-pk")


class CommentRoundQuerySet(models.QuerySet):
    def open_on(self, day: date) -> Self:
        """Rounds in which units may answer that day: nobody closed them, and their own day is not over."""
        return self.filter(closed_at__isnull=True, closes_on__gte=day)


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Office roles read every unit's share; liaisons and heads that of their own unit alone."""
        access = access_of(user)
        if access.reads_everything:
            return self
        return self.filter(department__in=access.units_as("liaison", "head"))


def public_assignments() -> "models.QuerySet[TaskAssignment]":
    """Shares of released tasks. One taken from its unit is shown no more; one that ended with the task is."""
    from .models import TaskAssignment

    task_ended_on = Coalesce(F("task__closed_on"), F("task__ended_on"))
    return TaskAssignment.objects.filter(
        Q(ended_on__isnull=True) | Q(replaced_by__isnull=True, ended_on__gte=task_ended_on),
        task__released_at__isnull=False,
    )


def public_sources() -> "models.QuerySet[TaskSource]":
    """Which released task came of which released meeting, minutes included: the link, not the words."""
    from .models import TaskSource

    return TaskSource.objects.filter(
        task__released_at__isnull=False, directive__meeting__released_at__isnull=False
    )


def quoted_sources() -> "models.QuerySet[TaskSource]":
    """Those of the public sources whose words may be shown."""
    own_words = Q(version__isnull=True) | Q(version__source_kind="news", version__secrecy="published")
    return public_sources().filter(
        own_words, directive__version__source_kind="news", directive__version__secrecy="published"
    )


def public_reports() -> "models.QuerySet[ProgressReport]":
    """Released progress reports of released tasks."""
    from .models import ProgressReport

    return ProgressReport.objects.filter(
        released_at__isnull=False, assignment__task__released_at__isnull=False
    )
