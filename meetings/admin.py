"""Meetings in the admin: facts, attendance, agenda. The report's text is added by `directives.admin`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from xiaolan_portal.admin_forms import SluggedForm
from xiaolan_portal.admin_lists import YesNoFilter
from xiaolan_portal.admin_models import PortalModelAdmin, ReadOnlyAdmin, ReadOnlyInline

from .models import AgendaItem, Attendance, IntakeDraft, Meeting, ReportVersion, SourceDocument

KEPT = "报道录入后即定稿存档，不能删除，会议也随之保留；内容有误请直接修改。"


class MeetingForm(SluggedForm):
    """A meeting's address comes from its day."""

    def slug_words(self, cleaned: dict[str, Any]) -> str:
        return str(cleaned.get("held_on") or "")


class AttendanceForm(forms.ModelForm):
    """Whether a row is a unit follows from what was chosen, so that nobody has to say it twice."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("department") and not cleaned.get("official"):
            cleaned["is_unit"] = True
        return cleaned


class AttendanceInline(admin.TabularInline):
    model = Attendance
    form = AttendanceForm
    extra = 0
    fields = (
        "order",
        "name",
        "posts",
        "official",
        "department",
        "is_unit",
        "attended",
        "chaired",
        "spoke",
        "directed",
    )
    autocomplete_fields = ("official", "department")
    verbose_name_plural = "参会情况（名称照报道填写，再选对应的领导或单位）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("official", "department")


class AgendaInline(admin.TabularInline):
    model = AgendaItem
    extra = 0
    fields = ("order", "kind", "text")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text" and field is not None:
            field.widget.attrs["rows"] = 2
        return field


class VersionInline(ReadOnlyInline):
    """The versions there were, each with a link to its text."""

    model = ReportVersion
    fields = (
        "number",
        "words",
        "source_kind",
        "secrecy",
        "source_name",
        "published_on",
        "author",
        "created_at",
    )
    readonly_fields = fields
    verbose_name_plural = "报道版本（已定稿，只读；修改报道全文会生成新版本）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("meeting", "created_by")

    @admin.display(description="全文")
    def words(self, obj: Any) -> str:
        if obj.pk is None:  # a row that was sent although nobody may add one
            return ""
        address = reverse("admin:meetings_meeting_version", args=[obj.meeting_id, obj.number])
        return format_html('<a href="{}">查看全文（{} 字）</a>', address, len(obj.text))

    @admin.display(description="录入人")
    def author(self, obj: Any) -> str:
        return obj.created_by.name if obj.created_by else "系统"


class ReleasedFilter(YesNoFilter):
    """What the public sees, and what it does not."""

    title = "公开情况"
    parameter_name = "released"
    yes, no = "已公开", "未公开"
    condition = Q(released_at__isnull=False)


@admin.register(Meeting)
class MeetingAdmin(PortalModelAdmin):
    form = MeetingForm
    list_display = ("name", "held_on", "kind", "level", "chair", "version_count", "is_sample", "released_at")
    list_filter = (ReleasedFilter, "kind", "level")
    list_select_related = ("chair",)
    search_fields = ("name", "period", "place", "slug")
    search_help_text = "可用会议名称、时期或地点查找。"
    date_hierarchy = "held_on"
    ordering = ("-held_on", "-pk")
    autocomplete_fields = ("chair",)
    inlines = (AttendanceInline, AgendaInline, VersionInline)
    readonly_fields = ("released_at",)
    fieldsets = (
        (None, {"fields": ("name", "slug", ("kind", "level"), ("held_on", "held_text"))}),
        ("会议情况", {"fields": (("period", "place"), "chair", "conveys", "released_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(versions_there=Count("versions", distinct=True))

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [one for one in super().get_inlines(request, obj) if obj or one is not VersionInline]

    def _reference(self, one: Model) -> str:
        if isinstance(one, ReportVersion):
            address = reverse("admin:meetings_meeting_version", args=[one.meeting_id, one.number])
            return format_html('<a href="{}">报道{}</a>：{}', address, one, KEPT)
        return super()._reference(one)

    @admin.display(description="报道", ordering="versions_there")
    def version_count(self, obj: Any) -> str:
        return f"{obj.versions_there} 版" if obj.versions_there else "未录入"


@admin.register(SourceDocument)
class SourceDocumentAdmin(PortalModelAdmin):
    """Facts of documents, to be put right. Their texts, directives and tasks are made by the intake."""

    list_display = (
        "title",
        "kind",
        "issuing_unit",
        "document_number",
        "received_on",
        "superior_due_on",
        "is_sample",
    )
    list_filter = ("kind",)
    search_fields = ("title", "issuing_unit", "document_number")
    search_help_text = "可用名称、来文单位或文号查找。"
    date_hierarchy = "received_on"
    ordering = ("-received_on", "-pk")
    readonly_fields = ("kind", "created_by", "created_at")
    fieldsets = (
        (None, {"fields": ("title", "kind", ("issuing_unit", "document_number"), "received_on")}),
        ("时限", {"fields": (("superior_due_on", "internal_due_on"), "feedback_to")}),
        ("录入", {"fields": (("created_by", "created_at"),)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Directives repeat where they come from; they follow what is put right here."""
        super().save_model(request, obj, form, change)
        obj.directives.update(
            issuing_unit=obj.issuing_unit,
            document_number=obj.document_number,
            superior_due_on=obj.superior_due_on,
        )


@admin.register(IntakeDraft)
class IntakeDraftAdmin(ReadOnlyAdmin):
    """Drafts on their way through the office's intake, to see what lies about."""

    list_display = ("__str__", "source_name", "published_on", "created_by", "updated_at", "confirmed_at")
    list_select_related = ("created_by", "meeting")
    list_filter = ("source", "source_kind")
    search_fields = ("source_name", "text")
    search_help_text = "可用来源或全文中的字词查找。"
    date_hierarchy = "created_at"
    ordering = ("-updated_at", "-pk")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "source",
                    ("meeting", "document"),
                    ("created_by", "created_at"),
                    ("updated_at", "confirmed_at"),
                )
            },
        ),
        ("来源", {"fields": (("source_kind", "secrecy"), ("source_name", "published_on"), "source_url")}),
        ("全文", {"fields": ("text",), "classes": ("reading",)}),
    )
