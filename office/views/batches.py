"""交办批次: its table, comments, approval, issue; one page that shows what to do next."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from departments.access import access_of
from departments.models import Role
from directives import workflow
from directives.breakdown import rows_of_tasks, tasks_of_batch
from directives.models import Batch, Event, Notice, Task
from directives.workflow.rules import OFFICE, may, require
from documents.models import Upload
from documents.uploads import UnusableFile

from ..acting import attempt, perform
from ..actor import actor_of, person_of
from ..forms.batch import IssueForm, LeaderForm, PaperApprovalForm, PrepareForm
from ..history import entries
from ..page import act, reads, refused, show
from ..paging import pages_of

READERS_ONLY = "交办批次由党政综合办和镇领导查看。需要了解时，请与综合办联系。"


@reads
def batches(request: HttpRequest) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    found = Batch.objects.annotate(task_count=Count("tasks")).filter(task_count__gt=0).order_by("-pk")
    return show(request, "batches", {"pages": pages_of(request, found, "个批次")})


@reads
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    return _page(request, _found(request, pk))


@act
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _for_office(request, pk)
    form = PrepareForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.rename_batch(subject, form.cleaned_data["title"], by=actor_of(request))
    ):
        messages.success(request, "已改名。")
        return redirect("office:batch", pk=pk)
    return _page(request, subject, rename_form=form, status=422)


@act
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _for_office(request, pk)
    key = request.POST.get("task", "")
    task = get_object_or_404(Task, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0)
    return perform(
        request,
        lambda: workflow.leave_batch(subject, task, by=actor_of(request)),
        done=f"已把“{task.title}”移出本批次。",
        to=reverse("office:batch", args=[pk]),
    )


@act
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    subject = _for_office(request, pk)
    return perform(
        request,
        lambda: workflow.dissolve_batch(subject, by=actor_of(request)),
        done="已撤销这一批次，任务回到待交办。",
        to=reverse("office:batches"),
    )


@act
def approve_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a leader signed on paper."""
    subject = _for_office(request, pk)
    form = PaperApprovalForm(request.POST, request.FILES)
    if form.is_valid():
        asked = form.cleaned_data
        words = {name: asked[name] for name in ("approver", "words", "approved_on")}
        try:
            scan = form.store_scan(person_of(request))
        except UnusableFile:
            return _page(request, subject, paper_form=form, status=422)
        if attempt(form, lambda: workflow.record_approval(subject, **words, scan=scan, by=actor_of(request))):
            messages.success(request, "已登记审批。")
            return redirect("office:batch", pk=pk)
        if scan:
            scan.file.delete(save=False)
            scan.delete()
    return _page(request, subject, paper_form=form, status=422)


@act
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader approves, or sends back, in the portal."""
    require(actor_of(request), (Role.LEADER,))
    subject = _found(request, pk)
    form = LeaderForm(request.POST)
    returns = "return" in request.POST
    deed = workflow.return_approval if returns else workflow.approve
    if form.is_valid() and attempt(
        form, lambda: deed(subject, form.cleaned_data["words"], by=actor_of(request))
    ):
        messages.success(request, "已退回，经办人会看到您的意见。" if returns else "已审批。")
        return redirect("office:batch", pk=pk)
    return _page(request, subject, leader_form=form, status=422)


@act
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The one act that gives every unit its tasks."""
    subject = _for_office(request, pk)
    form = IssueForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["document_number"]
        if attempt(form, lambda: workflow.issue(subject, document_number=number, by=actor_of(request))):
            subject.refresh_from_db()
            messages.success(request, f"已交办，交办单号 {subject.number}。各单位已收到通知，可以签收了。")
            return redirect("office:batch", pk=pk)
    return _page(request, subject, issue_form=form, status=422)


@act
def notice_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit has read what a batch brings."""
    units = access_of(person_of(request)).units_as(Role.LIAISON, Role.HEAD)
    notice = get_object_or_404(Notice.objects.filter(department__in=units), pk=pk)
    return perform(
        request,
        lambda: workflow.see_notice(notice, by=actor_of(request)),
        done="已记下。任务在“待签收”里，请按期签收。",
        to=reverse("office:home"),
    )


@reads
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A stored scan, for who reads everything; never guessed at by a browser, never run."""
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    found = get_object_or_404(Upload, pk=pk)
    with found.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=found.kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _found(request: HttpRequest, pk: int) -> Batch:
    readable = access_of(person_of(request)).reads_everything
    return get_object_or_404(Batch.objects.all() if readable else Batch.objects.none(), pk=pk)


def _for_office(request: HttpRequest, pk: int) -> Batch:
    require(actor_of(request), OFFICE)
    return _found(request, pk)


def _page(request: HttpRequest, subject: Batch, *, status: int = 200, **forms: Any) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    tasks = tasks_of_batch(subject)
    rows = rows_of_tasks(tasks)
    chain = workflow.approval_chain(subject, rows)
    prepares = may(person, OFFICE) and not subject.issued_at
    missing = {} if subject.issued_at else workflow.missing_for_issue(tasks, today)
    lacking = sum(bool(gaps) for gaps in missing.values())
    context = {
        "batch": subject,
        "rows": list(zip(rows, tasks, strict=True)),
        "chain": chain,
        "prepares": prepares,
        "missing": missing,
        "lacking": lacking,
        "decides": workflow.may_approve(subject, person, chain),
        "rounds": subject.comment_rounds.count(),
        "notices": list(subject.notices.select_related("department").order_by("department__order", "pk")),
        "rename_form": forms.get("rename_form") or PrepareForm(initial={"title": subject.title}),
        "paper_form": forms.get("paper_form") or PaperApprovalForm(initial={"approved_on": today}),
        "leader_form": forms.get("leader_form") or LeaderForm(),
        "issue_form": forms.get("issue_form")
        or IssueForm(
            initial={"document_number": subject.document_number or workflow.next_document_number(today)}
        ),
        "record": entries(Event.Subject.BATCH, subject.pk),
    }
    return show(request, "batch", context, status=status)
