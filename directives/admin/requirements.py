"""工作要求 in the admin: typed quotations are located in the newest report, or refused."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from meetings.models import DemandSource, Meeting, SourceDocument
from xiaolan_portal.admin_lists import YesNoFilter, short
from xiaolan_portal.admin_models import PortalModelAdmin

from .. import anchors
from ..models import Directive, TaskSource
from .released import FixedWhileReleased


def put_in_place(row: Directive | TaskSource, origin: Meeting | SourceDocument | None) -> None:
    """Locate the row's quotation in the text of its origin; raises NotLocated. Without one it is kept as typed.

    A meeting that is being saved with a new text carries it as `incoming_text`: the words are checked against
    that text, and get their place when its version is made.
    """
    near = row.start
    row.version = row.start = row.end = None
    row.anchor_lost = False
    row.quotation = row.quotation.strip()
    if not row.quotation or origin is None:
        return
    incoming = getattr(origin, "incoming_text", None)
    if incoming is not None:
        start, end = anchors.require_place(row.quotation, incoming)
        row.quotation = incoming[start:end]
        return
    place = anchors.place(row.quotation, origin, near=near)
    row.version, row.start, row.end, row.quotation = place.version, place.start, place.end, place.words


def where(row: Directive | TaskSource) -> str:
    """The state of the row's place, in words."""
    if row.anchor_lost:
        return "原文已找不到，请重新摘录"
    if row.version_id is None:
        return "未定位"
    return f"{row.version}，第 {(row.start or 0) + 1}–{row.end} 字"


class DirectiveForm(forms.ModelForm):
    """Puts the quotation in its place whenever the words or the meeting change."""

    class Meta:
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "quotation": forms.Textarea(attrs={"rows": 4}),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        meeting = cleaned.get("meeting")
        if meeting and meeting.released_at:
            self.add_error("meeting", "这次会议已公开。请公开审查人先撤回会议，再添加工作要求。")
            return cleaned
        if self.instance.document_id and (meeting or cleaned.get("source") == DemandSource.MEETING):
            self.add_error("source", "这项要求出自来文，来源不能改为会议。")
            return cleaned
        if "meeting" in self.fields and not {"quotation", "meeting"}.isdisjoint(self.changed_data):
            self.locate(cleaned.get("meeting") or self.instance.document)
        return cleaned

    def locate(self, origin: Meeting | SourceDocument | None) -> None:
        """Check the typed words; a refusal stands at the field."""
        if "quotation" in self.errors or "quotation" not in self.fields:
            return
        self.instance.quotation = self.cleaned_data.get("quotation", "")
        try:
            put_in_place(self.instance, origin)
        except anchors.NotLocated as error:
            self.add_error("quotation", str(error))
        else:
            self.cleaned_data["quotation"] = self.instance.quotation


class LostFilter(YesNoFilter):
    """Quotations that an edit of the report left without a place."""

    title = "原文定位"
    parameter_name = "anchor"
    yes, no = "原文已找不到", "其他"
    condition = Q(anchor_lost=True)


class SourceOfTaskInline(admin.TabularInline):
    """The tasks that came of a directive, to look at."""

    model = TaskSource
    extra = 0
    can_delete = False
    fields = readonly_fields = ("task", "state")
    verbose_name_plural = "由此形成的任务"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("task", "directive")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="状态")
    def state(self, obj: Any) -> str:
        return str(obj.task.get_status_display())


@admin.register(Directive)
class DirectiveAdmin(FixedWhileReleased, PortalModelAdmin):
    form = DirectiveForm
    list_display = ("summary", "kind", "source", "meeting", "speaker", "place")
    list_filter = (LostFilter, "source", "kind", ("meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting", "speaker", "version")
    search_fields = ("headline", "text", "quotation", "document_number", "issuing_unit")
    search_help_text = "可用标题、内容、原文、来文单位或文号查找。"
    date_hierarchy = "meeting__held_on"
    ordering = ("-meeting__held_on", "meeting", "order", "pk")
    autocomplete_fields = ("meeting", "speaker")
    readonly_fields = ("place",)
    inlines = (SourceOfTaskInline,)
    fieldsets = (
        (None, {"fields": (("source", "kind"), ("meeting", "order"), "speaker")}),
        ("要求", {"fields": ("headline", "text", "quotation", "place")}),
        (
            "上级来文",
            {
                "fields": (("issuing_unit", "document_number"), "superior_due_on"),
                "description": "来源为批示、上级督办等时填写。",
            },
        ),
    )

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [SourceOfTaskInline] if obj else []

    def is_released(self, obj: Any) -> bool:
        return obj is not None and obj.meeting is not None and obj.meeting.released_at is not None

    summary = short("text", "要求内容")

    @admin.display(description="原文位置")
    def place(self, obj: Any) -> str:
        return where(obj)
