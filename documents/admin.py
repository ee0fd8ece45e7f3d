"""Uploaded files in the admin, to read: who brought which file, and its check sum. The bytes are had in the office."""

from django.contrib import admin

from xiaolan_portal.admin_models import ReadOnlyAdmin

from .models import Upload


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "size", "uploaded_by", "uploaded_at")
    list_filter = ("kind",)
    list_select_related = ("uploaded_by",)
    search_fields = ("name", "=sha256")
    search_help_text = "可用文件名或校验值查找。"
    date_hierarchy = "uploaded_at"
    ordering = ("-pk",)
    fields = ("name", "kind", "size", "sha256", "uploaded_by", "uploaded_at")
