"""公开 and 撤回: decided by the releaser after review, apart from issue (tenet "Public by decision")."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from departments.models import Role
from meetings.models import Meeting
from publishing import releases
from publishing.models import Release

from .. import events
from ..errors import Incomplete, WrongState
from ..events import Actor
from ..models import Event, ProgressReport, Task
from .assignments import log
from .locks import lock_report, lock_task, lock_tasks
from .publicity import check_may_be_public
from .rules import check_report, require

RELEASER = (Role.RELEASER,)


def release_task(task: Task, *, secrecy_review: str, by: Actor) -> Task:
    """Make an issued task public, 主动公开 where nobody decided yet.

    Raises WrongState for a draft, one that is public already, and one that was decided not to be released.
    """
    require(by, RELEASER)
    _reviewed(secrecy_review)
    with transaction.atomic():
        task = lock_task(task.pk)
        _make_public(task, by)
        _record(Release.Subject.TASK, task.pk, secrecy_review, by)
        events.append(
            Event.Subject.TASK, task.pk, Event.Kind.RELEASE, by, secrecy_review=secrecy_review.strip()
        )
        return task


@contextmanager
def as_if_released(tasks: Iterable[Task], *, by: Actor) -> Iterator[list[Task]]:
    """The tasks as a release would leave them, for as long as the block lasts; nothing of it stays.

    Raises WrongState where a release would. It records nothing and asks for no review: whoever may read the
    tasks may see what their release would show.
    """
    with transaction.atomic():
        locked = lock_tasks(task.pk for task in tasks)
        for task in locked:
            _make_public(task, by)
        yield locked
        transaction.set_rollback(True)


def _make_public(task: Task, by: Actor) -> None:
    """What a release changes of a locked task."""
    if task.status == Task.Status.DRAFT:
        raise WrongState(f"任务“{task.title}”尚未交办，交办后才能公开。")
    if task.released_at:
        raise WrongState(f"任务“{task.title}”已经公开。")
    check_may_be_public(task)
    task.released_at, task.publicity = by.moment, Release.Publicity.ON_INITIATIVE
    task.save(update_fields=["released_at", "publicity", "updated_at"])


def withdraw_task(task: Task, reason: str, *, by: Actor) -> Task:
    """Take a task off the public pages at once, its reports with it; its address answers "gone" from then on.

    A new release of the task shows none of the reports again: each needs a review of its own.
    """
    require(by, RELEASER)
    _reasoned(reason)
    with transaction.atomic():
        task = lock_task(task.pk)
        if not task.released_at:
            raise WrongState(f"任务“{task.title}”没有公开，无需撤回。")
        task.released_at = None
        task.save(update_fields=["released_at", "updated_at"])
        releases.close_release(
            Release.Subject.TASK, task.pk, by=by.user, at=timezone.now(), reason=reason.strip()
        )
        for report in ProgressReport.objects.filter(assignment__task=task, released_at__isnull=False):
            _close_report(report, f"随任务撤回：{reason.strip()}"[:200], by)
        events.append(Event.Subject.TASK, task.pk, Event.Kind.WITHDRAW, by, reason=reason.strip())
        return task


def release_meeting(meeting: Meeting, *, secrecy_review: str, by: Actor) -> Meeting:
    """Make a meeting public: its facts and, where the report was published, its text and directives."""
    require(by, RELEASER)
    _reviewed(secrecy_review)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if meeting.released_at:
            raise WrongState(f"会议“{meeting.name}”已经公开。")
        meeting.released_at = by.moment
        meeting.save(update_fields=["released_at", "updated_at"])
        _record(Release.Subject.MEETING, meeting.pk, secrecy_review, by)
        events.append(
            Event.Subject.MEETING, meeting.pk, Event.Kind.RELEASE, by, secrecy_review=secrecy_review.strip()
        )
        return meeting


def withdraw_meeting(meeting: Meeting, reason: str, *, by: Actor) -> Meeting:
    """Take a meeting off the public pages at once; its tasks are withdrawn one by one."""
    require(by, RELEASER)
    _reasoned(reason)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if not meeting.released_at:
            raise WrongState(f"会议“{meeting.name}”没有公开，无需撤回。")
        meeting.released_at = None
        meeting.save(update_fields=["released_at", "updated_at"])
        releases.close_release(
            Release.Subject.MEETING, meeting.pk, by=by.user, at=timezone.now(), reason=reason.strip()
        )
        events.append(Event.Subject.MEETING, meeting.pk, Event.Kind.WITHDRAW, by, reason=reason.strip())
        return meeting


def release_report(
    report: ProgressReport, public_text: str, *, secrecy_review: str, by: Actor
) -> ProgressReport:
    """Make an accepted report public in the words given; the unit's own words stay as they were."""
    _reviewed(secrecy_review)
    if not public_text.strip():
        raise Incomplete(["请填写公开文字。"])
    with transaction.atomic():
        report = lock_report(report.pk)
        check_report("release_report", report, by)
        if not report.assignment.task.released_at:
            raise WrongState("这项任务还没有公开。请先公开任务，再公开它的进展。")
        report.public_text, report.released_at = public_text.strip(), by.moment
        report.save(update_fields=["public_text", "released_at"])
        _record(Release.Subject.REPORT, report.pk, secrecy_review, by)
        log(
            report.assignment,
            Event.Kind.RELEASE,
            by,
            period=report.period,
            public_text=report.public_text,
            secrecy_review=secrecy_review.strip(),
        )
        return report


def withdraw_report(report: ProgressReport, reason: str, *, by: Actor) -> ProgressReport:
    """Take a report off the public pages at once; its public words stay for the record."""
    _reasoned(reason)
    with transaction.atomic():
        report = lock_report(report.pk)
        check_report("withdraw_report", report, by)
        _close_report(report, reason.strip(), by)
        log(report.assignment, Event.Kind.WITHDRAW, by, period=report.period, reason=reason.strip())
        return report


def _close_report(report: ProgressReport, reason: str, by: Actor) -> None:
    report.released_at = None
    report.save(update_fields=["released_at"])
    releases.close_release(Release.Subject.REPORT, report.pk, by=by.user, at=timezone.now(), reason=reason)


def _record(kind: Release.Subject, pk: int, secrecy_review: str, by: Actor) -> None:
    releases.open_release(
        kind,
        pk,
        by=by.user,
        at=by.moment,
        publicity=Release.Publicity.ON_INITIATIVE,
        secrecy_review=secrecy_review.strip(),
    )


def _reviewed(secrecy_review: str) -> None:
    if not secrecy_review.strip():
        raise Incomplete(["请填写保密审查意见，之后才能公开。"])


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Incomplete(["请填写撤回原因。"])
