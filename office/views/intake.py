"""Intake: a report's text becomes a draft, the draft is corrected row by row, and confirmed into a meeting."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from directives import intake
from directives.errors import ActError
from meetings.models import IntakeDraft, Meeting

from .. import desk
from ..acting import perform
from ..actor import actor_of, person_of
from ..comparing import differences
from ..forms import rows
from ..forms.draft import DraftReader
from ..forms.reading import Typed
from ..forms.start import StartForm
from ..page import INTAKE_REFUSED, MAY_TAKE_IN, act, refused, show, takes_in
from ..parts import part_with, parts_of
from ..unitbook import unit_book
from ..whereabouts import place_after
from ..workbench import Workbench

# Anchors of whole sections: the part that was saved shows them.
SECTIONS = ("", "attendance", "directives")
# Confirming a draft whose meeting seems to be there already takes a second button.
CONFIRM_ALIKE = "confirm-alike"
CONFIRMING = ("confirm", CONFIRM_ALIKE)
SHOWN = 50
PERSON = re.compile(r"a\d+")


@takes_in
def drafts(request: HttpRequest) -> HttpResponse:
    """The form for a new report, and the drafts that wait."""
    form = StartForm(request.POST, request.FILES) if request.method == "POST" else StartForm()
    status = 200
    if request.method == "POST":
        draft = _start(request, form)
        if draft:
            return redirect("office:intake", pk=draft.pk)
        status = 422
    own = Q(created_by=person_of(request))
    waiting = desk.open_drafts()
    context = {
        "form": form,
        "own": list(waiting.filter(own)[:SHOWN]),
        "others": list(waiting.exclude(own)[:SHOWN]),
    }
    return show(request, "intake-list", context, status=status)


def _start(request: HttpRequest, form: StartForm) -> IntakeDraft | None:
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    source = {
        name: asked[name] for name in ("source_kind", "secrecy", "source_name", "source_url", "published_on")
    }
    try:
        return intake.start(asked["report"], by=person_of(request), **source)
    except intake.DuplicateReport as duplicate:
        form.refuse(duplicate)
        return None


@takes_in
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft. Every POST keeps what was typed, whatever else it asks for."""
    subject = get_object_or_404(IntakeDraft.objects.select_related("meeting"), pk=pk)
    if subject.meeting:
        messages.info(request, "这份草稿已确认。请在会议页面继续：拟定分工后交办。")
        return redirect("office:meeting", slug=subject.meeting.slug)
    if subject.discarded_at:
        messages.info(request, "这份草稿已放弃。需要时请重新粘贴报道。")
        return redirect("office:intake-list")
    if request.method == "POST":
        return _save(request, subject)
    return _page(request, subject)


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


def _save(request: HttpRequest, subject: IntakeDraft) -> HttpResponse:
    asked = request.POST.get("act", "save")
    typed = DraftReader(request.POST, subject.text, unit_book(timezone.localdate())).read(subject.made)
    rows.judge(typed.made, asked, untouched=not subject.revision)
    here = request.POST.get("here", "")
    anchor = rows.apply(typed.made, asked, subject.text) or place_after(asked, here, subject.made, typed.made)
    try:
        saved = intake.save(subject, typed.made, _revision(request), by=person_of(request))
    except intake.StaleDraft as stale:
        return _page(request, stale.draft, typed, stale=True, status=409)
    except ActError as error:
        messages.error(request, str(error))
        return redirect("office:intake", pk=subject.pk)
    if typed.errors:
        return _page(request, saved, typed, status=422)
    if asked in CONFIRMING:
        return _confirm(request, saved, although_alike=asked == CONFIRM_ALIKE)
    if asked == "save":
        messages.success(request, "已保存。")
    return redirect(_address(request, saved, anchor))


def _address(request: HttpRequest, saved: IntakeDraft, anchor: str) -> str:
    """The draft's page where the row of the anchor is, else the part that was saved."""
    parts = parts_of(saved.made, saved.text)
    here = min(_part(request), len(parts))
    part = part_with(parts, saved.made, anchor).number if anchor not in SECTIONS else here
    asked = {"part": part} if part > 1 else {}
    if anchor == "attendance" or PERSON.fullmatch(anchor):
        asked |= {"people": 1}  # the list is folded, and a row inside it could not be stood at
    query = f"?{urlencode(asked)}" if asked else ""
    return reverse("office:intake", args=[saved.pk]) + query + (f"#{anchor}" if anchor else "")


def _part(request: HttpRequest) -> int:
    """The part of a long draft that is asked for; a draft that became shorter meanwhile shows its last."""
    asked = request.GET.get("part", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _confirm(request: HttpRequest, saved: IntakeDraft, *, although_alike: bool) -> HttpResponse:
    """The meeting's page, or this one with what keeps it from being made or wants a second look."""
    alike = (
        list(intake.meetings_like(saved.made)) if not any(p.blocking for p in intake.problems(saved)) else []
    )
    if alike and not although_alike:
        return _page(request, saved, alike=alike, status=409)
    try:
        meeting = intake.confirm(saved, by=actor_of(request))
    except intake.IntakeProblems:
        return _page(request, saved, status=422)  # the page lists what keeps it from being confirmed
    except ActError as error:
        messages.error(request, str(error))
        return _page(request, saved, status=422)
    messages.success(request, "已生成会议和任务草稿。下一步：核对分工，勾选任务，登记审批后交办。")
    return redirect("office:meeting", slug=meeting.slug)


def _revision(request: HttpRequest) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _page(
    request: HttpRequest,
    subject: IntakeDraft,
    typed: Typed | None = None,
    *,
    stale: bool = False,
    alike: Sequence[Meeting] = (),
    status: int = 200,
) -> HttpResponse:
    book = unit_book(timezone.localdate())
    sent = request.POST.getlist("d") if stale else []
    bench = Workbench(subject, typed, book, number=_part(request), sent=sent)
    context: dict[str, Any] = {
        "draft": subject,
        "bench": bench,
        "alike": alike,
        "people_open": "people" in request.GET or bench.attendance_open,
        "differences": differences(subject.made, typed, book) if stale and typed else None,
    }
    return show(request, "intake", context, status=status)
