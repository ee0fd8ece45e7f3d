"""任务分工 and 进展反馈 in the admin: read, reviewed by acts, never typed over."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from xiaolan_portal.admin_lists import short
from xiaolan_portal.admin_models import ReadOnlyAdmin

from .. import workflow
from ..errors import Incomplete
from ..models import ProgressReport, TaskAssignment
from ..workflow.rules import acts_on_assignment, acts_on_report
from .acts import Act, ActAdmin, ReasonForm, ReportReleaseForm

ACCEPT = Act(
    "accept",
    "同意办结",
    "同意办结",
    "已同意 {count} 个单位办结。",
    one=lambda assignment, words, by: workflow.accept(assignment, by=by),
)
SEND_BACK = Act(
    "send_back",
    "退回补充",
    "退回",
    "已退回 {count} 个单位补充。",
    one=lambda assignment, words, by: workflow.send_back(assignment, words["reason"], by=by),
    form=ReasonForm,
    note="写明还需要补充什么，单位会看到这段文字。",
)
ACCEPT_REPORT = Act(
    "accept_report",
    "采用反馈",
    "采用",
    "已采用 {count} 份反馈。",
    one=lambda report, words, by: workflow.accept_report(report, by=by),
)
SEND_BACK_REPORT = Act(
    "send_back_report",
    "退回反馈",
    "退回",
    "已退回 {count} 份反馈。",
    one=lambda report, words, by: workflow.send_back_report(report, words["reason"], by=by),
    form=ReasonForm,
    note="写明还需要补充什么，单位会看到这段文字。",
)


def _release_one(reports: Sequence[Any], words: dict[str, Any], by: Any) -> None:
    if len(reports) != 1:
        raise Incomplete(["公开文字逐份审定，一次只能选择一份反馈。"])
    workflow.release_report(reports[0], words["public_text"], secrecy_review=words["secrecy_review"], by=by)


RELEASE_REPORT = Act(
    "release_report",
    "公开反馈",
    "公开",
    "已公开 {count} 份反馈。",
    together=_release_one,
    form=ReportReleaseForm,
)
WITHDRAW_REPORT = Act(
    "withdraw_report",
    "撤回反馈",
    "撤回",
    "已撤回 {count} 份反馈。",
    one=lambda report, words, by: workflow.withdraw_report(report, words["reason"], by=by),
    form=ReasonForm,
    note="撤回后公众页面立即不再显示；单位报送的内容和原来的公开文字仍保留备查。",
)


@admin.register(TaskAssignment)
class AssignmentAdmin(ActAdmin, ReadOnlyAdmin):
    list_display = (
        "task",
        "department",
        "role",
        "state",
        "progress",
        "due_on",
        "acknowledged_at",
        "handed_in_at",
    )
    list_select_related = ("task", "department")
    list_filter = ("state", "role", "department__relation", ("via", admin.RelatedOnlyFieldListFilter))
    search_fields = ("task__number", "task__title", "department__short_name", "department__initials")
    search_help_text = "可用任务编号、任务、单位简称或首字母查找。"
    date_hierarchy = "due_on"
    ordering = ("-task", "department__order", "pk")
    actions = ("accept", "send_back")
    acts = (ACCEPT, SEND_BACK)
    fieldsets = (
        (None, {"fields": ("task", ("department", "role", "via"), ("basis", "state", "progress"))}),
        ("时限", {"fields": (("due_on", "original_due_on"), ("sign_by", "report_by"))}),
        ("经过", {"fields": (("acknowledged_at", "handed_in_at", "finished_on"),)}),
        ("结束", {"fields": (("ended_on", "ended_basis"), "replaced_by")}),
    )

    def open_acts(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        return acts_on_assignment(obj, request.user) & {"accept", "send_back"}

    @admin.action(description="同意所选单位办结", permissions=["review"])
    def accept(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, ACCEPT)

    @admin.action(description="退回所选单位补充", permissions=["review"])
    def send_back(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, SEND_BACK)


@admin.register(ProgressReport)
class ProgressReportAdmin(ActAdmin, ReadOnlyAdmin):
    list_display = ("unit", "task", "period", "summary", "state", "sent_at", "released_at")
    list_select_related = ("assignment__department", "assignment__task")
    list_filter = ("state", "no_change", "assignment__department__relation")
    search_fields = (
        "text",
        "assignment__task__number",
        "assignment__task__title",
        "assignment__department__short_name",
    )
    search_help_text = "可用进展、任务或单位查找。"
    date_hierarchy = "sent_at"
    ordering = ("-sent_at", "-pk")
    actions = ("accept_report", "send_back_report", "release_report", "withdraw_report")
    acts = (ACCEPT_REPORT, SEND_BACK_REPORT, RELEASE_REPORT, WITHDRAW_REPORT)
    fieldsets = (
        (None, {"fields": ("assignment", ("period", "state", "progress", "no_change"))}),
        ("反馈内容", {"fields": ("text", "problems", "next_steps", "to_coordinate")}),
        (
            "报送与审核",
            {
                "fields": (
                    ("sent_by", "sent_at", "filled_in_by"),
                    ("reviewed_by", "reviewed_at", "return_reason"),
                )
            },
        ),
        ("公开", {"fields": ("public_text", "released_at")}),
    )
    summary = short("text", "进展")

    @admin.display(description="单位", ordering="assignment__department__order")
    def unit(self, obj: Any) -> str:
        return str(obj.assignment.department)

    @admin.display(description="任务", ordering="assignment__task")
    def task(self, obj: Any) -> str:
        return str(obj.assignment.task)

    def open_acts(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        return acts_on_report(obj, request.user)

    def initial(self, act: Act, objects: Sequence[Any]) -> dict[str, Any]:
        return {"public_text": objects[0].text} if act is RELEASE_REPORT and objects else {}

    @admin.action(description="采用所选的反馈", permissions=["review"])
    def accept_report(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, ACCEPT_REPORT)

    @admin.action(description="退回所选的反馈", permissions=["review"])
    def send_back_report(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, SEND_BACK_REPORT)

    @admin.action(description="公开所选的反馈", permissions=["release"])
    def release_report(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, RELEASE_REPORT)

    @admin.action(description="撤回所选的反馈", permissions=["release"])
    def withdraw_report(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, WITHDRAW_REPORT)
