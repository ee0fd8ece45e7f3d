"""呈批: what came back signed on paper is recorded, or a leader decides here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from departments.models import Role
from directives import workflow
from directives.errors import ActError
from directives.models import Approval, Batch
from directives.workflow.rules import require
from documents import uploads

from ..acting import attempt
from ..actor import actor_of, person_of
from ..forms.acts import ReasonForm
from ..forms.batch import LeaderForm, PaperApprovalForm
from ..page import act, to_top
from .batches import batch_address, batch_for_office, batch_page, found_batch


@act
def approve_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a leader signed on paper, with its scan or without."""
    subject = batch_for_office(request, pk)
    form = PaperApprovalForm(request.POST, request.FILES)
    if form.is_valid() and attempt(form, lambda: _record(request, subject, form)) and form.is_valid():
        messages.success(request, _told(subject))
        return redirect(to_top(batch_address(pk)))
    return batch_page(request, subject, paper_form=form, status=422)


@act
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a paper that was recorded wrongly."""
    subject = batch_for_office(request, pk)
    typed = request.POST.get("approval", "")
    key = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
    wrong = get_object_or_404(Approval, pk=key, batch=subject)
    form = ReasonForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: workflow.cancel_approval(wrong, form.cleaned_data["reason"], by=actor_of(request))
    ):
        messages.success(request, "已撤销这次登记，请重新登记审批。")
        return redirect(to_top(batch_address(pk)))
    return batch_page(request, subject, cancel_form=form, status=422)


@act
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader approves, or sends back, in the portal."""
    require(actor_of(request), (Role.LEADER,))
    subject = found_batch(request, pk)
    form = LeaderForm(request.POST)
    returns = "return" in request.POST

    def deed() -> Any:
        words, seen, by = form.cleaned_data["words"], form.cleaned_data["seen"], actor_of(request)
        if returns:
            return workflow.return_approval(subject, words, seen=seen, by=by)
        return workflow.approve(subject, words, seen=seen, by=by)

    if form.is_valid() and attempt(form, deed):
        messages.success(request, "已退回，经办人会看到您的意见。" if returns else "已审批。")
        return redirect(to_top(batch_address(pk)))
    return batch_page(request, subject, leader_form=form, status=422)


def _record(request: HttpRequest, subject: Batch, form: PaperApprovalForm) -> None:
    """The approval with its scan; a file that the refused approval brought along is not kept."""
    asked, file = form.cleaned_data, form.cleaned_data["scan"]
    try:
        scan = uploads.store(file, person_of(request)) if file else None
    except uploads.UnusableFile as unusable:
        form.add_error("scan", str(unusable))
        return
    try:
        workflow.record_approval(
            subject,
            approver=asked["approver"],
            words=asked["words"],
            approved_on=asked["approved_on"],
            step=asked["step"],
            seen=asked["seen"],
            scan=scan,
            by=actor_of(request),
        )
    except ActError:
        if scan:
            uploads.discard(scan)
        raise


def _told(subject: Batch) -> str:
    waiting = workflow.approval_chain(subject).next
    return (
        f"已登记审批，下一步呈“{waiting.step.name}”。"
        if waiting
        else "已登记审批，各环节都已审批，可以交办。"
    )
