"""交办批次: one page for each that shows where it stands, and the acts of the office on it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Role
from directives import workflow
from directives.errors import ActError, NotAllowed
from directives.models import Batch, Event, Notice, Task
from directives.workflow.rules import OFFICE, may, require

from ..acting import attempt, perform
from ..actor import actor_of, person_of
from ..batch_page import BatchPage, turn_words
from ..comment_page import comment_summary
from ..forms.acts import ReasonForm
from ..forms.batch import IssueForm, LeaderForm, PaperApprovalForm, PrepareForm
from ..history import entries
from ..meeting_part import tasks_among
from ..page import act, reads, refused, show, to_top
from ..paging import pages_of
from ..reachable import units_without_account
from ..task_origins import by_origin

READERS_ONLY = "交办批次由党政综合办和镇领导查看。需要了解时，请与综合办联系。"
FREE_SHOWN = 100


@reads
def batches(request: HttpRequest) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    return _list(request)


@reads
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    return batch_page(request, found_batch(request, pk))


@act
def prepare(request: HttpRequest) -> HttpResponse:
    """Drafts of whatever source become a batch."""
    require(actor_of(request), OFFICE)
    form = PrepareForm(request.POST)
    chosen = _ticked(request)
    made: list[Batch] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(
            workflow.prepare_batch(chosen, title=form.cleaned_data["title"], by=actor_of(request))
        ),
    ):
        messages.success(request, "已拟成交办批次。下一步：征求意见，或直接呈批。")
        return redirect(to_top(batch_address(made[0].pk)))
    return _list(request, prepare_form=form, ticked=request.POST.getlist("task"), status=422)


@act
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    subject = batch_for_office(request, pk)
    form = PrepareForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.rename_batch(subject, form.cleaned_data["title"], by=actor_of(request))
    ):
        messages.success(request, "已改名。")
        return redirect(to_top(batch_address(pk)))
    return batch_page(request, subject, rename_form=form, status=422)


@act
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """More drafts for a batch in preparation."""
    subject = batch_for_office(request, pk)
    chosen = _ticked(request)
    return perform(
        request,
        lambda: workflow.join_batch(subject, chosen, by=actor_of(request)),
        done=f"已加入 {len(chosen)} 项任务。",
        to=batch_address(pk),
    )


@act
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    subject = batch_for_office(request, pk)
    task = get_object_or_404(Task, pk=_key(request.POST.get("task", "")))
    return perform(
        request,
        lambda: workflow.leave_batch(subject, task, by=actor_of(request)),
        done=f"已把“{task.title}”移出这一批次。",
        to=batch_address(pk),
    )


@act
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    subject = batch_for_office(request, pk)
    try:
        workflow.dissolve_batch(subject, by=actor_of(request))
    except NotAllowed:
        raise
    except ActError as error:
        messages.error(request, str(error))
        return redirect(to_top(batch_address(pk)))
    messages.success(request, "已撤销这一批次，任务回到待交办。")
    return redirect("office:batches")


@act
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The one act that gives every unit its tasks."""
    subject = batch_for_office(request, pk)
    form = IssueForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["document_number"]
        if attempt(form, lambda: workflow.issue(subject, document_number=number, by=actor_of(request))):
            subject.refresh_from_db()
            messages.success(request, f"已交办，交办单号 {subject.number}。通知已放到各单位的办公首页。")
            return redirect(to_top(batch_address(pk)))
    return batch_page(request, subject, issue_form=form, status=422)


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


def found_batch(request: HttpRequest, pk: int) -> Batch:
    """The batch, or 404 for whom no batch exists."""
    readable = access_of(person_of(request)).reads_everything
    found = Batch.objects.select_related("prepared_by", "issued_by")
    return get_object_or_404(found if readable else found.none(), pk=pk)


def batch_address(pk: int) -> str:
    return reverse("office:batch", args=[pk])


def batch_for_office(request: HttpRequest, pk: int) -> Batch:
    """The batch for who may act on it; who may not is told so before any word is judged."""
    require(actor_of(request), OFFICE)
    return found_batch(request, pk)


def batch_page(request: HttpRequest, subject: Batch, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a batch, with a form that was refused on it as it was typed."""
    person, today = person_of(request), timezone.localdate()
    address, comments = batch_address(subject.pk), comment_summary(subject, today)
    page = BatchPage(subject, today=today, address=address, comments=comments)
    prepares = may(person, OFFICE) and not subject.issued_at
    turn = page.chain.next
    leader_form = forms.get("leader_form") or LeaderForm()
    leader_form.show_now(seen=page.stamp)
    paper_form = forms.get("paper_form") or PaperApprovalForm(initial={"approved_on": today})
    paper_form.show_now(seen=page.stamp, step=turn.step.number if turn else None)
    if prepares and turn:
        paper_form.initial["approver"] = workflow.only_approver(turn.step, subject)
        paper_form.offer(workflow.possible_approvers(turn.step, subject))
    context = {
        "batch": subject,
        "address": address,
        "page": page,
        "prepares": prepares,
        "comments": comments,
        "free": _free() if prepares else [],
        "decides": workflow.may_approve(subject, person, page.chain),
        "notices": list(
            subject.notices.select_related("department", "seen_by").order_by("department__order", "pk")
        ),
        "unreached": units_without_account(subject, today),
        "rename_form": forms.get("rename_form") or PrepareForm(initial={"title": subject.title}),
        "paper_form": paper_form,
        "cancel_form": forms.get("cancel_form") or ReasonForm(),
        "leader_form": leader_form,
        "issue_form": forms.get("issue_form") or IssueForm(initial=_proposal(subject) if prepares else {}),
        "record": entries(Event.Subject.BATCH, subject.pk),
    }
    return show(request, "batch", context, status=status)


def _list(request: HttpRequest, *, status: int = 200, **kept: Any) -> HttpResponse:
    found = Batch.objects.annotate(task_count=Count("tasks")).filter(task_count__gt=0)
    free = _free() if may(person_of(request), OFFICE) else []
    pages = pages_of(request, found.order_by("-pk"), "个批次")
    chains = workflow.approval_chains([batch for batch in pages.rows if not batch.issued_at])
    context = {
        "pages": pages,
        "waits": {pk: turn_words(chain) for pk, chain in chains.items()},
        "free": len(free),
        "groups": by_origin(free),
        "prepare_form": kept.get("prepare_form") or PrepareForm(),
        "ticked": kept.get("ticked", []),
    }
    return show(request, "batches", context, status=status)


def _free() -> list[Task]:
    """Drafts that belong to no batch, the newest first; of very many only the first."""
    drafts = Task.objects.filter(status=Task.Status.DRAFT, batch=None).order_by("-pk")
    keys = set(drafts.values_list("pk", flat=True)[:FREE_SHOWN])
    return tasks_among(Task.objects.all(), keys)


def _ticked(request: HttpRequest) -> list[Task]:
    keys = {_key(value) for value in request.POST.getlist("task")}
    return tasks_among(Task.objects.visible_to(person_of(request)), keys)


def _key(typed: str) -> int:
    """A primary key, 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def _proposal(subject: Batch) -> dict[str, str]:
    number = subject.document_number or workflow.next_document_number(timezone.localdate())
    return {"document_number": number}
