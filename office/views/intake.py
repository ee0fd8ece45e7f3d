"""Intake: a report's text becomes a draft, the draft is corrected row by row, and confirmed into a meeting."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from departments.models import Official
from directives import intake
from documents.workbooks import UnusableWorkbook
from meetings.models import IntakeDraft, ReportVersion

from .. import desk
from ..acting import perform
from ..actor import actor_of, person_of
from ..forms.start import StartForm
from ..page import INTAKE_REFUSED, MAY_TAKE_IN, act, refused, show, takes_in

SHOWN = 50


@takes_in
def drafts(request: HttpRequest) -> HttpResponse:
    """The form for a new report or document, and the drafts that wait."""
    form = StartForm(request.POST, request.FILES) if request.method == "POST" else StartForm()
    status = 200
    if request.method == "POST":
        draft = _start(request, form)
        if draft:
            return redirect("office:intake", pk=draft.pk)
        form.focus_wrong()
        status = 422
    own = Q(created_by=person_of(request))
    waiting = desk.open_drafts()
    context = {
        "form": form,
        "leaders": list(Official.objects.values_list("name", flat=True)),
        "own": list(waiting.filter(own)[:SHOWN]),
        "others": list(waiting.exclude(own)[:SHOWN]),
    }
    return show(request, "intake-list", context, status=status)


def _start(request: HttpRequest, form: StartForm) -> IntakeDraft | None:
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    if form.is_document:
        return _start_document(request, form)
    source = {
        name: asked[name] for name in ("source_kind", "secrecy", "source_name", "source_url", "published_on")
    }
    try:
        return intake.start(asked["report"], by=person_of(request), **source)
    except intake.DuplicateReport as duplicate:
        form.refuse(duplicate)
        return None


def _start_document(request: HttpRequest, form: StartForm) -> IntakeDraft | None:
    asked, by = form.cleaned_data, person_of(request)
    given: dict[str, Any] = {"by": by, "leader": asked["leader"].strip()}
    given["secrecy"] = asked["document_secrecy"] or ReportVersion.Secrecy.INTERNAL
    given |= {name: asked[name] for name in ("source_name", "source_url", "published_on")}
    kind, facts = asked["source"], form.document_facts()
    try:
        if form.is_typed:
            return intake.start_typed(asked["blank_rows"] or 1, kind, facts, **given)
        if "table" in asked:
            return intake.start_spreadsheet(asked["table"], kind, facts, **given)
        return intake.start_text(asked["report"], kind, facts, **given)
    except intake.DuplicateReport as duplicate:
        form.refuse(duplicate)
    except UnusableWorkbook as unusable:
        form.add_error("file", str(unusable))
    return None


@act
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up; its report may be pasted anew afterwards."""
    if not person_of(request).has_perm(MAY_TAKE_IN):
        return refused(request, INTAKE_REFUSED)
    subject = get_object_or_404(IntakeDraft, pk=pk)
    return perform(
        request,
        lambda: intake.discard(subject, by=actor_of(request)),
        done="已放弃这份草稿。同一篇报道可以重新粘贴。",
        to=reverse("office:intake-list"),
    )
