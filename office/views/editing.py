"""The edit of a stored draft task, before it is issued."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from directives import intake, workflow
from directives.errors import Conflict, NotAllowed, WrongState
from directives.models import Task
from directives.workflow.approval_chain import AGAIN, GIVEN
from directives.workflow.rules import OFFICE, require

from ..actor import actor_of, person_of
from ..comparing import task_differences
from ..forms.draft import DraftReader
from ..forms.reading import Typed
from ..page import MAY_MEND, asks, next_page, refused, show
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
        return _page(request, subject, _row_of(subject), book)
    return _save(request, subject, book)


def _save(request: HttpRequest, subject: Task, book: UnitBook) -> HttpResponse:
    passage = intake.passage_of(subject)
    reader = DraftReader(request.POST, _text_of(subject), book)
    fields, charges = (
        reader.task_fields(f"t.{KEY}.", _row_of(subject) | passage),
        reader.charges(KEY, passage),
    )
    typed = reader.typed
    asked = request.POST.get("act", "save")
    seen = request.POST.get("seen", "")
    row = {"id": KEY, **fields, "charges": charges}
    if asked != "save" or typed.errors:
        status = 422 if typed.errors else 200
        return _page(request, subject, row, book, typed=typed, seen=seen, status=status)
    try:
        intake.edit_task(subject, fields, charges, by=actor_of(request), seen=seen)
    except WrongState as error:
        messages.error(request, str(error))
        return redirect("office:task", pk=subject.pk)
    except Conflict:
        return _compare(request, subject, row, typed, book)
    except intake.TaskProblems as error:
        return _page(request, subject, row, book, found=error.found, seen=seen, status=422)
    messages.success(request, f"已保存“{fields['title']}”。")
    return redirect(next_page(request, reverse("office:task", args=[subject.pk])))


def _compare(
    request: HttpRequest, subject: Task, row: dict[str, Any], typed: Typed, book: UnitBook
) -> HttpResponse:
    """What was typed stays in the form, beside what is stored by now; saving again is a decision."""
    now = visible_task(request, subject.pk)
    found = task_differences(_row_of(now), row, typed, book)
    return _page(request, now, row, book, differences=found, status=409)


def _row_of(subject: Task) -> dict[str, Any]:
    """The stored task in the shape that the form reads."""
    return {"id": KEY, **intake.row_of(subject)}


def _approved_steps(subject: Task) -> list[str]:
    """Names of the steps at which the task's batch was approved: a change asks each of them again."""
    if subject.batch is None:
        return []
    chain = workflow.approval_chain(subject.batch)
    return [one.step.name for one in chain.steps if one.state in (GIVEN, AGAIN)]


def _text_of(subject: Task) -> str:
    version = intake.report_of(subject)
    return version.text if version else ""


def _page(
    request: HttpRequest,
    subject: Task,
    row: dict[str, Any],
    book: UnitBook,
    *,
    status: int = 200,
    **kept: Any,
) -> HttpResponse:
    typed = kept.get("typed") or Typed({})
    context = {
        "task": subject,
        "row": row,
        "bench": TaskRows(book, typed, kept.get("found", [])),
        "differences": kept.get("differences"),
        "approved_steps": _approved_steps(subject),
        "next": next_page(request, ""),
        "missing": workflow.missing_for_issue([subject], timezone.localdate())[subject.pk],
        "seen": kept.get("seen") or intake.stamp_of(subject),
        "sources": list(
            subject.sources.select_related("directive__meeting", "directive__document", "directive__speaker")
        ),
        "mends": person_of(request).has_perm(MAY_MEND),
    }
    return show(request, "task-edit", context, status=status)
