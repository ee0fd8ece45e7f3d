"""Review and release of one progress report."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from directives import workflow
from directives.models import ProgressReport, TaskAssignment
from directives.workflow.rules import ON_REPORT, require

from ..acting import attempt, perform
from ..actor import actor_of, person_of
from ..forms.acts import ReasonForm, ReportReleaseForm
from ..page import act, next_page, reads, show
from ..signs import signs_in


@reads
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@act
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    report = _visible(request, pk)
    return perform(
        request,
        lambda: workflow.accept_report(report, by=actor_of(request)),
        done=f"已采用{report.assignment.department}的反馈。",
        to=next_page(request, _address(report)),
    )


@act
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    report = _open_to(request, pk, "send_back_report")
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.send_back_report(report, form.cleaned_data["reason"], by=actor_of(request))
    ):
        messages.success(request, f"已退回{report.assignment.department}补充。")
        return redirect(next_page(request, _address(report)))
    return _page(request, report, reason_form=form, status=422)


@act
def release(request: HttpRequest, pk: int) -> HttpResponse:
    report = _open_to(request, pk, "release_report")
    form = ReportReleaseForm(request.POST)
    warned = signs_in([("公开文字", request.POST.get("public_text", ""))])
    if form.is_valid() and attempt(
        form,
        lambda: workflow.release_report(
            report,
            form.cleaned_data["public_text"],
            secrecy_review=form.cleaned_data["secrecy_review"],
            by=actor_of(request),
        ),
    ):
        messages.success(request, "已公开这份反馈，公众页面即时可见。")
        if warned:
            messages.warning(request, f"{''.join(warned)}请再核对；不宜公开的，请立即撤回。")
        return redirect(next_page(request, _address(report)))
    return _page(request, report, release_form=form, status=422)


@act
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    report = _open_to(request, pk, "withdraw_report")
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.withdraw_report(report, form.cleaned_data["reason"], by=actor_of(request))
    ):
        messages.success(request, "已撤回这份反馈，公众不再能看到。")
        return redirect(next_page(request, _address(report)))
    return _page(request, report, reason_form=form, status=422)


def _visible(request: HttpRequest, pk: int) -> ProgressReport:
    shares = TaskAssignment.objects.visible_to(person_of(request))
    found = ProgressReport.objects.select_related("assignment__task", "assignment__department", "sent_by")
    return get_object_or_404(found.filter(assignment__in=shares.order_by().values("pk")), pk=pk)


def _open_to(request: HttpRequest, pk: int, name: str) -> ProgressReport:
    """The report, for an act with words: who may not do it is told so before any word is judged."""
    report = _visible(request, pk)
    require(actor_of(request), ON_REPORT[name].roles, report.assignment.department_id)
    return report


def _address(report: ProgressReport) -> str:
    return reverse("office:progress-report", args=[report.pk])


def _page(request: HttpRequest, report: ProgressReport, *, status: int = 200, **forms: Any) -> HttpResponse:
    acts = workflow.acts_on_report(report, person_of(request))
    context = {
        "report": report,
        "share": report.assignment,
        "task": report.assignment.task,
        "acts": acts,
        "signs": signs_in([("进展", report.text)]) if "release_report" in acts else [],
        "reason_form": forms.get("reason_form") or ReasonForm(),
        "release_form": forms.get("release_form") or ReportReleaseForm(initial={"public_text": report.text}),
    }
    return show(request, "progress-report", context, status=status)
