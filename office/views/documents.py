"""Documents inside the office: their facts, what they demand, the tasks made of it, and the batch they go into."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from departments.access import access_of
from directives import workflow
from directives.models import Batch, Task
from directives.workflow.rules import OFFICE, require
from meetings.models import SourceDocument

from ..acting import attempt
from ..actor import actor_of, person_of
from ..batch_page import free_title
from ..forms.batch import PrepareForm
from ..meeting_part import MeetingPart, tasks_among
from ..page import MAY_MEND, act, reads, show, to_top
from ..paging import pages_of
from .batches import batch_address


@reads
def documents(request: HttpRequest) -> HttpResponse:
    tasks = Q(directives__tasks__isnull=False)
    draft = Q(directives__tasks__status=Task.Status.DRAFT)
    found = (
        SourceDocument.objects.visible_to(person_of(request))
        .annotate(
            directive_count=Count("directives", distinct=True),
            task_count=Count("directives__tasks", filter=tasks, distinct=True),
            draft_count=Count("directives__tasks", filter=draft, distinct=True),
        )
        .order_by("-received_on", "-pk")
    )
    return show(request, "documents", {"pages": pages_of(request, found, "份来文")})


@reads
def document(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@act
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked drafts become a batch, which goes its way on a page of its own."""
    subject = _visible(request, pk)
    require(actor_of(request), OFFICE)
    form = PrepareForm(request.POST)
    ticked = set(request.POST.getlist("task"))
    chosen = _chosen(request, subject, ticked)
    made: list[Batch] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(
            workflow.prepare_batch(chosen, title=form.cleaned_data["title"], by=actor_of(request))
        ),
    ):
        messages.success(request, "已拟成交办批次。下一步：征求意见，或直接呈批。")
        return redirect(to_top(batch_address(made[0].pk)))
    return _page(request, subject, prepare_form=form, ticked=ticked, status=422)


def _visible(request: HttpRequest, pk: int) -> SourceDocument:
    return get_object_or_404(SourceDocument.objects.visible_to(person_of(request)), pk=pk)


def _chosen(request: HttpRequest, subject: SourceDocument, ticked: set[str]) -> list[Task]:
    """The ticked tasks of the document, whichever part of its page they stand in."""
    keys = {int(key) for key in ticked if key.isascii() and key.isdigit() and len(key) < 16}
    visible = Task.objects.visible_to(person_of(request)).filter(directives__document=subject).distinct()
    return tasks_among(visible, keys)


def _asked(request: HttpRequest, name: str) -> int:
    """A number of the address, 0 for anything else."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def _page(request: HttpRequest, subject: SourceDocument, *, status: int = 200, **kept: Any) -> HttpResponse:
    person = person_of(request)
    version = subject.versions.order_by("-number").first()
    reads_everything = access_of(person).reads_everything
    shown = MeetingPart(
        subject,
        person,
        version,
        everything=reads_everything,
        number=_asked(request, "part"),
        demand=_asked(request, "demand"),
    )
    acts = {task.pk: workflow.acts_on_task(task, person) for task in shown.tasks}
    drafts = [task for task in shown.tasks if "issue_tasks" in acts[task.pk] and task.batch_id is None]
    context = {
        "document": subject,
        "version": version,
        "reads_everything": reads_everything,
        "shown": shown,
        "mends": person.has_perm(MAY_MEND),
        "drafts": drafts,
        "missing": workflow.missing_for_issue(drafts, timezone.localdate()),
        "batches": _batches(subject) if reads_everything else [],
        "prepare_form": kept.get("prepare_form")
        or PrepareForm(initial={"title": free_title(subject.title, subject.received_on)}),
        "ticked": kept.get("ticked", {str(task.pk) for task in drafts}),
    }
    return show(request, "document", context, status=status)


def _batches(subject: SourceDocument) -> list[Batch]:
    """Batches that hold tasks of the document, the newest first."""
    return list(Batch.objects.filter(tasks__directives__document=subject).distinct().order_by("-pk"))
