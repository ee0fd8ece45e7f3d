"""征求意见: the office asks, units answer here or by a workbook, the office takes or refuses each proposal."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Department
from directives import workflow
from directives.breakdown import COLUMNS, rows_of_batch
from directives.cells import CellReader
from directives.errors import ActError
from directives.exports import ReturnedProblems, comment_xlsx, read_returned
from directives.models import Batch, CommentRequest, CommentRound, Proposal
from directives.workflow import commenting
from directives.workflow.rules import OFFICE, may, require
from documents.workbooks import MAX_BYTES

from ..acting import attempt, perform, refusals
from ..actor import actor_of, person_of
from ..forms.comments import AskForm, WorkbookForm, general_of, proposed_in, state_words, typed_cells
from ..page import act, reads, refused, show
from .downloads import as_file

READERS_ONLY = "征求意见由党政综合办办理。本单位要反馈的，请从首页进入。"


@reads
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    if not access_of(person_of(request)).reads_everything:
        return refused(request, READERS_ONLY)
    return _page(request, get_object_or_404(Batch, pk=pk))


@act
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    require(actor_of(request), OFFICE)
    batch = get_object_or_404(Batch, pk=pk)
    form = AskForm(request.POST)
    ticked = set(request.POST.getlist("unit"))
    if form.is_valid():
        units = Department.objects.filter(slug__in=ticked)
        asked = form.cleaned_data
        if attempt(form, lambda: workflow.ask_comments(batch, units, **asked, by=actor_of(request))):
            messages.success(
                request, "已发出征求意见。各单位会在首页看到；也可以下载表格用别的方式发给单位。"
            )
            return redirect("office:batch-comments", pk=pk)
    return _page(request, batch, ask_form=form, ticked=ticked, status=422)


@act
def close(request: HttpRequest, pk: int) -> HttpResponse:
    require(actor_of(request), OFFICE)
    asked = get_object_or_404(CommentRound, pk=pk)
    return perform(
        request,
        lambda: workflow.close_round(asked, by=actor_of(request)),
        done="已结束这一轮。没有反馈的单位，按无意见处理。",
        to=reverse("office:batch-comments", args=[asked.batch_id]),
    )


@act
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, taken or refused with a word back."""
    require(actor_of(request), OFFICE)
    proposal = get_object_or_404(Proposal.objects.select_related("request__round__batch"), pk=pk)
    takes = "accept" in request.POST
    verdict = Proposal.Verdict.ACCEPTED if takes else Proposal.Verdict.REFUSED
    words = request.POST.get("answer", "").strip()[:400]
    return perform(
        request,
        lambda: workflow.settle(proposal, verdict, words, by=actor_of(request)),
        done="已采纳，任务已按意见修改。" if takes else "已答复不采纳。",
        to=reverse("office:batch-comments", args=[proposal.request.round.batch_id]) + f"#r{proposal.task_id}",
    )


@reads
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The table for one unit to fill in."""
    asked = _readable(request, pk)
    name = f"{asked.round.batch.title}征求意见表（{asked.department}）"
    return as_file(comment_xlsx(asked), name, "xlsx")


@reads
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's own page of a round."""
    return _reply_page(request, _readable(request, pk))


@act
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _readable(request, pk)
    proposals = [] if "none" in request.POST else proposed_in(request.POST)
    general = "" if "none" in request.POST else general_of(request.POST)
    try:
        workflow.answer(asked, proposals, general=general, by=actor_of(request))
    except ActError as error:
        typed = typed_cells(request.POST)
        return _reply_page(request, asked, wrong=refusals(error), typed=typed, status=422)
    messages.success(request, "已反馈。截止前还可以再改。")
    return redirect("office:comment-reply", pk=pk)


@act
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """The filled workbook, sent by the unit itself or entered by the office."""
    asked = _readable(request, pk)
    form = WorkbookForm(request.POST, request.FILES)
    back = _page_of(request, asked)
    if not form.is_valid():
        messages.error(request, "请选择退回的表格（.xlsx）。")
        return redirect(back)
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        messages.error(request, f"表格超过 {MAX_BYTES // 1024 // 1024} MB，请删去无关内容再上传。")
        return redirect(back)
    try:
        proposals = read_returned(file.read(), asked, CellReader(timezone.localdate()))
        workflow.answer(asked, proposals, way=CommentRequest.Way.WORKBOOK, by=actor_of(request))
    except (ReturnedProblems, ActError) as error:
        wrong = error.problems if isinstance(error, ReturnedProblems) else refusals(error)
        return _wrong_workbook(request, asked, wrong)
    messages.success(
        request,
        f"已录入{asked.department}的反馈：{len(proposals)} 处意见。" if proposals else "已录入：无意见。",
    )
    return redirect(back)


def _wrong_workbook(request: HttpRequest, asked: CommentRequest, wrong: list[str]) -> HttpResponse:
    context = {"asked": asked, "wrong": wrong, "back": _page_of(request, asked)}
    return show(request, "comment-refused", context, status=422)


def _page_of(request: HttpRequest, asked: CommentRequest) -> str:
    if may(person_of(request), OFFICE):
        return reverse("office:batch-comments", args=[asked.round.batch_id])
    return reverse("office:comment-reply", args=[asked.pk])


def _readable(request: HttpRequest, pk: int) -> CommentRequest:
    """A request, for the unit that was asked and for who reads everything."""
    access = access_of(person_of(request))
    found = CommentRequest.objects.select_related("round__batch", "department", "answered_by")
    asked = get_object_or_404(found, pk=pk)
    if not access.reads_everything and asked.department_id not in access.units_as("liaison", "head"):
        raise Http404
    return asked


def _reply_page(
    request: HttpRequest,
    asked: CommentRequest,
    *,
    wrong: list[str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    own = str(asked.department)
    rows = rows_of_batch(asked.round.batch)
    proposals: dict[str, dict[str, Proposal]] = defaultdict(dict)
    for one in asked.proposals.all():
        proposals[str(one.task_id)][one.column] = one
    charged = [row for row in rows if own in f"{row.lead}、{row.supporting}".split("、")]
    context = {
        "asked": asked,
        "own": charged,
        "others": [row for row in rows if row not in charged],
        "columns": COLUMNS,
        "proposals": proposals,
        "answers": commenting.may_answer(asked, person_of(request)),
        "state": state_words(asked, round_open=commenting.is_open(asked.round)),
        "wrong": wrong or [],
        "typed": typed or {},
    }
    return show(request, "comment-reply", context, status=status)


def _page(request: HttpRequest, batch: Batch, *, status: int = 200, **kept: Any) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    rounds = list(batch.comment_rounds.order_by("-number"))
    prepares = may(person, OFFICE) and not batch.issued_at
    asks = prepares and not any(commenting.is_open(one) for one in rounds)
    units = commenting.units_to_ask(batch, today) if asks else []
    requests: dict[int, list[tuple[CommentRequest, str]]] = defaultdict(list)
    found = CommentRequest.objects.filter(round__batch=batch).select_related(
        "round", "department", "answered_by"
    )
    for one in found.prefetch_related("proposals").order_by("department__order", "pk"):
        requests[one.round_id].append((one, state_words(one, round_open=commenting.is_open(one.round))))
    context = {
        "batch": batch,
        "rounds": [(one, commenting.is_open(one), requests[one.pk]) for one in rounds],
        "differences": _differences(batch),
        "prepares": prepares,
        "units": units,
        "asks": asks,
        "ask_form": kept.get("ask_form") or AskForm(),
        "ticked": kept.get("ticked", {unit.slug for unit in units}),
        "labels": dict(COLUMNS),
    }
    return show(request, "comments", context, status=status)


def _differences(batch: Batch) -> list[tuple[Any, list[Proposal]]]:
    """Proposals by task, in the order of the table; those for one cell stand together."""
    found = Proposal.objects.filter(request__round__batch=batch).select_related(
        "request__department", "request__round", "decided_by"
    )
    by_task: dict[str, list[Proposal]] = defaultdict(list)
    order = {name: place for place, (name, _) in enumerate(COLUMNS)}
    for one in sorted(found, key=lambda one: (order[one.column], one.pk)):
        by_task[str(one.task_id)].append(one)
    return [(row, by_task[row.key]) for row in rows_of_batch(batch) if row.key in by_task]
