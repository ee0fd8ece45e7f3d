"""征求意见: the office asks, units answer here or by a workbook, the office takes or refuses each proposal."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from departments.access import access_of
from departments.models import Department
from directives import workflow
from directives.cells import CellReader
from directives.errors import ActError, NotAllowed
from directives.exports import ReturnedProblems, comment_xlsx, read_returned
from directives.models import Batch, CommentRequest, CommentRound, Proposal
from directives.workflow import commenting
from directives.workflow.commenting import CellTold
from directives.workflow.rules import OFFICE, may, require
from documents.workbooks import MAX_BYTES

from ..acting import attempt, perform, refusals
from ..actor import actor_of, person_of
from ..comment_page import (
    comment_summary,
    differing,
    given_by,
    reply_rows,
    rounds_of,
    state_words,
    summary_of,
)
from ..forms.comments import (
    AskForm,
    WorkbookForm,
    WrongLine,
    general_of,
    lines_of,
    proposed_in,
    remarks_in,
    told_at,
    typed_anew,
    typed_cells,
    wrong_lines,
)
from ..page import act, reads, refused, show, to_top
from ..unitbook import unit_book
from ..workbench import leader_names
from .downloads import as_file

TYPED = "您写了意见，还没有提交。要提交请点“提交意见”；确实没有意见，请先清空各栏。"
AGAIN_TYPED = "您又写了意见，还没有提交。要提交请点“提交意见”；要改为无意见，请先把新写的内容删去。"
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
def ask_more(request: HttpRequest, pk: int) -> HttpResponse:
    """Units that the batch charges by now, asked in the round that runs: those that the form names, else all."""
    require(actor_of(request), OFFICE)
    asked = get_object_or_404(CommentRound, pk=pk)
    units = request.POST.getlist("unit") or None
    return perform(
        request,
        lambda: workflow.ask_more(asked, units, by=actor_of(request)),
        done="已请这些单位提意见，截止日期与本轮相同。",
        to=reverse("office:batch-comments", args=[asked.batch_id]),
    )


@act
def close(request: HttpRequest, pk: int) -> HttpResponse:
    require(actor_of(request), OFFICE)
    asked = get_object_or_404(CommentRound, pk=pk)
    silent = asked.requests.filter(answered_at__isnull=True).exists()
    return perform(
        request,
        lambda: workflow.close_round(asked, by=actor_of(request)),
        done="已结束这一轮。没有反馈的单位，按无意见处理。" if silent else "已结束这一轮。",
        to=reverse("office:batch-comments", args=[asked.batch_id]),
    )


@act
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, taken or refused with a word back; why it cannot be is told beside it, the words kept."""
    require(actor_of(request), OFFICE)
    proposal = Proposal.objects.select_related("request__round__batch").filter(pk=pk).first()
    if proposal is None:
        return _withdrawn(request)
    verdict = Proposal.Verdict.ACCEPTED if "accept" in request.POST else Proposal.Verdict.REFUSED
    words = request.POST.get("answer", "").strip()[:400]
    batch = proposal.request.round.batch
    try:
        workflow.settle(proposal, verdict, words, by=actor_of(request))
    except NotAllowed:
        raise
    except ActError as error:
        return _page(request, batch, refusal=(f"p{pk}", refusals(error), words), status=422)
    return _decided(batch, f"r{proposal.task_id}")


@act
def settle_general(request: HttpRequest, pk: int) -> HttpResponse:
    """A word back to what a unit said of the whole batch; why it cannot be is told beside it, the words kept."""
    require(actor_of(request), OFFICE)
    asked = get_object_or_404(CommentRequest.objects.select_related("round__batch"), pk=pk)
    words, batch = request.POST.get("answer", "").strip(), asked.round.batch
    try:
        commenting.reply_to_general(asked, words, read=request.POST.get("read"), by=actor_of(request))
    except NotAllowed:
        raise
    except ActError as error:
        return _page(request, batch, refusal=(f"g{pk}", refusals(error), words), status=422)
    return _decided(batch, f"g{pk}")


def _decided(batch: Batch, place: str) -> HttpResponse:
    """Back to where the office was at work, or, with nothing left to wait for, to the top, where that is told."""
    address = reverse("office:batch-comments", args=[batch.pk])
    done = comment_summary(batch, timezone.localdate()).can_end
    return redirect(to_top(address) if done else f"{address}#{place}")


def _withdrawn(request: HttpRequest) -> HttpResponse:
    """The unit changed or took back what the page still shows: back to the page, with what is proposed now."""
    batch = request.POST.get("batch", "")
    if not (batch.isascii() and batch.isdigit() and len(batch) < 16):
        raise Http404
    found = get_object_or_404(Batch, pk=int(batch))
    messages.error(request, commenting.GONE)
    return redirect(to_top(reverse("office:batch-comments", args=[found.pk])))


@reads
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The table for one unit to fill in; once it may answer no more, for readers of the whole office alone."""
    asked = _readable(request, pk)
    if not _sees_table(request, asked):
        raise Http404
    name = f"{asked.round.batch.title}征求意见表（{asked.department}）"
    return as_file(comment_xlsx(asked), name, "xlsx")


@reads
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's own page of a round."""
    return _reply_page(request, _readable(request, pk))


@act
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's answer by the form of its page, 无意见 in one click included."""
    asked = _readable(request, pk)
    agrees = "none" in request.POST
    if agrees and commenting.may_answer(asked, person_of(request)) and typed_anew(request.POST, asked):
        return _typed_page(
            request, asked, wrong=[WrongLine(AGAIN_TYPED if asked.answered_at else TYPED)], fixes=False
        )
    post = QueryDict() if agrees else request.POST
    proposals = proposed_in(post)
    try:
        workflow.answer(
            asked,
            proposals,
            general=general_of(post),
            remarks=remarks_in(post, proposals),
            seen=request.POST.get("seen"),
            by=actor_of(request),
        )
    except NotAllowed:
        raise
    except ActError as error:
        cells = error.told if isinstance(error, commenting.AnswerProblems) else []
        return _typed_page(request, asked, wrong=wrong_lines(cells) or lines_of(refusals(error)), cells=cells)
    messages.success(request, "已反馈。截止前还可以再改。")
    return redirect(to_top(reverse("office:comment-reply", args=[pk])))


@act
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """The filled workbook, sent by the unit itself or entered by the office."""
    asked = _readable(request, pk)
    require(actor_of(request), commenting.ANSWERING, asked.department_id)
    form = WorkbookForm(request.POST, request.FILES)
    back = _page_of(request, asked)
    closed = commenting.why_closed(asked)
    if closed:  # before the workbook is held against a table that the unit may not read any more
        return _wrong_workbook(request, asked, [closed])
    if not form.is_valid():
        return _wrong_workbook(request, asked, [str(error) for error in form.errors["file"]])
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        wrong = [f"表格超过 {MAX_BYTES // 1024 // 1024} MB，请删去图片等无关内容再上传。"]
        return _wrong_workbook(request, asked, wrong)
    try:
        found = read_returned(file.read(), asked, CellReader(timezone.localdate()))
        said = workflow.answer(
            asked,
            found.proposals,
            remarks=found.remarks,
            way=CommentRequest.Way.WORKBOOK,
            by=actor_of(request),
        )
    except NotAllowed:
        raise
    except (ReturnedProblems, ActError) as error:
        wrong = error.problems if isinstance(error, ReturnedProblems) else refusals(error)
        return _wrong_workbook(request, asked, wrong)
    messages.success(request, f"已收到{asked.department}的表格：{state_words(said, round_open=True)}。")
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


def _sees_table(request: HttpRequest, asked: CommentRequest) -> bool:
    """A unit reads the draft table as long as it is asked about it."""
    return access_of(person_of(request)).reads_everything or not commenting.why_closed(asked)


def _typed_page(
    request: HttpRequest,
    asked: CommentRequest,
    *,
    wrong: list[WrongLine],
    cells: Sequence[CellTold] = (),
    fixes: bool = True,
) -> HttpResponse:
    """The unit's page with everything that was typed, every row open in which something was."""
    told = told_at(cells)
    proposals = proposed_in(request.POST)
    changed = {str(one.task) for one in proposals} | set(map(str, remarks_in(request.POST, proposals)))
    typed = typed_cells(request.POST, told)
    return _reply_page(
        request, asked, wrong=wrong, fixes=fixes, typed=typed, told=told, changed=changed, status=422
    )


def _reply_page(
    request: HttpRequest,
    asked: CommentRequest,
    *,
    wrong: list[WrongLine] | None = None,
    fixes: bool = True,
    typed: dict[str, str] | None = None,
    told: dict[str, CellTold] | None = None,
    changed: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    sees = _sees_table(request, asked)
    today = timezone.localdate()
    prefetch_related_objects([asked], "proposals")
    own, others = reply_rows(asked, today) if sees else ([], [])
    answers = commenting.may_answer(asked, person_of(request))
    context = {
        "asked": asked,
        "own": own,
        "others": others,
        "sees_table": sees,
        "elsewhere": given_by(asked, but={int(line.row.key) for line in [*own, *others]}),
        "closed": commenting.why_closed(asked),
        "seen": commenting.seen_of(asked),
        "answers": answers,
        "unit_names": unit_book(today).options if answers else [],
        "leader_names": leader_names() if answers else [],
        "fills_in": may(person_of(request), OFFICE),
        "state": state_words(asked, round_open=commenting.is_open(asked.round)),
        "wrong": wrong or [],
        "fixes": fixes,
        "typed": typed or {},
        "told": told or {},
        "changed": changed,
    }
    return show(request, "comment-reply", context, status=status)


def _page(request: HttpRequest, batch: Batch, *, status: int = 200, **kept: Any) -> HttpResponse:
    today = timezone.localdate()
    rounds = rounds_of(batch, today)
    prepares = may(person_of(request), OFFICE) and not batch.issued_at
    asks = prepares and not any(one.is_open for one in rounds)
    units = commenting.units_to_ask(batch, today) if asks else []
    running = next((one for one in rounds if one.is_open), None)
    not_asked = commenting.units_not_asked(running.round, today) if running and prepares else []
    left_out = commenting.units_left_out(running.round) if running and not_asked else None
    slugs = {unit.slug for unit in units}
    context = {
        "batch": batch,
        "rounds": rounds,
        "differing": differing(batch),
        "prepares": prepares,
        "units": units,
        "asks": asks,
        "ask_form": kept.get("ask_form") or AskForm(),
        "summary": summary_of(batch, rounds),
        "charged_since": [one for one in not_asked if left_out is not None and one.slug not in left_out],
        "left_out": [one for one in not_asked if left_out is None or one.slug in left_out],
        "ticked": kept.get("ticked", slugs) & slugs,
        "refusal": kept.get("refusal"),
    }
    return show(request, "comments", context, status=status)
