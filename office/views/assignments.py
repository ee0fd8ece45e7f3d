"""One unit's share of a task: what is asked of it, 签收, 报送进展, 申请办结, and the office's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from directives import workflow
from directives.models import TaskAssignment
from directives.periods import period_of
from directives.workflow.rules import ON_ASSIGNMENT, require

from ..acting import attempt, perform
from ..actor import actor_of, person_of
from ..desk import orders_of_task, reported_this_period, sent_back
from ..forms.acts import ReasonForm, ReportForm, StatementForm
from ..page import MAY_MEND, act, next_page, reads, show, to_top

UNPROCESSABLE = 422


@reads
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@act
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    share = _visible(request, pk)
    return perform(
        request,
        lambda: workflow.acknowledge(share, by=actor_of(request)),
        done=f"已签收“{share.task.title}”。有进展时，在这里报送。",
        to=next_page(request, _address(share)),
    )


@act
def report(request: HttpRequest, pk: int) -> HttpResponse:
    share = _open_to(request, pk, "send_report")
    form = ReportForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.send_report(share, form.content(share.progress), by=actor_of(request))
    ):
        messages.success(request, f"已报送“{share.task.title}”本期进展，等待党政综合办审核。")
        return redirect(next_page(request, _address(share)))
    if form.data.get("no_change"):
        # One click from a list: there is nothing typed to keep, so the reason is told where the click was.
        for sentence in form.non_field_errors():
            messages.error(request, str(sentence))
        return redirect(next_page(request, _address(share)))
    return _page(request, share, report_form=form, status=UNPROCESSABLE)


@act
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    share = _open_to(request, pk, "hand_in")
    form = StatementForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.hand_in(share, form.cleaned_data["statement"], by=actor_of(request))
    ):
        messages.success(request, "已申请办结，等待党政综合办审核。")
        return redirect(to_top(_address(share)))
    return _page(request, share, statement_form=form, status=UNPROCESSABLE)


@act
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    share = _visible(request, pk)
    return perform(
        request,
        lambda: workflow.accept(share, by=actor_of(request)),
        done=f"已同意{share.department}办结。",
        to=next_page(request, _address(share)),
    )


@act
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    share = _open_to(request, pk, "send_back")
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.send_back(share, form.cleaned_data["reason"], by=actor_of(request))
    ):
        messages.success(request, f"已退回{share.department}补充。")
        return redirect(next_page(request, _address(share)))
    return _page(request, share, reason_form=form, status=UNPROCESSABLE)


def _visible(request: HttpRequest, pk: int) -> TaskAssignment:
    return get_object_or_404(
        TaskAssignment.objects.visible_to(person_of(request)).select_related(
            "task", "department", "task__responsible_leader"
        ),
        pk=pk,
    )


def _open_to(request: HttpRequest, pk: int, name: str) -> TaskAssignment:
    """The share, for an act with words: who may not do it is told so before any word is judged."""
    share = _visible(request, pk)
    require(actor_of(request), ON_ASSIGNMENT[name].roles, share.department_id)
    return share


def _address(share: TaskAssignment) -> str:
    return reverse("office:assignment", args=[share.pk])


def _page(request: HttpRequest, share: TaskAssignment, *, status: int = 200, **forms: Any) -> HttpResponse:
    person = person_of(request)
    today = timezone.localdate()
    reports = [
        (report, workflow.acts_on_report(report, person))
        for report in share.reports.select_related("sent_by", "reviewed_by", "assignment")
    ]
    returned = sent_back(share)
    period = period_of(share.task.report_cycle, today)
    context = {
        "share": share,
        "task": share.task,
        "sources": list(share.task.sources.select_related("directive__meeting", "directive__speaker")),
        "mends": person.has_perm(MAY_MEND),
        "others": share.task.assignments.exclude(pk=share.pk).select_related("department"),
        "acts": workflow.acts_on_assignment(share, person),
        "reports": reports,
        "period": period,
        "returned": returned,
        # The workflow refuses 本期无变化 where this period's own report was sent back.
        "may_say_no_change": returned is None or returned.period != period,
        "orders": orders_of_task(access_of(person), share.task),
        "reported": reported_this_period(share, today),
        "report_form": forms.get("report_form") or ReportForm(initial=_last_words(share, returned)),
        "statement_form": forms.get("statement_form") or StatementForm(),
        "reason_form": forms.get("reason_form") or ReasonForm(),
        "today": today,
    }
    return show(request, "assignment", context, status=status)


def _last_words(share: TaskAssignment, returned: Any) -> dict[str, Any]:
    """A returned report comes back with its own words, to be mended rather than written again."""
    if returned is None:
        return {"progress": share.progress}
    fields = ("text", "problems", "next_steps", "to_coordinate", "progress")
    return {name: getattr(returned, name) for name in fields}
