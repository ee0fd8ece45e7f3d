"""What lies on each person's desk: the lists of the office's home page, by role."""

from datetime import date, timedelta
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
    Proposal,
    Task,
    TaskAssignment,
)
from directives.periods import period_of
from directives.querysets import LIVING
from directives.workflow import batches_waiting_for
from meetings.models import IntakeDraft, Meeting, SourceDocument
from publishing.models import Release

from .comment_page import Asked, state_words

SHOWN = 30
ANSWERS_KEPT = timedelta(days=30)
ORDERS_KEPT = timedelta(days=60)
State = TaskAssignment.State
Verdict = Proposal.Verdict


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


def recent_orders(access: Access) -> QuerySet[Notice]:
    """Notices of the last 60 days that somebody of the person's units has seen, the newest first: the 交办单 of a
    batch is wanted long after its tasks were signed for."""
    since = timezone.now() - ORDERS_KEPT
    seen = Notice.objects.filter(
        department__in=access.units_as(Role.LIAISON, Role.HEAD), seen_at__isnull=False, sent_at__gte=since
    )
    return seen.select_related("batch", "department").order_by("-sent_at", "pk")


def orders_of_task(access: Access, task: Task) -> list[Notice]:
    """The notices with which the person's units were given the task, each with its 交办单."""
    found = Notice.objects.filter(
        batch=task.batch_id,
        department__in=access.units_as(Role.LIAISON, Role.HEAD),
        department__assignments__task=task,
    )
    return list(found.select_related("department").distinct()) if task.batch_id else []


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


def comments_decided(access: Access) -> list[CommentRequest]:
    """Ended rounds in which the person's units said something that the office decided or answered, the latest first,
    each with how many proposals were `taken`, `refused` and are still `pending`.

    Each is told for 30 days from the end of its round, or from the last decision where that came later, whether the
    batch is issued by then or not. Who was silent, or had no objection, has nothing to be told.
    """
    today, begin = timezone.localdate(), timezone.now() - ANSWERS_KEPT
    late = (
        Q(round__closed_at__gte=begin)
        | Q(round__closed_at__isnull=True, round__closes_on__gte=today - ANSWERS_KEPT)
        | Q(proposals__decided_at__gte=begin)
        | Q(replied_at__gte=begin)
    )
    decided = CommentRequest.objects.filter(
        late,
        Q(proposals__decided_at__isnull=False) | Q(replied_at__isnull=False),
        department__in=access.units_as(Role.LIAISON, Role.HEAD),
        answered_at__isnull=False,
    ).exclude(round__in=CommentRound.objects.open_on(today))
    verdicts = {"taken": Verdict.ACCEPTED, "refused": Verdict.REFUSED, "pending": Verdict.PENDING}
    counted = CommentRequest.objects.filter(pk__in=decided.order_by().values("pk")).annotate(
        **{name: Count("proposals", filter=Q(proposals__verdict=one)) for name, one in verdicts.items()}
    )
    found = counted.select_related("round__batch", "department")
    return list(found.order_by("-round__closes_on", "-pk")[:SHOWN])


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


def sent_back(assignment: TaskAssignment) -> ProgressReport | None:
    """The report that the office sent back and after which the unit has sent none; None where there is none."""
    last = next((one for one in assignment.reports.all() if one.state != ProgressReport.State.DRAFT), None)
    return last if last and last.state == ProgressReport.State.RETURNED else None


def open_drafts() -> QuerySet[IntakeDraft]:
    """Reports on their way to becoming meetings, the last touched first."""
    return (
        IntakeDraft.objects.defer("found", "text")
        .filter(confirmed_at=None, discarded_at=None)
        .select_related("created_by")
    )


def meetings_to_issue() -> QuerySet[Meeting]:
    """Meetings that still have tasks nobody was given."""
    draft = Q(directives__tasks__status=Task.Status.DRAFT, directives__tasks__batch__isnull=True)
    drafts = Count("directives__tasks", filter=draft, distinct=True)
    return Meeting.objects.annotate(draft_count=drafts).filter(draft_count__gt=0)


def documents_to_issue() -> QuerySet[SourceDocument]:
    """来文 that still have tasks nobody was given."""
    draft = Q(directives__tasks__status=Task.Status.DRAFT, directives__tasks__batch__isnull=True)
    drafts = Count("directives__tasks", filter=draft, distinct=True)
    found = SourceDocument.objects.annotate(draft_count=drafts).filter(draft_count__gt=0)
    return found.order_by("-received_on", "-pk")


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
