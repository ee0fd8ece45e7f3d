"""Documents to take away: the breakdown table and the draft for approval, of a draft or a batch; 交办单."""

import io
import zipfile
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from departments.access import access_of
from departments.models import Department, Role
from directives.breakdown import BreakdownRow, rows_of_batch, rows_of_draft
from directives.exports import (
    approval_docx,
    breakdown_docx,
    breakdown_xlsx,
    meeting_words,
    order_docx,
    order_of,
    orders_of,
    source_of,
    title_parts,
)
from directives.models import Batch, Directive
from directives.workflow import approval_steps
from meetings.models import IntakeDraft

from ..actor import person_of
from ..page import reads, refused, takes_in
from .batches import READERS_ONLY

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
WRITERS = {"docx": breakdown_docx, "xlsx": breakdown_xlsx}
LONGEST_NAME = 80  # characters: in UTF-8 still fewer bytes than any file system takes


@require_safe
@takes_in
def draft_breakdown(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """任务分解表 of a draft, as far as it has come."""
    made = _draft(pk)
    return _breakdown(_name(made), rows_of_draft(made), kind)


@require_safe
@takes_in
def draft_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """呈批稿 of a draft, as far as it has come: what is open is said to be."""
    made = _draft(pk)
    demands = sum(bool(directive["tasks"]) for directive in made["directives"])
    return _approval(_name(made), rows_of_draft(made), _source(made), demands)


@reads
def batch_breakdown(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    batch = get_object_or_404(Batch, pk=pk)
    return _breakdown(batch.title, rows_of_batch(batch), kind)


@reads
def batch_approval(request: HttpRequest, pk: int) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    batch = get_object_or_404(Batch, pk=pk)
    demands = Directive.objects.filter(tasks__batch=batch).distinct().count()
    return _approval(batch.title, rows_of_batch(batch), source_of(batch), demands)


@reads
def order(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One unit's 交办单, for who reads everything and for that unit's own people."""
    access = access_of(person_of(request))
    batch = get_object_or_404(Batch, pk=pk, issued_at__isnull=False)
    unit = get_object_or_404(Department, notices__batch=batch, slug=slug)
    if not access.reads_everything and unit.pk not in access.units_as(Role.LIAISON, Role.HEAD):
        raise Http404
    return as_file(order_docx(order_of(batch, unit)), f"{batch.number}{unit}交办单", "docx")


@reads
def orders(request: HttpRequest, pk: int) -> HttpResponse:
    """All units' 交办单 of an issued batch in one archive, in the order of the units."""
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    batch = get_object_or_404(Batch, pk=pk, issued_at__isnull=False)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        units = list(Department.objects.filter(notices__batch=batch))
        for number, (unit, order) in enumerate(zip(units, orders_of(batch, units), strict=True), 1):
            archive.writestr(_file_name(f"{number:02d}{unit}交办单", "docx"), order_docx(order))
    return as_file(out.getvalue(), f"{batch.number}交办单", "zip")


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """An attachment under that name; like every office page it is kept by nobody on its way."""
    response = HttpResponse(content, content_type=TYPES[kind])
    disposition = content_disposition_header(True, _file_name(name, kind))
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _breakdown(name: str, rows: list[BreakdownRow], kind: str) -> HttpResponse:
    return as_file(WRITERS[kind](name, rows), "".join(title_parts(name)), kind)


def _approval(name: str, rows: list[BreakdownRow], source: str, demands: int) -> HttpResponse:
    steps = [step.name for step in approval_steps()]
    made = approval_docx(name, rows, steps, day=timezone.localdate(), source=source, demands=demands)
    return as_file(made, f"关于{title_parts(name)[0]}任务分解的呈批稿", "docx")


def _draft(pk: int) -> dict[str, Any]:
    """What a draft holds now; 404 for one that was given up, or confirmed: its tasks say by now what holds."""
    made: dict[str, Any] = get_object_or_404(IntakeDraft, pk=pk, discarded_at=None, confirmed_at=None).made
    return made


def _name(made: dict[str, Any]) -> str:
    """What the draft is called: its document's title, its meeting's name, or the word for what it is."""
    if "document" in made:
        return made["document"]["title"].strip() or "来文"
    return made["meeting"]["name"].strip() or "会议"


def _source(made: dict[str, Any]) -> str:
    """Where a draft's demands come from, for a sentence; "" while it has no name."""
    if "document" in made:
        title, number = made["document"]["title"].strip(), made["document"]["document_number"].strip()
        return title and f"《{title}》{f'（{number}）' if number else ''}"
    try:
        held_on = date.fromisoformat(made["meeting"]["held_on"])
    except ValueError:
        held_on = None
    return meeting_words(made["meeting"]["name"].strip(), held_on)


def _file_name(name: str, kind: str) -> str:
    """A name that every system takes: without separators, control characters and what a path could be made of."""
    safe = "".join(letter for letter in name if letter.isprintable() and letter not in '\\/:*?"<>|')
    return f"{safe.strip('. ')[:LONGEST_NAME]}.{kind}"
