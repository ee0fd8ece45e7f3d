"""The log in the admin: read by everybody who reads the work, changed by nobody."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string

from departments.models import Department, UnitSet
from xiaolan_portal.admin_models import ReadOnlyAdmin

from ..models import Approval, Charge, Event

# What acts write into an event's data, in the words of the office.
NAMES = {
    "approved_on": "审批日期",
    "approver": "审批人",
    "batch": "交办单号",
    "closed_on": "办结日期",
    "directive": "工作要求编号",
    "directives": "工作要求",
    "due_on": "完成时限",
    "finished_on": "完成日期",
    "happened_at": "发生时间",
    "kept": "重新定位",
    "lost": "原文已找不到",
    "medium": "审批方式",
    "no_change": "无变化",
    "number": "编号",
    "period": "所属时期",
    "progress": "进度",
    "public_text": "公开文字",
    "reason": "原因",
    "secrecy_review": "保密审查意见",
    "sha256": "校验值",
    "name": "名称",
    "next_steps": "下步措施",
    "problems": "存在问题",
    "scan": "扫描件校验值",
    "step": "环节",
    "what": "内容",
    "statement": "办结说明",
    "tasks": "任务",
    "text": "进展",
    "title": "名称",
    "to_coordinate": "需协调事项",
    "unit": "单位网址名",
    "unit_name": "单位",
    "units": "分派单位",
    "version": "报道版本",
    "words": "意见",
}


# Values that the log keeps as codes, which are no words for a page.
CODES: dict[str, str] = {
    str(value): str(label) for value, label in (*Charge.Role.choices, *Approval.Medium.choices)
}


# Where acts come from that no browser asked for; everything else is an address.
ORIGINS = {"load_demo": "演示数据", "import_report": "命令行录入"}


def rows_of(data: dict[str, Any], units: dict[str, str]) -> list[tuple[str, str]]:
    """An event's data as named lines, units by their names; a key this table does not know is shown as it is."""
    shown = {key: value for key, value in data.items() if value not in (None, "", [])}
    if "unit_name" in shown:
        shown.pop("unit", None)
    return [(NAMES.get(key, key), _said(key, value, units)) for key, value in shown.items()]


def _said(key: str, value: Any, units: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "units":
        return "；".join(" ".join(units.get(code, CODES.get(code, code)) for code in part) for part in value)
    if key == "lost":
        return "；".join(one.get("words", "") for one in value)
    if isinstance(value, dict):
        return "、".join(_said("", one, units) for one in value.values())
    if isinstance(value, list):
        return "、".join(_said("", one, units) for one in value)
    return CODES.get(value, value) if key == "medium" else str(value)


def unit_names() -> dict[str, str]:
    """The names of units and unit sets by the addresses that the log keeps."""
    sets = UnitSet.objects.values_list("slug", "name")
    return {**dict(sets), **dict(Department.objects.values_list("slug", "short_name"))}


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "subject_kind", "subject_id", "seq", "by_name", "whence", "summary")
    list_filter = ("kind", "subject_kind")
    search_fields = ("by_name", "origin", "=subject_id", "hash")
    search_help_text = "可用经手人、来源地址、对象编号或校验值查找。"
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fieldsets = (
        (
            None,
            {"fields": (("kind", "at"), ("subject_kind", "subject_id", "seq"), ("by", "by_name", "whence"))},
        ),
        ("内容", {"fields": ("details",)}),
        ("校验", {"fields": ("format", "previous", "hash")}),
    )

    @admin.display(description="来自", ordering="origin")
    def whence(self, obj: Any) -> str:
        return ORIGINS.get(obj.origin, obj.origin)

    @admin.display(description="内容")
    def summary(self, obj: Any) -> str:
        data = {key: value for key, value in obj.data.items() if key not in ("units", "sha256")}
        text = "；".join(f"{name} {value}" for name, value in rows_of(data, {}))
        return text if len(text) <= 60 else text[:59] + "…"

    @admin.display(description="内容")
    def details(self, obj: Any) -> str:
        return render_to_string("admin/directives/event_data.html", {"rows": rows_of(obj.data, unit_names())})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("details", "whence")
