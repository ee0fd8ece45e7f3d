"""Meetings inside the office: the report, what was demanded, the tasks made of it; issue and release."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Role
from directives import workflow
from directives.errors import ActError, NotAllowed
from directives.models import Directive, Event, Task, TaskSource
from directives.workflow.rules import OFFICE, require
from meetings.models import Meeting

from ..acting import attempt, refusals
from ..actor import actor_of, person_of
from ..forms.acts import ReasonForm, SecrecyReviewForm
from ..forms.issue import IssueForm
from ..history import entries
from ..page import act, reads, show, to_top
from ..paging import pages_of
from ..reading import Link, paragraphs


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
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    subject = _visible(request, slug)
    require(actor_of(request), OFFICE)
    form = IssueForm(request.POST)
    ticked = set(request.POST.getlist("task"))
    chosen = [task for task in _tasks_of(request, subject) if str(task.pk) in ticked]
    if form.is_valid():
        made = []
        asked = form.cleaned_data
        if attempt(form, lambda: made.append(workflow.issue_tasks(chosen, **asked, by=actor_of(request)))):
            [batch] = made
            messages.success(
                request, f"已交办 {len(chosen)} 项任务，交办单号 {batch.number}。各单位可以签收了。"
            )
            return redirect(to_top(_address(subject)))
    return _page(request, subject, issue_form=form, ticked=ticked, status=422)


@act
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting and the ticked tasks under one review; what cannot be released is named, the rest is."""
    subject = _visible(request, slug)
    require(actor_of(request), (Role.RELEASER,))
    form = SecrecyReviewForm(request.POST)
    ticked = set(request.POST.getlist("task"))
    chosen = [task for task in _tasks_of(request, subject) if str(task.pk) in ticked]
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
    return redirect(to_top(_address(subject)))


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


def _tasks_of(request: HttpRequest, subject: Meeting) -> list[Task]:
    found = Task.objects.visible_to(person_of(request)).filter(directives__meeting=subject).distinct()
    return list(
        found.select_related("theme", "responsible_leader")
        .prefetch_related("assignments__department", "charges__department", "charges__unit_set")
        .order_by("pk")
    )


def _address(subject: Meeting) -> str:
    return reverse("office:meeting", args=[subject.slug])


def _page(request: HttpRequest, subject: Meeting, *, status: int = 200, **kept: Any) -> HttpResponse:
    person = person_of(request)
    today = timezone.localdate()
    tasks = _tasks_of(request, subject)
    acts = {task.pk: workflow.acts_on_task(task, person) for task in tasks}
    drafts = [task for task in tasks if "issue_tasks" in acts[task.pk]]
    missing = {task.pk: workflow.missing_for_issue(task, today) for task in drafts}
    releasable = [task for task in tasks if "release_task" in acts[task.pk]]
    version = subject.versions.order_by("-number").first()
    reads_everything = access_of(person).reads_everything
    reads_text = reads_everything or bool(version and version.text_is_public)
    directives = _directives(subject, tasks, everything=reads_text)
    context = {
        "meeting": subject,
        "version": version,
        "reads_text": reads_text,
        "paragraphs": paragraphs(version.text, _anchors(directives, version))
        if version and reads_text
        else [],
        "directives": directives,
        "acts": workflow.acts_on_meeting(subject, person),
        "drafts": drafts,
        "missing": missing,
        "releasable": releasable,
        "issue_form": kept.get("issue_form") or IssueForm(initial=_proposal(subject, today)),
        "ticked": kept.get("ticked", {str(task.pk) for task in drafts if not missing[task.pk]}),
        "review_form": kept.get("review_form") or SecrecyReviewForm(),
        # Nothing is public unless somebody chose it: no tick is set beforehand.
        "released": kept.get("released", set()),
        "with_meeting": kept.get("with_meeting", False),
        "reason_form": kept.get("reason_form") or ReasonForm(),
        "record": entries(Event.Subject.MEETING, subject.pk) if reads_everything else None,
    }
    return show(request, "meeting", context, status=status)


def _proposal(subject: Meeting, today: date) -> dict[str, Any]:
    return {"title": f"{subject.name}任务分解"[:160], "approved_on": today}


@dataclass(frozen=True, slots=True)
class Demand:
    """A directive with those of its tasks that the reader sees, and the words the reader may read of it."""

    number: int
    directive: Directive
    tasks: list[Task]
    words: list[str]


def _directives(subject: Meeting, visible: list[Task], *, everything: bool) -> list[Demand]:
    """The directives of the meeting. Of internal material a unit reads only what its own tasks quote."""
    by_pk = {task.pk: task for task in visible}
    found = subject.directives.select_related("speaker").prefetch_related(
        Prefetch("task_sources", TaskSource.objects.order_by("pk"), to_attr="sources")
    )
    demands = []
    for number, directive in enumerate(found, 1):
        own = [source for source in directive.sources if source.task_id in by_pk]
        said = [directive.quotation or directive.text]
        words = said if everything else list(dict.fromkeys(s.quotation for s in own if s.quotation)) or said
        demands.append(Demand(number, directive, [by_pk[source.task_id] for source in own], words))
    return [demand for demand in demands if everything or demand.tasks]


def _anchors(demands: list[Demand], version: Any) -> list[tuple[int, int, Link]]:
    return [
        (d.start, d.end, Link(f"要求 {demand.number}", f"d{d.pk}"))
        for demand in demands
        for d in [demand.directive]
        if version and d.version_id == version.pk and d.start is not None and d.end is not None
    ]
