"""Release records in the admin, to read. The names of what was released are added by `directives.admin`."""

from django.contrib import admin
from django.db.models import Q

from xiaolan_portal.admin_lists import YesNoFilter
from xiaolan_portal.admin_models import ReadOnlyAdmin

from .models import Release


class InForceFilter(YesNoFilter):
    """Releases in force, or withdrawn ones."""

    title = "现况"
    parameter_name = "in_force"
    yes, no = "公开中", "已撤回"
    condition = Q(withdrawn_at__isnull=True)


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = (
        "__str__",
        "released_at",
        "released_by",
        "secrecy_review",
        "withdrawn_at",
        "withdrawal_reason",
    )
    list_filter = (InForceFilter, "subject_kind")
    list_select_related = ("released_by", "withdrawn_by")
    search_fields = ("secrecy_review", "withdrawal_reason", "released_by__name")
    search_help_text = "可用审查意见、撤回原因或审查人姓名查找。"
    date_hierarchy = "released_at"
    ordering = ("-released_at", "-pk")
    fieldsets = (
        ("公开", {"fields": ("subject_kind", "publicity", "secrecy_review", ("released_by", "released_at"))}),
        ("撤回", {"fields": (("withdrawn_by", "withdrawn_at"), "withdrawal_reason")}),
    )
