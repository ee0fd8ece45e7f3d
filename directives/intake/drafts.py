"""Drafts: started from a text, kept at every step, never two for one report."""

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from departments.models import Department, UnitAlias, UnitSet
from meetings.models import IntakeDraft, Meeting, ReportVersion, SourceDocument, fingerprint_of
from meetings.report_parser import UnitDirectory, UnitName, parse, to_json

from ..errors import ActError, Conflict
from ..events import Actor
from ..models import Theme
from ..workflow.rules import OFFICE, require
from .history import note, step_back, step_forth
from .holding import HeldDraft, is_held_elsewhere, take_in_hand
from .leaders import propose_leaders
from .made import made_of
from .sources.facts import complete_rows, propose_dates


class DuplicateReport(ActError):
    """The same text or table is here already; `meeting`, `document` or `draft` points to it."""

    def __init__(
        self,
        *,
        meeting: Meeting | None = None,
        document: SourceDocument | None = None,
        draft: IntakeDraft | None = None,
    ) -> None:
        self.meeting, self.document, self.draft = meeting, document, draft
        what = "已有一份草稿"
        if document:
            what = f"已录入为来文“{document.title}”"
        elif meeting:
            what = f"已录入为会议“{meeting.name}”"
        of_report = meeting or (draft and "document" not in draft.made)
        super().__init__(f"这{'篇报道' if of_report else '份材料'}{what}，请勿重复录入。")


class StaleDraft(Conflict):
    """Somebody saved the draft meanwhile; `draft` is the newer one and nothing of it was overwritten."""

    def __init__(self, draft: IntakeDraft) -> None:
        self.draft = draft
        super().__init__("这份草稿刚刚在别处保存过。您的修改还在本页，请对照后再保存。")


class RepeatedRequest(Conflict):
    """A request that was carried out before, sent again since its answer was lost; `draft` is as it stands now."""

    def __init__(self, draft: IntakeDraft) -> None:
        self.draft = draft
        super().__init__("这次修改已经保存过。")


def start(
    text: str,
    *,
    by: Any,
    source_kind: str = ReportVersion.Source.NEWS,
    secrecy: str = ReportVersion.Secrecy.PUBLISHED,
    source_name: str = "",
    source_url: str = "",
    published_on: date | None = None,
    is_sample: bool = False,
) -> IntakeDraft:
    """A saved draft of the text as it was decoded; raises DuplicateReport for a text that is here already."""
    refuse_duplicate(text)
    report = parse(text, published_on, units_on(published_on or timezone.localdate()))
    day = report.date.day_date if report.date else None
    if day and day != published_on:
        report = parse(text, published_on, units_on(day))
    draft = IntakeDraft(
        text=text,
        fingerprint=fingerprint_of(text),
        source_kind=source_kind,
        secrecy=secrecy,
        source_name=source_name,
        source_url=source_url,
        published_on=published_on,
        found=to_json(report),
        made=made_of(report, text, list(Theme.objects.all())),
        created_by=by,
        is_sample=is_sample,
    )
    propose_leaders(draft.made, timezone.localdate())
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        refuse_duplicate(text)  # a second click was faster, and its draft is the one to go on with
        raise
    return draft


def save(
    draft: IntakeDraft,
    made: dict[str, Any],
    revision: int,
    *,
    by: Any,
    token: str = "",
    label: str = "修改",
    take_over: bool = False,
    request: str = "",
    exactly: bool = False,
) -> IntakeDraft:
    """Keep the clerk's copy, as one step that can be taken back; `token` is that of the window it comes from,
    `request` the key of the request (see `refuse_repeated`).

    Raises HeldDraft while another window has the draft in hand, StaleDraft when it was saved since `revision` was
    read, Conflict when it is a meeting already. A copy that says what is stored by now is stale only to whom it must be
    `exactly` the revision that was read.
    """
    with transaction.atomic():
        current = _open(draft)
        if current.revision != revision and made == current.made and not exactly:
            return current
        _take(current, revision, by=by, token=token, take_over=take_over)
        before, current.made = current.made, made
        propose_leaders(current.made, timezone.localdate())
        complete_rows(current.made)
        propose_dates(current.made)
        note(current, before, label, by)
        return _keep(current, request)


def undo(draft: IntakeDraft, revision: int, *, by: Any, token: str = "", request: str = "") -> IntakeDraft:
    """Take the last change back. Raises like `save`, and Conflict where there is none."""
    with transaction.atomic():
        current = _open(draft)
        _take(current, revision, by=by, token=token)
        if step_back(current) is None:
            raise Conflict("没有可以撤销的修改。")
        return _keep(current, request)


def redo(draft: IntakeDraft, revision: int, *, by: Any, token: str = "", request: str = "") -> IntakeDraft:
    """Make again what was taken back last. Raises like `undo`."""
    with transaction.atomic():
        current = _open(draft)
        _take(current, revision, by=by, token=token)
        if step_forth(current) is None:
            raise Conflict("没有可以重做的修改。")
        return _keep(current, request)


def refuse_repeated(draft: IntakeDraft, request: str) -> None:
    """Raise RepeatedRequest when the draft's last change came with this key. Call it in the transaction that carries
    the request out: the draft stays locked, so that a request still under way is waited for."""
    if request and (current := _open(draft)).last_request == request:
        raise RepeatedRequest(current)


def refuse_newer(draft: IntakeDraft, revision: int | None) -> None:
    """Raise StaleDraft for a locked draft of another revision than was read; None is any."""
    if revision is not None and draft.revision != revision:
        raise StaleDraft(draft)


def _open(draft: IntakeDraft) -> IntakeDraft:
    """The draft as it is stored, locked. Raises Conflict for a closed one."""
    rows = IntakeDraft.objects.defer("found", "made").select_for_update(of=("self",))
    current = rows.get(pk=draft.pk)
    refuse_closed(current)
    return current


def _take(current: IntakeDraft, revision: int, *, by: Any, token: str, take_over: bool = False) -> None:
    refuse_newer(current, revision)
    take_in_hand(current, by=by, token=token, take_over=take_over)


def _keep(current: IntakeDraft, request: str) -> IntakeDraft:
    current.revision += 1
    current.last_request = request or current.last_request
    fields = ["made", "revision", "last_request", "held_by", "held_token", "held_at", "updated_at"]
    current.save(update_fields=fields)
    return current


def discard(draft: IntakeDraft, *, by: Actor) -> None:
    """Give a draft up; it is kept, but its report may be pasted anew. Raises Conflict for a closed draft, and
    HeldDraft while somebody else has it in hand."""
    require(by, OFFICE)
    with transaction.atomic():
        current = IntakeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        refuse_closed(current)
        if by.user and current.held_by_id != by.user.pk and is_held_elsewhere(current, by.user, ""):
            raise HeldDraft(current, by.user)
        current.discarded_at = timezone.now()
        current.save(update_fields=["discarded_at", "updated_at"])


def refuse_closed(draft: IntakeDraft) -> None:
    """Raise Conflict for a draft that was confirmed or given up."""
    if draft.confirmed_at:
        raise Conflict(f"这份草稿已确认生成，请到{'来文' if draft.document_id else '会议'}页面修改。")
    if draft.discarded_at:
        raise Conflict("这份草稿已放弃。需要时请重新粘贴报道。")


def refuse_duplicate(text: str, *, besides: IntakeDraft | None = None) -> None:
    """Raise DuplicateReport when a meeting, a document or another open draft holds exactly this text."""
    refuse_taken(fingerprint_of(text), besides=besides)


def refuse_taken(fingerprint: str, *, besides: IntakeDraft | None = None) -> None:
    """The same by the fingerprint, for what is no text: a table is known by the draft that it was confirmed from."""
    version = (
        ReportVersion.objects.filter(fingerprint=fingerprint).select_related("meeting", "document").first()
    )
    if version:
        raise DuplicateReport(meeting=version.meeting, document=version.document)
    table = IntakeDraft.objects.filter(fingerprint=fingerprint, text="", document__isnull=False).first()
    if table:
        raise DuplicateReport(document=table.document)
    drafts = IntakeDraft.objects.filter(fingerprint=fingerprint, confirmed_at=None, discarded_at=None)
    draft = drafts.exclude(pk=besides.pk).first() if besides else drafts.first()
    if draft:
        raise DuplicateReport(draft=draft)


def meetings_like(made: dict[str, Any]) -> models.QuerySet[Meeting]:
    """Meetings of the same name on the same day. It may well be another one; whoever confirms a draft decides."""
    row = made["meeting"]
    if not row["name"].strip() or not row["held_on"]:
        return Meeting.objects.none()
    return Meeting.objects.filter(name=row["name"].strip(), held_on=row["held_on"]).order_by("pk")


def units_on(day: date) -> UnitDirectory:
    """Every name that stood for a unit or a unit set on that day."""
    names = [
        UnitName(department.slug, name, "department")
        for department in Department.objects.on(day)
        for name in (department.short_name, department.full_name)
        if name
    ]
    names += [UnitName(unit_set.slug, unit_set.name, "unit_set") for unit_set in UnitSet.objects.on(day)]
    for alias in UnitAlias.objects.on(day).select_related("department", "unit_set"):
        if alias.department:
            names.append(UnitName(alias.department.slug, alias.name, "department"))
        elif alias.unit_set:
            names.append(UnitName(alias.unit_set.slug, alias.name, "unit_set"))
    return UnitDirectory(names)
