"""The edit of a stored draft task, before it is issued."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from directives import intake, workflow
from directives.errors import ActError, NotAllowed, WrongState
from directives.models import Charge, Task
from directives.workflow.rules import OFFICE, require

from ..acting import refusals
from ..actor import actor_of, person_of
from ..forms.draft import DraftReader
from ..page import asks, next_page, refused, show
from ..unitbook import UnitBook, unit_book
from ..workbench import TaskRows
from .tasks import visible_task

KEY = "edit"


@asks
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    subject = visible_task(request, pk)
    try:
        require(actor_of(request), OFFICE)
    except NotAllowed as error:
        return refused(request, str(error))
    if "edit_task" not in workflow.acts_on_task(subject, person_of(request)):
        messages.error(request, "任务已经交办，不能再这样修改。")
        return redirect("office:task", pk=subject.pk)
    book = unit_book(timezone.localdate())
    if request.method != "POST":
        return _page(request, subject, _row_of(subject, book), book)
    return _save(request, subject, book)


def _save(request: HttpRequest, subject: Task, book: UnitBook) -> HttpResponse:
    reader = DraftReader(request.POST, _text_of(subject), book)
    fields, charges = reader.task_fields(f"t.{KEY}."), reader.charges(KEY)
    typed = reader.typed
    act = request.POST.get("act", "save")
    row = {"id": KEY, **fields, "charges": charges}
    if act == f"add-charge:{KEY}":
        row["charges"].append(intake.blank_charge(row["mode"], row["charges"]))
    if act != "save" or typed.errors:
        return _page(
            request,
            subject,
            row,
            book,
            errors=typed.errors,
            raw=typed.raw,
            status=422 if typed.errors else 200,
        )
    try:
        intake.edit_task(subject, fields, charges, by=actor_of(request), seen=request.POST.get("seen", ""))
    except WrongState as error:
        messages.error(request, str(error))
        return redirect("office:task", pk=subject.pk)
    except ActError as error:
        return _page(request, subject, row, book, refusals=refusals(error), status=422)
    messages.success(request, f"已保存“{fields['title']}”。")
    return redirect(next_page(request, reverse("office:task", args=[subject.pk])))


def _row_of(subject: Task, book: UnitBook) -> dict[str, Any]:
    """The stored task in the shape that the form reads."""
    return {
        "id": KEY,
        "title": subject.title,
        "measures": subject.measures,
        "theme": subject.theme.slug if subject.theme else "",
        "nature": subject.nature,
        "mode": subject.mode,
        "responsible_leader": subject.responsible_leader.name if subject.responsible_leader else "",
        "due_on": subject.due_on.isoformat() if subject.due_on else "",
        "due_basis": subject.due_basis,
        "due_text": subject.due_text,
        "sign_by": subject.sign_by.isoformat() if subject.sign_by else "",
        "report_cycle": subject.report_cycle,
        "report_day": str(subject.report_day or ""),
        "charges": [_charge(charge) for charge in subject.charges.select_related("department", "unit_set")],
    }


def _charge(charge: Charge) -> dict[str, Any]:
    unit = charge.department.slug if charge.department else ""
    return {
        "role": charge.role,
        "unit": f"set:{charge.unit_set.slug}" if charge.unit_set else unit,
        "words": charge.words,
        "basis": charge.basis,
        "start": charge.start,
        "end": charge.end,
    }


def _text_of(subject: Task) -> str:
    source = subject.sources.select_related("version").filter(version__isnull=False).first()
    return source.version.text if source and source.version else ""


def _page(
    request: HttpRequest,
    subject: Task,
    row: dict[str, Any],
    book: UnitBook,
    *,
    status: int = 200,
    **kept: Any,
) -> HttpResponse:
    context = {
        "task": subject,
        "row": row,
        "bench": TaskRows(book, kept.get("errors", {}), kept.get("raw", {})),
        "refusals": kept.get("refusals", []),
        "next": next_page(request, ""),
        "seen": intake.stamp_of(subject),
        "sources": subject.sources.select_related("directive__meeting"),
    }
    return show(request, "task-edit", context, status=status)
