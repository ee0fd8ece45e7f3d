"""交办批次 in the admin, to read: batches come into being by issue."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from xiaolan_portal.admin_models import ReadOnlyAdmin, ReadOnlyInline

from ..models import Approval, Batch, Notice, Task


class ApprovalInline(ReadOnlyInline):
    model = Approval
    fields = readonly_fields = (
        "step_name",
        "verdict",
        "approver",
        "words",
        "approved_on",
        "medium",
        "scan",
        "recorded_by",
        "recorded_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("recorded_by", "scan")


class NoticeInline(ReadOnlyInline):
    model = Notice
    fields = readonly_fields = ("department", "sent_at", "seen_at", "seen_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("department", "seen_by")


class TaskInline(ReadOnlyInline):
    model = Task
    fields = readonly_fields = ("number", "title", "status", "due_on")
    show_change_link = True


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "number",
        "document_number",
        "task_count",
        "prepared_by",
        "issued_by",
        "issued_on",
    )
    list_select_related = ("prepared_by", "issued_by")
    search_fields = ("number", "document_number", "title")
    search_help_text = "可用交办单号、文号或名称查找。"
    date_hierarchy = "issued_on"
    ordering = ("-pk",)
    inlines = (ApprovalInline, TaskInline, NoticeInline)
    fieldsets = (
        (None, {"fields": ("title", ("number", "document_number"))}),
        ("经手", {"fields": (("prepared_by", "prepared_at"), ("issued_by", "issued_on", "issued_at"))}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(tasks_there=Count("tasks"))

    @admin.display(description="任务数", ordering="tasks_there")
    def task_count(self, obj: Any) -> str:
        return f"{obj.tasks_there} 项"
