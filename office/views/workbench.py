"""The workbench: one draft corrected row by row, every change kept at once, and confirmed into records.

A page with script sends each change as it happens, with the fields of its row alone, and is answered with the page
as it stands then (`WORKBENCH` in the request's headers); without script the whole form is sent by its buttons.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from directives import intake
from directives.errors import ActError
from meetings.models import IntakeDraft, Meeting

from ..actor import actor_of, person_of
from ..comparing import differences
from ..fieldnames import unread_fields
from ..forms import rows
from ..forms.bulk import apply_bulk
from ..forms.draft import DraftReader
from ..forms.reading import Typed
from ..forms.registering import REGISTERING, register
from ..page import INTAKE_REFUSED, MAY_TAKE_IN, act, refused, show, takes_in
from ..parts import part_with, parts_of
from ..unitbook import UnitBook, unit_book
from ..whereabouts import place_after
from ..workbench import Workbench

WORKBENCH = "X-Workbench"
# Anchors of whole sections: the part that was saved shows them.
SECTIONS = ("", "attendance", "directives")
# Confirming a draft whose meeting seems to be there already takes a second button.
CONFIRM_ALIKE = "confirm-alike"
CONFIRMING = ("confirm", CONFIRM_ALIKE)
TAKE_OVER = "take-over"
PERSON = re.compile(r"a\d+")
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,40}")


@takes_in
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft. Every POST keeps what was typed, whatever else it asks for."""
    subject = get_object_or_404(
        IntakeDraft.objects.defer("found").select_related("meeting", "document", "held_by"), pk=pk
    )
    closed = _closed(request, subject)
    if closed:
        return closed
    if request.method == "POST":
        return _save(request, subject)
    return _page(request, subject)


@act
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """A window takes the draft in hand, says that it is still there, takes it over, or lets it go."""
    person = person_of(request)
    if not person.has_perm(MAY_TAKE_IN):
        return refused(request, INTAKE_REFUSED)
    subject = get_object_or_404(IntakeDraft.objects.defer("found", "made").select_related("held_by"), pk=pk)
    token = _token(request)
    if "release" in request.POST:
        intake.let_go(subject, by=person, token=token)
        return HttpResponse(status=204)
    try:
        intake.hold(subject, by=person, token=token, take_over="take_over" in request.POST)
    except intake.HeldDraft as held:
        if WORKBENCH in request.headers:
            return JsonResponse({"words": str(held)}, status=409)
        messages.error(request, str(held))
    if WORKBENCH in request.headers:
        return JsonResponse({"revision": subject.revision})
    return redirect("office:intake", pk=pk)


def _closed(request: HttpRequest, subject: IntakeDraft) -> HttpResponse | None:
    """Where to go on with a draft that is none any more."""
    if subject.meeting:
        messages.info(request, "这份草稿已确认。请在会议页面继续：拟定分工后交办。")
        return _leave(request, "office:meeting", slug=subject.meeting.slug)
    if subject.document:
        messages.info(request, "这份草稿已确认。请在来文页面继续：拟定分工后拟成交办批次。")
        return _leave(request, "office:document", pk=subject.document.pk)
    if subject.discarded_at:
        messages.info(request, "这份草稿已放弃。需要时请重新粘贴报道。")
        return _leave(request, "office:intake-list")
    return None


def _leave(request: HttpRequest, name: str, **where: Any) -> HttpResponse:
    """Go to another page. A script is told where: if it followed by itself, what that page has to say would be lost."""
    if WORKBENCH in request.headers:
        return HttpResponse(status=204, headers={"X-Go": reverse(name, kwargs=where)})
    return redirect(name, **where)


def _save(request: HttpRequest, subject: IntakeDraft) -> HttpResponse:
    asked = request.POST.get("act", "save")
    book = unit_book(timezone.localdate())
    reader = DraftReader(request.POST, subject.text, book)
    typed = reader.read(intake.copy_of(subject.made))
    rows.judge(typed.made, asked, untouched=not subject.revision)
    here = request.POST.get("here", "")
    try:
        # A name that was registered on the way is kept only together with the draft that uses it.
        with transaction.atomic():
            intake.refuse_repeated(subject, _request_key(request))
            anchor = _carry_out(request, asked, reader, typed)
            typed.settle(unread_fields(typed.made))
            anchor = anchor or place_after(asked, here, subject.made, typed.made)
            saved = _keep(request, subject, asked, typed, book)
    except intake.RepeatedRequest as done:
        if asked in CONFIRMING:  # what was typed is kept already; confirmed it is not, or there were no draft
            return _confirm(request, done.draft, although_alike=asked == CONFIRM_ALIKE)
        return _answer(request, done.draft, "")
    except (intake.StaleDraft, intake.HeldDraft) as refusal:
        return _page(request, refusal.draft, typed, refusal=refusal, status=409)
    except ActError as error:
        messages.error(request, str(error))
        return _answer(request, subject, "", 409)
    names = None if asked.partition(":")[0] in REGISTERING else book
    if typed.errors:
        return _page(request, saved, typed, names, anchor=anchor, status=422)
    if asked in CONFIRMING:
        return _confirm(request, saved, although_alike=asked == CONFIRM_ALIKE)
    if asked == "save" and WORKBENCH not in request.headers:
        messages.success(request, "已保存。")
    return _answer(request, saved, anchor, book=names)


def _carry_out(request: HttpRequest, asked: str, reader: DraftReader, typed: Typed) -> str:
    """What a row button asks for, done on the rows that were read; returns the anchor of the row to look at."""
    name, _, subject = asked.partition(":")
    if name == "apply":
        return apply_bulk(reader, typed.made)
    if name in REGISTERING:
        return register(name, subject, reader, typed.made, person_of(request))
    return rows.apply(typed.made, asked, reader.text)


def _keep(
    request: HttpRequest, subject: IntakeDraft, asked: str, typed: Typed, book: UnitBook
) -> IntakeDraft:
    """Save what was typed, then go one step back or forth where that was asked for."""
    person, token, key = person_of(request), _token(request), _request_key(request)
    saved, revision = subject, _revision(request)
    stepping = asked in ("undo", "redo")
    if not stepping or typed.made != subject.made:
        saved = intake.save(
            subject,
            typed.made,
            revision,
            by=person,
            token=token,
            label=_label(asked, subject, typed, book),
            take_over=asked == TAKE_OVER,
            request=key,
            exactly=asked in CONFIRMING,
        )
        revision = saved.revision
    if stepping:
        step = intake.undo if asked == "undo" else intake.redo
        saved = step(saved, revision, by=person, token=token, request=key)
        typed.errors.clear()
    return saved


def _label(asked: str, subject: IntakeDraft, typed: Typed, book: UnitBook) -> str:
    """What a change was, for the list of changes: the button, or the first field that differs."""
    button = rows.LABELS.get(asked.partition(":")[0])
    if button:
        return button
    found = differences(subject.made, typed, book)
    return f"修改{found[0].place}" if found else "修改"


def _answer(
    request: HttpRequest,
    saved: IntakeDraft,
    anchor: str,
    status: int = 200,
    *,
    book: UnitBook | None = None,
) -> HttpResponse:
    """The page as it stands now for a page with script; else the address of the row to go on with."""
    if WORKBENCH in request.headers:
        return _page(request, saved, book=book, anchor=anchor, status=status)
    return redirect(_address(request, saved, anchor))


def _address(request: HttpRequest, saved: IntakeDraft, anchor: str) -> str:
    """The draft's page where the row of the anchor is, else the part that was saved."""
    part = _part_of(request, saved, anchor)
    asked: dict[str, Any] = {"part": part} if part > 1 else {}
    if anchor == "attendance" or PERSON.fullmatch(anchor):
        asked |= {"people": 1}  # the list is folded, and a row inside it could not be stood at
    query = f"?{urlencode(asked)}" if asked else ""
    return reverse("office:intake", args=[saved.pk]) + query + (f"#{anchor}" if anchor else "")


def _part_of(request: HttpRequest, saved: IntakeDraft, anchor: str) -> int:
    parts = parts_of(saved.made, saved.text)
    here = min(_part(request), len(parts))
    return part_with(parts, saved.made, anchor).number if anchor not in SECTIONS else here


def _part(request: HttpRequest) -> int:
    """The part of a long draft that is asked for; a draft that became shorter meanwhile shows its last."""
    asked = request.GET.get("part", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _confirm(request: HttpRequest, saved: IntakeDraft, *, although_alike: bool) -> HttpResponse:
    """The meeting's page, or this one with what keeps it from being made or wants a second look.

    Confirmed is what `saved` holds and nothing that somebody else saved a moment later.
    """
    alike = (
        list(intake.meetings_like(saved.made)) if not any(p.blocking for p in intake.problems(saved)) else []
    )
    if alike and not although_alike:
        return _page(request, saved, alike=alike, status=409)
    try:
        if "document" in saved.made:
            document = intake.confirm_document(saved, by=actor_of(request), revision=saved.revision)
            messages.success(request, "已生成来文和任务草稿。下一步：核对分工，勾选任务，拟成交办批次。")
            return _leave(request, "office:document", pk=document.pk)
        meeting = intake.confirm(saved, by=actor_of(request), revision=saved.revision)
    except intake.StaleDraft as refusal:
        return _page(request, refusal.draft, Typed(saved.made), refusal=refusal, status=409)
    except intake.IntakeProblems:
        return _page(request, saved, status=422)  # the page lists what keeps it from being confirmed
    except ActError as error:
        messages.error(request, str(error))
        return _page(request, saved, status=422)
    messages.success(request, "已生成会议和任务草稿。下一步：核对分工，勾选任务，登记审批后交办。")
    return _leave(request, "office:meeting", slug=meeting.slug)


def _revision(request: HttpRequest) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _token(request: HttpRequest) -> str:
    """The name that the page's script gave its window; without script all windows of a person are one."""
    sent = request.POST.get("holder") or request.GET.get("holder", "")
    return sent if TOKEN.fullmatch(sent) else ""


def _request_key(request: HttpRequest) -> str:
    """The key that the page's script gave this one sending, by which it is known when it is sent again."""
    sent = request.POST.get("request", "")
    return sent if TOKEN.fullmatch(sent) else ""


def _page(
    request: HttpRequest,
    subject: IntakeDraft,
    typed: Typed | None = None,
    book: UnitBook | None = None,
    *,
    refusal: intake.StaleDraft | intake.HeldDraft | None = None,
    alike: Sequence[Meeting] = (),
    anchor: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the draft; `book` are the units as they are now, where they were read before."""
    person, token = person_of(request), _token(request)
    book = book or unit_book(timezone.localdate())
    number = _part_of(request, subject, anchor) if anchor and not typed else _part(request)
    sent = request.POST.getlist("d") if refusal else []
    there = frozenset(request.POST.get("there", "").split())
    bench = Workbench(subject, typed, book, number=number, sent=sent, there=there)
    held = intake.is_held_elsewhere(subject, person, token)
    context: dict[str, Any] = {
        "draft": subject,
        "bench": bench,
        "alike": alike,
        "people_open": "people" in request.GET or PERSON.fullmatch(anchor) or bench.attendance_open,
        "refusal": refusal,
        "held": intake.holder_words(subject, person) if held else "",
        "holder": token,
        "differences": differences(subject.made, typed, book) if refusal and typed else None,
        "step_back": intake.last_step(subject, undone=False),
        "step_forth": intake.last_step(subject, undone=True),
    }
    response = show(request, "intake", context, status=status)
    response.headers["X-Anchor"] = anchor
    return response
