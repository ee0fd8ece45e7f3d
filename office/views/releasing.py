"""公开审查 of a batch: 公开属性, release and withdrawal of the ticked tasks, and what the public would read."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Membership, Role
from directives import workflow
from directives.errors import ActError, NotAllowed
from directives.events import Actor
from directives.models import Batch, Task
from directives.workflow.rules import may, require
from public.addresses import task_url
from public.responses import WayOn

from ..acting import refusals
from ..actor import actor_of, person_of
from ..forms.acts import ReasonForm, SecrecyReviewForm
from ..forms.publicity import PublicityForm
from ..page import asks, reads, refused, show, to_top
from ..previewing import list_preview, task_preview
from ..signs import signs_of_task
from .batches import READERS_ONLY, found_batch
from .tasks import visible_task

RELEASER = (Role.RELEASER,)
NOT_YET = "这一批次尚未交办。交办后，再逐项确定公开属性、审查公开。"
NOTHING_TICKED = "请先勾选任务。"
PREVIEW_READERS = "公开前的预览由公开审查人、党政综合办和镇领导查看。"
NOT_SHOWN = "现在还不能预览"
NO_ACT = "没有办理。请点各栏下方的按钮。"
_ACTS = ("publicity", "release", "withdraw")


@asks
def batch_release(request: HttpRequest, pk: int) -> HttpResponse:
    """The issued tasks of a batch; what cannot be done is told for each task, the rest is done."""
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    subject = found_batch(request, pk)
    if request.method != "POST":
        return _page(request, subject)
    try:
        require(actor_of(request), RELEASER)
    except NotAllowed as error:
        return refused(request, str(error))
    return _act(request, subject)


@reads
def batch_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The public list with the tasks that the address names, of this batch alone."""
    if not access_of(person_of(request)).reads_everything:
        return refused(request, PREVIEW_READERS)
    subject = found_batch(request, pk)
    address = reverse("office:batch-release", args=[pk])
    chosen = _chosen(subject, request.GET)
    if not chosen:
        messages.error(request, NOTHING_TICKED)
        return redirect(to_top(address))
    try:
        return list_preview(request, chosen, WayOn("回到公开审查", address), by=actor_of(request))
    except ActError as error:
        return _not_shown(request, error)


@reads
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """One task as the public would read it; what is public already is shown where the public reads it."""
    subject = visible_task(request, pk)
    if not access_of(person_of(request)).reads_everything:
        return refused(request, PREVIEW_READERS)
    if subject.released_at and subject.number:
        return redirect(task_url(subject.number))
    try:
        return task_preview(request, subject, by=actor_of(request))
    except ActError as error:
        return _not_shown(request, error)


def _not_shown(request: HttpRequest, error: ActError) -> HttpResponse:
    return show(request, "refused", {"title": NOT_SHOWN, "reason": str(error)}, status=409)


class _Asked:
    """What was sent: which act, on which tasks, in which words.

    The three sections share one form and its ticks, so no field may be required by the browser: it would hold each
    button back for the fields of the other two. What an act needs is asked here, of that act alone.
    """

    def __init__(self, data: QueryDict | None, act: str = "") -> None:
        self.act = act
        self.forms: dict[str, Any] = {
            "release": SecrecyReviewForm(data if act == "release" else None),
            "publicity": PublicityForm(data if act == "publicity" else None),
            "withdraw": ReasonForm(data if act == "withdraw" else None, prefix="withdraw"),
        }
        for form in self.forms.values():
            form.use_required_attribute = False
        self.ticked = set(data.getlist("task")) if data else set()

    @property
    def form(self) -> Any:
        return self.forms[self.act]

    def deed(self, by: Actor) -> Callable[[Task], Any]:
        """The act on one task; read only after the form is valid."""
        words = self.form.cleaned_data
        if self.act == "release":
            return lambda task: workflow.release_task(task, secrecy_review=words["secrecy_review"], by=by)
        if self.act == "withdraw":
            return lambda task: workflow.withdraw_task(task, words["reason"], by=by)
        return lambda task: workflow.set_publicity([task], words["publicity"], words["reason"], by=by)

    def done(self, count: int) -> str:
        return {
            "release": f"已公开 {count} 项任务，公众页面即时可见。",
            "withdraw": f"已撤回 {count} 项任务，公众不再能看到。",
            "publicity": f"已确定 {count} 项任务的公开属性。",
        }[self.act]


def _act(request: HttpRequest, subject: Batch) -> HttpResponse:
    act = request.POST.get("act", "")
    chosen = _chosen(subject, request.POST)
    if act == "preview":
        address = reverse("office:batch-preview", args=[subject.pk])
        return redirect(address + "?" + "&".join(f"task={task.pk}" for task in chosen))
    asked = _Asked(request.POST, act)
    if act not in _ACTS:
        messages.error(request, NO_ACT)
        return _page(request, subject, asked, status=422)
    if not chosen and asked.form.is_valid():
        asked.form.add_error(None, NOTHING_TICKED)
    if not asked.form.is_valid():
        return _page(request, subject, asked, status=422)
    told = _each(chosen, asked.deed(actor_of(request)))
    if len(told) == len(chosen):
        for sentence in told.values():
            asked.form.add_error(None, sentence)
        return _page(request, subject, asked, status=422)
    messages.success(request, asked.done(len(chosen) - len(told)))
    for sentence in told.values():
        messages.error(request, sentence)
    return redirect(to_top(reverse("office:batch-release", args=[subject.pk])))


def _each(tasks: Iterable[Task], deed: Callable[[Task], Any]) -> dict[int, str]:
    """Do it for each; why not, by the key of each task for which it was refused."""
    told = {}
    for task in tasks:
        try:
            deed(task)
        except NotAllowed:
            raise
        except ActError as error:
            told[task.pk] = "".join(refusals(error))
    return told


def _chosen(subject: Batch, data: QueryDict) -> list[Task]:
    keys = {int(key) for key in data.getlist("task") if key.isascii() and key.isdigit() and len(key) < 16}
    return list(_tasks(subject).filter(pk__in=keys))


def _tasks(subject: Batch) -> Any:
    return subject.tasks.exclude(status=Task.Status.DRAFT).order_by("pk")


def _releasers() -> list[str]:
    """Whom to tell: the names of those who release."""
    held = Membership.objects.on(timezone.localdate()).filter(role__in=RELEASER, user__is_active=True)
    return list(dict.fromkeys(held.order_by("pk").values_list("user__name", flat=True)))


def _page(
    request: HttpRequest, subject: Batch, asked: _Asked | None = None, *, status: int = 200
) -> HttpResponse:
    asked = asked or _Asked(None)
    tasks = list(_tasks(subject).prefetch_related("sources__directive"))
    rows = [
        (
            task,
            signs_of_task(task, task.sources.all()),
            workflow.why_not_public(task),
            str(task.pk) in asked.ticked,
        )
        for task in tasks
    ]
    releases = may(person_of(request), RELEASER)
    context = {
        "batch": subject,
        "rows": rows,
        "not_yet": "" if tasks else NOT_YET,
        "releases": releases,
        "releasers": [] if releases else _releasers(),
        "some_public": any(task.released_at for task in tasks),
        "public_address": task_url,
        **{f"{name}_form": form for name, form in asked.forms.items()},
    }
    return show(request, "release", context, status=status)
