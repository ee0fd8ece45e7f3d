"""Documents to take away: the breakdown table and the draft for approval, of a draft or a batch; 交办单."""

import io
import zipfile
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from departments.access import access_of
from departments.models import Department
from directives.breakdown import BreakdownRow, rows_of_batch, rows_of_draft
from directives.exports import approval_docx, breakdown_docx, breakdown_xlsx, order_docx, order_of
from directives.models import Batch
from directives.workflow import approval_steps
from meetings.models import IntakeDraft

from ..actor import person_of
from ..page import reads, takes_in

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
WRITERS = {"docx": breakdown_docx, "xlsx": breakdown_xlsx}


@takes_in
def draft_breakdown(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """任务分解表 of a draft, as far as it has come."""
    name, rows = _draft(pk)
    return as_file(WRITERS[kind](f"{name}任务分解表", rows), f"{name}任务分解表", kind)


@takes_in
def draft_approval(request: HttpRequest, pk: int) -> HttpResponse:
    name, rows = _draft(pk)
    return _approval(f"{name}任务分解", rows, name)


@reads
def batch_breakdown(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    batch = _readable(request, pk)
    title = f"{batch.title}（任务分解表）"
    return as_file(WRITERS[kind](batch.title, rows_of_batch(batch)), title, kind)


@reads
def batch_approval(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _readable(request, pk)
    return _approval(batch.title, rows_of_batch(batch), "")


@reads
def order(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One unit's 交办单, for who reads everything and for that unit's own people."""
    access = access_of(person_of(request))
    batch = get_object_or_404(Batch.objects.filter(issued_at__isnull=False), pk=pk)
    unit = get_object_or_404(Department.objects.filter(notices__batch=batch), slug=slug)
    if not access.reads_everything and unit.pk not in access.units_as("liaison", "head"):
        raise Http404
    return as_file(order_docx(order_of(batch, unit)), f"{batch.number} {unit}交办单", "docx")


@reads
def orders(request: HttpRequest, pk: int) -> HttpResponse:
    """All units' 交办单 of a batch in one archive."""
    batch = _readable(request, pk)
    units = Department.objects.filter(notices__batch=batch)
    if not batch.issued_at or not units:
        raise Http404
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, unit in enumerate(units, 1):
            archive.writestr(f"{number:02d} {unit}交办单.docx", order_docx(order_of(batch, unit)))
    return as_file(out.getvalue(), f"{batch.number} 交办单", "zip")


def _draft(pk: int) -> tuple[str, list[BreakdownRow]]:
    draft = get_object_or_404(IntakeDraft, pk=pk)
    name: Any = draft.made.get("document", {}).get("title") or draft.made["meeting"]["name"]
    return name.strip() or "会议", rows_of_draft(draft.made)


def _readable(request: HttpRequest, pk: int) -> Batch:
    if not access_of(person_of(request)).reads_everything:
        raise Http404
    return get_object_or_404(Batch, pk=pk)


def _approval(title: str, rows: list[BreakdownRow], source: str) -> HttpResponse:
    steps = [step.name for step in approval_steps()]
    made = approval_docx(title, rows, steps, day=timezone.localdate(), source=source)
    return as_file(made, f"{title}呈批稿", "docx")


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """An attachment; names of files hold no separators and no control characters."""
    safe = "".join(letter for letter in name if letter.isprintable() and letter not in '\\/:*?"<>|')[:120]
    response = HttpResponse(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{safe}.{kind}")
    response.headers["Cache-Control"] = "no-store"
    return response
