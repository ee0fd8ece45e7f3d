"""Release records with the names of what was released, which their own app does not know."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest

from meetings.models import Meeting
from publishing.admin import ReleaseAdmin
from publishing.models import Release

from ..models import ProgressReport, Task


def _name_of(model: Any, *words: Any) -> Subquery:
    named = model.objects.filter(pk=OuterRef("subject_id")).annotate(
        words=Concat(*words, output_field=CharField())
    )
    return Subquery(named.values("words")[:1])


class NamedReleaseAdmin(ReleaseAdmin):
    list_display = ("subject", *ReleaseAdmin.list_display[1:])

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        kinds = Release.Subject
        unit = "assignment__department__short_name"
        return (
            super()
            .get_queryset(request)
            .annotate(
                subject_name=Case(
                    When(subject_kind=kinds.MEETING, then=_name_of(Meeting, "name", Value(""))),
                    When(subject_kind=kinds.TASK, then=_name_of(Task, "number", Value(" "), "title")),
                    When(
                        subject_kind=kinds.REPORT, then=_name_of(ProgressReport, unit, Value(" "), "period")
                    ),
                    output_field=CharField(),
                )
            )
        )

    @admin.display(description="对象")
    def subject(self, obj: Any) -> str:
        return f"{obj.get_subject_kind_display()}：{obj.subject_name or obj.subject_id}"


admin.site.unregister(Release)
admin.site.register(Release, NamedReleaseAdmin)
