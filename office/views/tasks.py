"""The list of tasks, one task with its units and its record, the edit of a draft, release and withdrawal."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Role
from directives import workflow
from directives.models import Event, ProgressReport, Task, TaskAssignment
from directives.workflow.rules import require

from ..acting import attempt
from ..actor import actor_of, person_of
from ..desk import orders_of_task
from ..forms.acts import ReasonForm, SecrecyReviewForm
from ..forms.filters import TaskFilter
from ..forms.publicity import PublicityForm
from ..history import entries
from ..page import MAY_MEND, act, next_page, reads, show, to_top
from ..paging import pages_of
from ..signs import signs_of_task


@reads
def tasks(request: HttpRequest) -> HttpResponse:
    asked = TaskFilter(request.GET)
    visible = Task.objects.visible_to(person_of(request)).select_related("theme", "responsible_leader")
    found = asked.among(visible).prefetch_related(
        "assignments__department", "charges__department", "charges__unit_set"
    )
    pages = pages_of(request, found.order_by(F("issued_on").desc(nulls_first=True), "-pk"), "项任务")
    return show(request, "tasks", {"filter": asked, "pages": pages})


@reads
def task(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, visible_task(request, pk))


@act
def release(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _open_to_releaser(request, pk)
    form = SecrecyReviewForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: workflow.release_task(
            subject, secrecy_review=form.cleaned_data["secrecy_review"], by=actor_of(request)
        ),
    ):
        messages.success(request, f"已公开“{subject.title}”，公众页面即时可见。")
        return redirect(next_page(request, _address(subject)))
    return _page(request, subject, review_form=form, status=422)


@act
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _open_to_releaser(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.withdraw_task(subject, form.cleaned_data["reason"], by=actor_of(request))
    ):
        messages.success(request, f"已撤回“{subject.title}”，公众不再能看到。")
        return redirect(to_top(_address(subject)))
    return _page(request, subject, reason_form=form, status=422)


@act
def set_publicity(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _open_to_releaser(request, pk)
    form = PublicityForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: workflow.set_publicity(
            [subject], form.cleaned_data["publicity"], form.cleaned_data["reason"], by=actor_of(request)
        ),
    ):
        messages.success(request, f"已确定“{subject.title}”的公开属性。")
        return redirect(to_top(_address(subject)))
    return _page(request, subject, publicity_form=form, status=422)


def visible_task(request: HttpRequest, pk: int) -> Task:
    """The task, or 404 for whom it does not exist."""
    found = Task.objects.visible_to(person_of(request)).select_related("theme", "responsible_leader", "batch")
    return get_object_or_404(found, pk=pk)


def _open_to_releaser(request: HttpRequest, pk: int) -> Task:
    """The task, for release: who may not release is told so before any word is judged."""
    subject = visible_task(request, pk)
    require(actor_of(request), (Role.RELEASER,))
    return subject


def _address(subject: Task) -> str:
    return reverse("office:task", args=[subject.pk])


def _page(request: HttpRequest, subject: Task, *, status: int = 200, **forms: Any) -> HttpResponse:
    person = person_of(request)
    reads_everything = access_of(person).reads_everything
    own = set(TaskAssignment.objects.visible_to(person).filter(task=subject).values_list("pk", flat=True))
    shares = list(subject.assignments.select_related("department", "via"))
    for share in shares:
        share.task = subject  # spares one query for each row
    acts = workflow.acts_on_task(subject, person)
    drafts = [subject] if "issue_tasks" in acts else []
    sources = list(
        subject.sources.select_related("directive__meeting", "directive__document", "directive__speaker")
    )
    context = {
        "task": subject,
        "sources": sources,
        "mends": person.has_perm(MAY_MEND),
        "charges": subject.charges.select_related("department", "unit_set"),
        "shares": [(share, share.pk in own, workflow.acts_on_assignment(share, person)) for share in shares],
        "reports": _reports(subject, own),
        "record": entries(Event.Subject.TASK, subject.pk) if reads_everything else None,
        "acts": acts,
        "orders": orders_of_task(access_of(person), subject),
        "missing": workflow.missing_for_issue(drafts, timezone.localdate()).get(subject.pk, []),
        "signs": signs_of_task(subject, sources) if "release_task" in acts else [],
        "why_not_public": workflow.why_not_public(subject) if reads_everything else "",
        "previews": reads_everything and subject.status != Task.Status.DRAFT and not subject.released_at,
        "publicity_form": forms.get("publicity_form")
        or PublicityForm(initial={"publicity": subject.publicity}),
        "review_form": forms.get("review_form") or SecrecyReviewForm(),
        "reason_form": forms.get("reason_form") or ReasonForm(),
    }
    return show(request, "task", context, status=status)


def _reports(subject: Task, own: set[int]) -> list[ProgressReport]:
    """What was reported, as far as the reader may see whose it is."""
    reports = ProgressReport.objects.filter(assignment__task=subject, assignment__in=own)
    return list(
        reports.exclude(state=ProgressReport.State.DRAFT).select_related("assignment__department", "sent_by")
    )
