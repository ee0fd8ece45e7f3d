"""A report's text edited, and the places that were lost with it settled one by one."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from directives.anchors import (
    Span,
    What,
    add_version,
    choose_words,
    drop,
    keep_without_place,
    newest_version,
    unsettled,
)
from directives.errors import ActError, Conflict, NotAllowed
from directives.models import TaskSource
from directives.workflow.rules import OFFICE, require
from meetings.models import AgendaItem, Meeting, ReportVersion

from ..acting import refusals
from ..actor import actor_of, person_of
from ..anchor_page import Item, items_of, passages
from ..forms.revising import ReportTextForm
from ..page import View, asks, refused, show, to_top
from ..paging import pages_of

OFFICE_ONLY = "修订报道和核对原文由综合办经办人或督办负责人办理。发现报道有误时，请与综合办联系。"
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


def _office(view: View) -> View:
    """A page of one meeting for those who enter reports."""

    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        meeting = get_object_or_404(Meeting.objects.visible_to(person_of(request)), slug=slug)
        try:
            require(actor_of(request), OFFICE)
        except NotAllowed:
            return refused(request, OFFICE_ONLY)
        return view(request, meeting)

    return asks(guarded)


@_office
def report(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The text in force, to be edited; saving makes the next version."""
    version = newest_version(meeting)
    if version is None:
        reason = "这次会议还没有录入报道全文。请在后台打开这次会议，先录入全文。"
        return show(request, "refused", {"title": "还没有报道", "reason": reason}, status=409)
    if request.method != "POST":
        form = ReportTextForm(initial={"text": version.text, "replaces": version.number})
        return _report_page(request, meeting, version, form)
    form = ReportTextForm(request.POST)
    if not form.is_valid():
        return _report_page(request, meeting, version, form, status=422)
    words = form.cleaned_data
    try:
        result = add_version(meeting, words["text"], by=actor_of(request), replaces=words["replaces"])
    except Conflict:
        newest = newest_version(meeting) or version
        # The words stay; who saves again has been told what they replace.
        return _report_page(
            request, meeting, newest, form.now_replacing(newest.number), overtaken=True, status=409
        )
    except ActError as error:
        form.add_error(None, str(error))
        return _report_page(request, meeting, version, form, status=422)
    messages.success(request, f"已生成报道{result.version}，{result.kept} 处原文已重新定位。")
    agenda = sum(isinstance(one.subject, AgendaItem) for one in result.lost)
    if agenda:
        messages.warning(request, f"{agenda} 处会议环节在新版中找不到了，已不再标注位置。")
    if len(result.lost) == agenda:
        return redirect(to_top(reverse("office:meeting", args=[meeting.slug])))
    messages.warning(request, f"{len(result.lost) - agenda} 处原文在新版中找不到了，请在这里逐处核对。")
    return redirect(to_top(_address(meeting)))


@_office
def anchors(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What has no place in the newest report, and what is to become of it."""
    if request.method != "POST":
        return _anchors_page(request, meeting)
    try:
        done = _settle(request, meeting)
    except Conflict as error:
        return _anchors_page(request, meeting, refusals(error), status=409)
    except ActError as error:
        return _anchors_page(request, meeting, refusals(error), status=422)
    messages.success(request, done)
    return redirect(to_top(_address(meeting)))


def _settle(request: HttpRequest, meeting: Meeting) -> str:
    """Do what was asked for one of them; what to say of it."""
    data, by = request.POST, actor_of(request)
    what, pk = _what(data.get("what", "")), _number(data.get("key", ""))
    seen = _number(data.get("seen", ""))
    if "keep" in data:
        keep_without_place(meeting, what, pk, seen=seen, by=by)
        return "已保留，不再标注原文位置。"
    if "drop" in data:
        drop(meeting, what, pk, seen=seen, by=by)
        return "已删去。"
    place = choose_words(meeting, what, pk, data.get("words", ""), at=_span(data), seen=seen, by=by)
    words = place.words if len(place.words) <= 40 else place.words[:39] + "…"
    return f"已定位到“{words}”。"


def _what(typed: str) -> What:
    if typed not in list(What):
        raise Conflict("没有说明要核对哪一处。请在下面重新选择。")
    return What(typed)


def _number(typed: str) -> int:
    """A whole number, 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def _span(data: Any) -> Span | None:
    """The passage that was clicked; none where words were typed."""
    found = _PLACE.fullmatch(data.get("at", ""))
    return (int(found[1]), int(found[2])) if found else None


def _address(meeting: Meeting) -> str:
    return reverse("office:meeting-anchors", args=[meeting.slug])


def _anchors_page(
    request: HttpRequest, meeting: Meeting, wrong: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    version = newest_version(meeting)
    lost = unsettled(meeting) if version else []
    pages = pages_of(request, lost, "处")
    tasks = {one.task.pk for one in pages.rows if one.what == What.SOURCE and one.task}
    counted = TaskSource.objects.filter(task__in=tasks).order_by().values_list("task").annotate(n=Count("pk"))
    items = items_of(pages.rows, version, pages.first, dict(counted)) if version else []
    elsewhere = _keep_typed(request, items, wrong)
    context = {
        "meeting": meeting,
        "version": version,
        "pages": pages,
        "items": items,
        "wrong": elsewhere,
        "typed": request.POST.get("words", "") if elsewhere else "",
        "passages": passages(version.text, items) if version else [],
    }
    return show(request, "anchors", context, status=status)


def _keep_typed(request: HttpRequest, items: list[Item], wrong: list[str] | None) -> list[str]:
    """Put a refusal at the row it is about; what is returned belongs to none that is still there."""
    if not wrong:
        return []
    about = f"{request.POST.get('what', '')}-{request.POST.get('key', '')}"
    for item in items:
        if item.anchor == about:
            item.wrong, item.typed = wrong, request.POST.get("words", item.lost.words)
            return []
    return wrong


def _report_page(
    request: HttpRequest,
    meeting: Meeting,
    version: ReportVersion,
    form: ReportTextForm,
    *,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"meeting": meeting, "version": version, "form": form, "overtaken": overtaken}
    return show(request, "report", context, status=status)
