"""What lies on each person's desk: the lists of the office's home page, by role."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from departments.access import Access
from departments.models import Role
from directives.models import (
    Batch,
    CommentRequest,
    CommentRound,
    Notice,
    ProgressReport,
    Task,
    TaskAssignment,
)
from directives.periods import period_of
from directives.querysets import LIVING
from directives.workflow import batches_waiting_for
from meetings.models import IntakeDraft, Meeting
from publishing.models import Release

from .comment_page import Asked, state_words

SHOWN = 30
State = TaskAssignment.State


def owed_by(access: Access) -> list[TaskAssignment]:
    """What the person's units still have to do, the nearest date first."""
    units = access.units_as(Role.LIAISON, Role.HEAD)
    return list(
        TaskAssignment.objects.filter(
            department__in=units, state__in=[State.AWAITING, State.IN_PROGRESS], task__status__in=LIVING
        )
        .select_related("task", "department")
        .prefetch_related("reports")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def new_orders(access: Access) -> QuerySet[Notice]:
    """Notices that nobody of the person's units has seen yet, the newest first, each with its `task_count`."""
    units = access.units_as(Role.LIAISON, Role.HEAD)
    own = Count("batch__tasks__assignments", filter=Q(batch__tasks__assignments__department=F("department")))
    unseen = Notice.objects.filter(department__in=units, seen_at__isnull=True)
    return unseen.annotate(task_count=own).select_related("batch", "department").order_by("-sent_at", "pk")


def batches_to_decide(user: Any) -> list[Batch]:
    """Batches in preparation whose next step waits for this leader."""
    return batches_waiting_for(user, list(batches_to_issue().order_by("pk")))


def batches_to_issue() -> QuerySet[Batch]:
    """Batches that are being prepared."""
    return Batch.objects.filter(issued_at__isnull=True, tasks__isnull=False).distinct().order_by("-pk")


def comments_asked(access: Access) -> list[Asked]:
    """Rounds about batches in preparation in which the person's units may answer, or have answered: what waits for
    them first, then by the day on which the round ends."""
    today = timezone.localdate()
    rounds = CommentRound.objects.open_on(today)
    found = CommentRequest.objects.filter(
        Q(round__in=rounds) | Q(answered_at__isnull=False),
        department__in=access.units_as(Role.LIAISON, Role.HEAD),
        round__batch__in=batches_to_issue(),
    )
    found = found.select_related("round__batch", "department").prefetch_related("proposals")
    asked = [
        Asked(one, state_words(one, round_open=one.round.is_open_on(today)))
        for one in found.order_by("round__closes_on", "pk")
    ]
    return sorted(asked, key=lambda one: not one.is_silent)


def waiting_for_review(access: Access) -> list[TaskAssignment]:
    """What the person's units have handed in and the office has not answered yet."""
    units = access.units_as(Role.LIAISON, Role.HEAD)
    return list(
        TaskAssignment.objects.filter(department__in=units, state=State.HANDED_IN)
        .select_related("task", "department")
        .order_by("handed_in_at")
    )


def reported_this_period(assignment: TaskAssignment, day: date) -> bool:
    """Whether this period's report stands; one that was sent back has to be sent again."""
    period = period_of(assignment.task.report_cycle, day)
    return any(
        report.period == period and report.state in (ProgressReport.State.SENT, ProgressReport.State.ACCEPTED)
        for report in assignment.reports.all()
    )


def open_drafts() -> QuerySet[IntakeDraft]:
    """Reports on their way to becoming meetings, the last touched first."""
    return IntakeDraft.objects.filter(confirmed_at=None, discarded_at=None).select_related("created_by")


def meetings_to_issue() -> QuerySet[Meeting]:
    """Meetings that still have tasks nobody was given."""
    draft = Q(directives__tasks__status=Task.Status.DRAFT, directives__tasks__batch__isnull=True)
    drafts = Count("directives__tasks", filter=draft, distinct=True)
    return Meeting.objects.annotate(draft_count=drafts).filter(draft_count__gt=0)


def reports_to_review() -> QuerySet[ProgressReport]:
    """Reports that units sent and nobody has read yet, the oldest first."""
    return (
        ProgressReport.objects.filter(state=ProgressReport.State.SENT)
        .select_related("assignment__task", "assignment__department", "sent_by")
        .order_by("sent_at")
    )


def completions_to_review() -> QuerySet[TaskAssignment]:
    """Shares that a head handed in as finished, the oldest first."""
    return (
        TaskAssignment.objects.filter(state=State.HANDED_IN)
        .select_related("task", "department")
        .order_by("handed_in_at")
    )


def tasks_to_release() -> QuerySet[Task]:
    """Issued tasks the public does not see and might; ended ones stay inside unless somebody looks for them."""
    return (
        Task.objects.issued()
        .filter(
            released_at__isnull=True,
            status__in=[*LIVING, Task.Status.CLOSED],
            publicity__in=["", Release.Publicity.ON_INITIATIVE],
        )
        .select_related("theme")
        .order_by("number")
    )


def meetings_to_release() -> QuerySet[Meeting]:
    return Meeting.objects.filter(released_at__isnull=True).exclude(directives=None).distinct()


def reports_to_release() -> QuerySet[ProgressReport]:
    """Accepted reports of released tasks of which the public has no words yet."""
    return (
        ProgressReport.objects.filter(
            state=ProgressReport.State.ACCEPTED,
            released_at__isnull=True,
            no_change=False,
            assignment__task__released_at__isnull=False,
        )
        .select_related("assignment__task", "assignment__department")
        .order_by("reviewed_at")
    )


def standing(user: Any) -> list[tuple[str, str, int]]:
    """State, its word and how many tasks are in it, for those who read rather than act."""
    rows = dict(Task.objects.visible_to(user).order_by().values_list("status").annotate(number=Count("pk")))
    return [(state.value, str(state.label), rows[state]) for state in Task.Status if state in rows]
