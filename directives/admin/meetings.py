"""What this app adds to the meeting's pages: the report's text, the directives under it, release and withdrawal."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from documents.incoming_text import UnusableText, from_paste
from meetings.admin import AttendanceInline, MeetingAdmin, MeetingForm
from meetings.models import Meeting, ReportVersion, fingerprint_of

from .. import anchors, workflow
from ..errors import ActError
from ..models import Directive
from ..workflow.rules import acts_on_meeting
from .acts import Act, ActAdmin, ReasonForm, ReleaseForm, actor_of
from .released import FixedWhileReleased
from .requirements import DirectiveForm, where

SOURCE_FIELDS = ("source_kind", "secrecy", "source_name", "source_url", "published_on")

RELEASE = Act(
    "release",
    "公开会议",
    "公开",
    "已公开 {count} 次会议。",
    one=lambda meeting, words, by: workflow.release_meeting(meeting, by=by, **words),
    form=ReleaseForm,
    note="公众将看到会议情况；报道已公开发布的，还会看到报道全文和工作要求。任务另行公开。",
)
WITHDRAW = Act(
    "withdraw",
    "撤回会议",
    "撤回",
    "已撤回 {count} 次会议。",
    one=lambda meeting, words, by: workflow.withdraw_meeting(meeting, words["reason"], by=by),
    form=ReasonForm,
    note="撤回后公众页面立即不再显示。",
)


class ReportField(forms.CharField):
    """A report's text as the browser sends it: nothing is stripped, line ends are LF again."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField report-text"})
        super().__init__(strip=False, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def _source_field(name: str) -> Any:
    field = ReportVersion._meta.get_field(name)
    more = {"assume_scheme": "https"} if name == "source_url" else {}
    made: Any = admin.ModelAdmin(ReportVersion, admin.site).formfield_for_dbfield(field, None, **more)  # type: ignore[arg-type]
    made.required = False
    return made


class MeetingWithReportForm(MeetingForm):
    """The meeting's facts together with its newest report text and where that text comes from."""

    report_text = ReportField(
        label="报道全文",
        help_text="逐字粘贴。修改后保存会生成新版本，工作要求和任务来源的原文在新版中重新定位。",
    )
    based_on = forms.IntegerField(label="所据版本", required=False, widget=forms.HiddenInput)
    source_kind = _source_field("source_kind")
    secrecy = _source_field("secrecy")
    source_name = _source_field("source_name")
    source_url = _source_field("source_url")
    published_on = _source_field("published_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = anchors.newest_version(self.instance)
        if self.newest:
            self.initial.update({field: getattr(self.newest, field) for field in SOURCE_FIELDS})
            self.initial.update(report_text=self.newest.text, based_on=self.newest.number)

    def clean_report_text(self) -> str:
        text: str = self.cleaned_data["report_text"]
        if text == (self.newest.text if self.newest else ""):
            return text
        if not text.strip():
            raise forms.ValidationError("报道全文不能清空。需要更正时，请直接修改文字。")
        try:
            return from_paste(text)
        except UnusableText as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("report_text", "")
        if not text or text == (self.newest.text if self.newest else ""):
            return cleaned
        if self.newest and cleaned.get("based_on") != self.newest.number:
            self.add_error("report_text", "报道全文已由他人修订。请重新打开本页，在最新版上修改。")
            return cleaned
        twin = (
            ReportVersion.objects.filter(fingerprint=fingerprint_of(text))
            .exclude(meeting=self.instance.pk)
            .first()
        )
        if twin:
            self.add_error("report_text", f"这篇报道已录入为“{twin.meeting}”的{twin}，请勿重复录入。")
        self.instance.incoming_text = text
        return cleaned

    def source(self) -> dict[str, Any]:
        """What the form says of the text's source; the model's own defaults where a choice was left out."""
        typed = {field: self.cleaned_data.get(field) for field in SOURCE_FIELDS}
        return {
            field: value for field, value in typed.items() if value or field not in ("source_kind", "secrecy")
        }


class DirectiveInline(admin.StackedInline):
    model = Directive
    form = DirectiveForm
    extra = 0
    show_change_link = True
    autocomplete_fields = ("speaker",)
    readonly_fields = ("place",)
    verbose_name_plural = "工作要求（原文从报道全文中逐字摘录，保存时定位）"
    fieldsets = (
        (
            None,
            {
                "fields": (("order", "kind", "speaker"), "headline", ("text", "quotation"), "place"),
                "classes": ("side-by-side",),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("version", "speaker")

    @admin.display(description="原文位置")
    def place(self, obj: Any) -> str:
        return where(obj)


class MeetingWithDirectivesAdmin(FixedWhileReleased, ActAdmin, MeetingAdmin):
    """The meeting's pages with its report, its directives and its release."""

    form = MeetingWithReportForm
    actions = ("release", "withdraw")
    acts = (RELEASE, WITHDRAW)
    inlines = (AttendanceInline, DirectiveInline, *MeetingAdmin.inlines[1:])
    fieldsets = (
        *MeetingAdmin.fieldsets,
        (
            "报道",
            {
                "fields": (
                    "report_text",
                    "based_on",
                    ("source_kind", "secrecy"),
                    ("source_name", "published_on"),
                    "source_url",
                )
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look finds the text among the versions."""
        if obj and not self.has_change_permission(request, obj):
            return MeetingAdmin.fieldsets
        return super().get_fieldsets(request, obj)

    def get_urls(self) -> list[Any]:
        text = self.admin_site.admin_view(self.version_view)
        return [
            path("<int:pk>/versions/<int:number>/", text, name="meetings_meeting_version"),
            *super().get_urls(),
        ]

    def version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The whole text of one version, to read."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = ReportVersion.objects.select_related("meeting").filter(meeting=pk, number=number).first()
        if version is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"{version.meeting} {version}",
            "opts": self.opts,
            "version": version,
        }
        return TemplateResponse(request, "admin/directives/report_version.html", context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Rows first, then the new version: it moves every quotation, the ones just typed included."""
        super().save_related(request, form, formsets, change)
        meeting = form.instance
        if hasattr(meeting, "incoming_text"):
            self._new_version(request, form, meeting)
        elif form.newest and not set(SOURCE_FIELDS).isdisjoint(form.changed_data):
            for field, value in form.source().items():
                setattr(form.newest, field, value)
            form.newest.save(update_fields=form.source().keys())

    def _new_version(self, request: HttpRequest, form: Any, meeting: Meeting) -> None:
        try:
            result = anchors.add_version(
                meeting,
                meeting.incoming_text,  # type: ignore[attr-defined]
                by=actor_of(request),
                replaces=form.newest.number if form.newest else 0,
                **form.source(),
            )
        except ActError as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        moved = f"，{result.kept} 处原文已重新定位" if result.kept else ""
        self.message_user(request, f"已生成报道{result.version}{moved}。", messages.SUCCESS)
        if result.lost:
            listed = "；".join(str(one) for one in result.lost)
            self.message_user(
                request,
                f"以下 {len(result.lost)} 处原文在新版中找不到，请重新摘录：{listed}",
                messages.WARNING,
            )

    def open_acts(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        return frozenset(act.removesuffix("_meeting") for act in acts_on_meeting(obj, request.user))

    @admin.action(description="公开所选的会议", permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, RELEASE)

    @admin.action(description="撤回所选的会议", permissions=["release"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, WITHDRAW)


admin.site.unregister(Meeting)
admin.site.register(Meeting, MeetingWithDirectivesAdmin)
