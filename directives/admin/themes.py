from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from xiaolan_portal.admin_forms import SluggedForm
from xiaolan_portal.admin_models import PortalModelAdmin

from ..models import Theme


@admin.register(Theme)
class ThemeAdmin(PortalModelAdmin):
    form = SluggedForm
    list_display = ("name", "order", "task_count")
    search_fields = ("name", "slug")
    search_help_text = "可用主题名称查找。"
    ordering = ("order", "pk")
    fieldsets = ((None, {"fields": ("name", "slug", "order"), "description": "公众按主题查找任务。"}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(tasks_there=Count("tasks"))

    @admin.display(description="任务数", ordering="tasks_there")
    def task_count(self, obj: Theme) -> int:
        return obj.tasks_there  # type: ignore[attr-defined]
