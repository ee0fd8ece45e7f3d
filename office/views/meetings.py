"""Meetings inside the office: the report, what was demanded, the tasks made of it; issue and release."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Role
from directives import workflow
from directives.anchors import count_unsettled
from directives.errors import ActError, NotAllowed
from directives.models import Batch, Event, Task
from directives.workflow.rules import OFFICE, may, require
from meetings.models import Meeting

from ..acting import attempt, refusals
from ..actor import actor_of, person_of
from ..batch_page import free_title
from ..forms.acts import ReasonForm, SecrecyReviewForm
from ..forms.batch import PrepareForm
from ..history import entries
from ..meeting_coverage import meeting_coverage
from ..meeting_part import MeetingPart, tasks_among
from ..page import MAY_MEND, act, reads, show, to_top
from ..paging import pages_of
from ..signs import signs_in, signs_of_task
from .batches import batch_address


@reads
def meetings(request: HttpRequest) -> HttpResponse:
    tasks = Q(directives__tasks__isnull=False)
    draft = Q(directives__tasks__status=Task.Status.DRAFT)
    found = (
        Meeting.objects.visible_to(person_of(request))
        .annotate(
            directive_count=Count("directives", distinct=True),
            task_count=Count("directives__tasks", filter=tasks, distinct=True),
            draft_count=Count("directives__tasks", filter=draft, distinct=True),
        )
        .order_by("-held_on", "-pk")
    )
    return show(request, "meetings", {"pages": pages_of(request, found, "次会议")})


@reads
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _visible(request, slug))


@act
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticked drafts become a batch, which goes its way on a page of its own."""
    subject = _visible(request, slug)
    require(actor_of(request), OFFICE)
    form = PrepareForm(request.POST)
    ticked = set(request.POST.getlist("task"))
    chosen = _chosen(request, subject, ticked)
    if form.is_valid():
        made = []
        title = form.cleaned_data["title"]
        if attempt(
            form, lambda: made.append(workflow.prepare_batch(chosen, title=title, by=actor_of(request)))
        ):
            messages.success(request, "已拟成交办批次。下一步：征求意见，或直接呈批。")
            return redirect(to_top(batch_address(made[0].pk)))
    return _page(request, subject, prepare_form=form, ticked=ticked, status=422)


@act
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting and the ticked tasks under one review; what cannot be released is named, the rest is."""
    subject = _visible(request, slug)
    require(actor_of(request), (Role.RELEASER,))
    form = SecrecyReviewForm(request.POST)
    ticked = set(request.POST.getlist("task"))
    chosen = _chosen(request, subject, ticked)
    with_meeting = "meeting" in request.POST
    if form.is_valid() and not chosen and not with_meeting:
        form.add_error(None, "请勾选会议或至少一项任务，再公开。")
    if not form.is_valid():
        return _page(
            request, subject, review_form=form, released=ticked, with_meeting=with_meeting, status=422
        )
    review = form.cleaned_data["secrecy_review"]
    released = [_try(request, subject.name, _release_meeting, subject, review)] if with_meeting else []
    released += [_try(request, task.title, _release_task, task, review) for task in chosen]
    if any(released):
        messages.success(request, f"已公开 {sum(released)} 项内容，公众页面即时可见。")
    return redirect(to_top(_address(subject) + _query(request)))


@act
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    subject = _visible(request, slug)
    require(actor_of(request), (Role.RELEASER,))
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.withdraw_meeting(subject, form.cleaned_data["reason"], by=actor_of(request))
    ):
        messages.success(request, "已撤回这次会议，公众不再能看到。任务仍公开的，请逐项撤回。")
        return redirect(to_top(_address(subject)))
    return _page(request, subject, reason_form=form, status=422)


def _release_meeting(request: HttpRequest, subject: Any, review: str) -> None:
    workflow.release_meeting(subject, secrecy_review=review, by=actor_of(request))


def _release_task(request: HttpRequest, subject: Any, review: str) -> None:
    workflow.release_task(subject, secrecy_review=review, by=actor_of(request))


def _try(request: HttpRequest, name: str, deed: Any, subject: Any, review: str) -> bool:
    try:
        deed(request, subject, review)
    except NotAllowed:
        raise
    except ActError as error:
        for sentence in refusals(error):
            messages.error(request, f"{name}：{sentence}")
        return False
    return True


def _visible(request: HttpRequest, slug: str) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(person_of(request)), slug=slug)


def _chosen(request: HttpRequest, subject: Meeting, ticked: set[str]) -> list[Task]:
    """The ticked tasks of the meeting, whichever part of its page they stand in."""
    keys = {int(key) for key in ticked if key.isascii() and key.isdigit() and len(key) < 16}
    visible = Task.objects.visible_to(person_of(request)).filter(directives__meeting=subject).distinct()
    return tasks_among(visible, keys)


def _address(subject: Meeting) -> str:
    return reverse("office:meeting", args=[subject.slug])


def _asked(request: HttpRequest, name: str) -> int:
    """A number of the address, 0 for anything else."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def _query(request: HttpRequest) -> str:
    """The part of a long meeting that a form was sent from."""
    part = _asked(request, "part")
    return f"?part={part}" if part > 1 else ""


def _page(request: HttpRequest, subject: Meeting, *, status: int = 200, **kept: Any) -> HttpResponse:
    person = person_of(request)
    today = timezone.localdate()
    version = subject.versions.order_by("-number").first()
    reads_everything = access_of(person).reads_everything
    reads_text = reads_everything or bool(version and version.text_is_public)
    shown = MeetingPart(
        subject,
        person,
        version,
        everything=reads_text,
        number=_asked(request, "part"),
        demand=_asked(request, "demand"),
    )
    acts = {task.pk: workflow.acts_on_task(task, person) for task in shown.tasks}
    drafts = [task for task in shown.tasks if "issue_tasks" in acts[task.pk] and task.batch_id is None]
    missing = workflow.missing_for_issue(drafts, today)
    releasable = [task for task in shown.tasks if "release_task" in acts[task.pk]]
    meeting_acts = workflow.acts_on_meeting(subject, person)
    shows_report = version and version.text_is_public and "release_meeting" in meeting_acts
    context = {
        "meeting": subject,
        "version": version,
        "reads_text": reads_text,
        "coverage": meeting_coverage(subject, version) if reads_everything else None,
        "shown": shown,
        "mends": person.has_perm(MAY_MEND),
        "acts": meeting_acts,
        "drafts": drafts,
        "missing": missing,
        "signs": {task.pk: signs_of_task(task) for task in releasable},
        "report_signs": signs_in([("报道全文", version.text)]) if version and shows_report else [],
        "releasable": releasable,
        "unsettled": count_unsettled(subject) if version and may(person, OFFICE) else 0,
        "revises": may(person, OFFICE),
        "batches": _batches(subject) if reads_everything else [],
        "prepare_form": kept.get("prepare_form")
        or PrepareForm(initial={"title": free_title(f"{subject.name}任务分解", subject.held_on)}),
        "ticked": kept.get("ticked", {str(task.pk) for task in drafts}),
        "review_form": kept.get("review_form") or SecrecyReviewForm(),
        # Nothing is public unless somebody chose it: no tick is set beforehand.
        "released": kept.get("released", set()),
        "with_meeting": kept.get("with_meeting", False),
        "reason_form": kept.get("reason_form") or ReasonForm(),
        "record": entries(Event.Subject.MEETING, subject.pk) if reads_everything else None,
    }
    return show(request, "meeting", context, status=status)


def _batches(subject: Meeting) -> list[Batch]:
    """Batches that hold tasks of the meeting, the newest first."""
    return list(Batch.objects.filter(tasks__directives__meeting=subject).distinct().order_by("-pk"))
