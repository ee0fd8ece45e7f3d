"""任务 in the admin: entered and corrected as drafts; what issue fixed is an act's business afterwards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from meetings.admin import ReleasedFilter
from xiaolan_portal.admin_models import ReadOnlyInline

from .. import workflow
from ..models import Basis, Charge, ProgressReport, Task, TaskAssignment, TaskSource
from ..workflow.rules import acts_on_task
from .acts import Act, ActAdmin, PrepareForm, ReasonForm, ReleaseForm, actor_of
from .released import FixedWhileReleased
from .requirements import where
from .task_forms import ChargeFormSet, SourceForm, SourceFormSet

# Fixed by issue: what units were charged with changes only by an act with a reason, not by a correction.
FIXED_BY_ISSUE = (
    "nature",
    "mode",
    "reporting",
    "responsible_leader",
    "sign_by",
    "report_cycle",
    "report_day",
    "due_on",
    "due_basis",
    "due_text",
)
# Of a row in a batch in preparation: it is edited on the office's page, which asks for approval again.
FIXED_IN_BATCH = ("title", "measures", *FIXED_BY_ISSUE)
SET_BY_ACTS = (
    "number",
    "status",
    "batch",
    "issued_on",
    "closed_on",
    "released_at",
    "ended_on",
    "ended_basis",
)
# Where nothing is missing though there is no date.
WITHOUT_DUE = (Task.Nature.STANDING, Task.Nature.RECURRING)
# In a narrow column the second word goes below the first instead of breaking in two.
WORDS_APART = '<span class="whole">{}</span><span class="whole">{}</span>'
RECORDED = ("created_by", "created_at", "updated_at")

PREPARE = Act(
    "prepare",
    "拟交办批次",
    "拟成批次",
    "已把 {count} 项任务拟成交办批次。请到办公页面的“批次”登记审批，再交办。",
    together=lambda tasks, words, by: workflow.prepare_batch(tasks, by=by, **words),
    form=PrepareForm,
    note="任务先组成批次；征求意见、审批和交办在办公页面的“批次”里办理。",
)
RELEASE = Act(
    "release",
    "公开任务",
    "公开",
    "已公开 {count} 项任务。",
    one=lambda task, words, by: workflow.release_task(task, by=by, **words),
    form=ReleaseForm,
    note="公开后，公众可以看到任务、来源原文、责任单位、时限和状态。",
)
WITHDRAW = Act(
    "withdraw",
    "撤回任务",
    "撤回",
    "已撤回 {count} 项任务。",
    one=lambda task, words, by: workflow.withdraw_task(task, words["reason"], by=by),
    form=ReasonForm,
    note="撤回后公众页面立即不再显示。",
)


def is_issued(task: Any) -> bool:
    return task is not None and task.status != Task.Status.DRAFT


def is_in_preparation(task: Any) -> bool:
    return task is not None and task.batch_id is not None and not is_issued(task)


def why_kept(task: Task) -> str:
    """Why a draft is not deleted, and what to do instead; "" for one that may go."""
    if task.proposals.exists():
        out = "请移出批次，不交办即可" if task.batch_id else "不交办即可"
        return f"“{task.title}”：单位提过意见，要留作记录，不能删除。不再办理的，{out}。"
    if task.batch_id:
        return f"“{task.title}”：在交办批次“{task.batch}”中。请先移出批次，再删除。"
    return ""


class SourceInline(admin.TabularInline):
    model = TaskSource
    form = SourceForm
    formset = SourceFormSet
    extra = 0
    fields = ("directive", "quotation", "place")
    readonly_fields = ("place",)
    autocomplete_fields = ("directive",)
    verbose_name_plural = "来源（任务从哪条工作要求的哪句话来）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("directive__meeting", "version")

    @admin.display(description="原文位置")
    def place(self, obj: Any) -> str:
        return where(obj)


class ChargeInline(admin.TabularInline):
    model = Charge
    formset = ChargeFormSet
    extra = 0
    fields = ("role", "department", "unit_set", "words", "basis")
    autocomplete_fields = ("department", "unit_set")
    verbose_name_plural = "责任安排（单位或责任单位组，二者选一）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("department", "unit_set")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (is_issued(obj) or is_in_preparation(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (is_issued(obj) or is_in_preparation(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (is_issued(obj) or is_in_preparation(obj))


class AssignmentInline(ReadOnlyInline):
    model = TaskAssignment
    fk_name = "task"
    fields = readonly_fields = ("department", "role", "via", "state", "progress", "due_on", "acknowledged_at")
    show_change_link = True
    verbose_name_plural = "任务分工（交办时生成，只读）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("department", "via", "task")


class TaskForm(forms.ModelForm):
    """Remembers in which state the page was opened: an act in between changes what may be typed."""

    seen_status = forms.CharField(label="打开时的状态", required=False, widget=forms.HiddenInput)

    class Meta:
        widgets = {"measures": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_status"] = self.instance.status

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen_status") and cleaned["seen_status"] != self.instance.status:
            state = self.instance.get_status_display()
            raise forms.ValidationError(f"任务已变为“{state}”，您的修改没有保存。请重新打开本页再改。")
        return cleaned


@admin.register(Task)
class TaskAdmin(FixedWhileReleased, ActAdmin):
    form = TaskForm
    list_display = ("title", "state", "number", "leads", "due", "theme", "released_on")
    list_filter = (
        "status",
        ReleasedFilter,
        "nature",
        "mode",
        "theme",
        ("directives__meeting", admin.RelatedOnlyFieldListFilter),
        ("responsible_leader", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("theme",)
    search_fields = (
        "number",
        "title",
        "measures",
        "charges__department__short_name",
        "charges__unit_set__name",
    )
    search_help_text = "可用编号、任务、措施或责任单位查找。"
    date_hierarchy = "issued_on"
    ordering = ("-pk",)
    autocomplete_fields = ("theme", "responsible_leader")
    actions = ("prepare", "release", "withdraw")
    acts = (PREPARE, RELEASE, WITHDRAW)
    fieldsets = (
        (None, {"fields": ("title", "measures", "theme")}),
        ("任务性质与责任方式", {"fields": (("nature", "mode", "reporting"), "responsible_leader")}),
        (
            "时限",
            {
                "fields": (
                    ("due_on", "due_basis"),
                    "due_text",
                    "due_place",
                    ("sign_by", "report_cycle", "report_day"),
                ),
                "description": "报道写明时限的，依据选“原文写明”并照录原话；其余选“办公室拟定”。",
            },
        ),
    )
    in_batch = (
        None,
        {
            "fields": ("title", "measures", "theme"),
            "description": "任务已在交办批次中。名称、措施、分工和时限请到办公页面修改，改后要重新审批。",
        },
    )
    progress = (
        "办理情况（由交办、签收、公开等办理动作写入，只读）",
        {
            "fields": (
                ("number", "status", "batch"),
                ("issued_on", "closed_on", "released_at"),
                ("ended_on", "ended_basis"),
                RECORDED,
            )
        },
    )
    entry = ("录入", {"fields": (("status", *RECORDED),)})
    feedback = ("进展反馈", {"fields": ("reports",)})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        charges = Charge.objects.exclude(role=Charge.Role.SUPPORTING).select_related("department", "unit_set")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("charges", queryset=charges, to_attr="main_charges"))
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fieldsets
        what = self.in_batch if is_in_preparation(obj) else self.fieldsets[0]
        shown = [
            what,
            *self.fieldsets[1:],
            *([self.progress, self.feedback] if is_issued(obj) else [self.entry]),
        ]
        if self.has_change_permission(request, obj):
            shown.append((None, {"fields": ("seen_status",)}))
        return shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = FIXED_BY_ISSUE if is_issued(obj) else FIXED_IN_BATCH if is_in_preparation(obj) else ()
        return (*SET_BY_ACTS, *RECORDED, *fixed, "due_place", "reports")

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [SourceInline, ChargeInline] + ([AssignmentInline] if obj else [])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A number is never free again: what was issued ends by an act."""
        return super().has_delete_permission(request, obj) and not is_issued(obj)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """As for others, but why a draft has to stay, and what to do instead, is said first."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        kept = [why for task in objs if (why := why_kept(task))]
        return to_delete, counts, (set() if kept else lacking), [*kept, *protected]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        elif is_issued(obj) and not {"title", "measures"}.isdisjoint(form.changed_data):
            workflow.correct_task(obj, title=obj.title, measures=obj.measures, by=actor_of(request))
        super().save_model(request, obj, form, change)

    def open_acts(self, request: HttpRequest, obj: Any) -> frozenset[str]:
        acts = acts_on_task(obj, request.user)
        return frozenset(
            name
            for name, act in (
                ("prepare", "issue_tasks"),
                ("release", "release_task"),
                ("withdraw", "withdraw_task"),
            )
            if act in acts and not (name == "prepare" and obj.batch_id)
        )

    def initial(self, act: Act, objects: Sequence[Any]) -> dict[str, Any]:
        if act is not PREPARE:
            return {}
        source = TaskSource.objects.filter(task__in=objects, directive__meeting__isnull=False)
        first = source.select_related("directive__meeting").first()
        title = f"{first.directive.meeting}工作任务" if first else "工作任务"
        return {"title": title[:160]}

    def problems(self, act: Act, objects: Sequence[Any]) -> list[str]:
        if act is not PREPARE:
            return []
        drafts = [task for task in objects if task.status == Task.Status.DRAFT]
        missing = workflow.missing_for_issue(drafts, timezone.localdate())
        return [f"“{task.title}”：{gap}" for task in drafts for gap in missing[task.pk]]

    @admin.action(description="把所选的任务拟成交办批次", permissions=["issue"])
    def prepare(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, PREPARE)

    @admin.action(description="公开所选的任务", permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, RELEASE)

    @admin.action(description="撤回所选的任务", permissions=["release"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.perform(request, queryset, WITHDRAW)

    @admin.display(description="状态", ordering="status")
    def state(self, obj: Any) -> str:
        word = str(obj.get_status_display())
        return format_html(WORDS_APART, word, "（示例）") if obj.is_sample else word

    @admin.display(description="牵头或责任单位")
    def leads(self, obj: Any) -> str:
        named = [str(one.department or one.unit_set or f"{one.words}（未明确）") for one in obj.main_charges]
        return "、".join(named[:3]) + (f" 等 {len(named)} 个" if len(named) > 3 else "")

    @admin.display(description="完成时限", ordering="due_on")
    def due(self, obj: Any) -> str:
        if obj.due_on:
            return format_html(WORDS_APART, f"{obj.due_on:%Y-%m-%d}", f"（{obj.get_due_basis_display()}）")
        if obj.nature in WITHOUT_DUE:
            return format_html(WORDS_APART, obj.get_nature_display(), "（不设日期）")
        return ""

    @admin.display(description="公开日期", ordering="released_at")
    def released_on(self, obj: Any) -> str:
        return f"{timezone.localtime(obj.released_at):%Y-%m-%d}" if obj.released_at else ""

    @admin.display(description="时限原文位置")
    def due_place(self, obj: Any) -> str:
        if obj.due_version is None:
            return "未定位" if obj.due_basis == Basis.TEXT else self.get_empty_value_display()
        return f"{obj.due_version}，第 {obj.due_start + 1}–{obj.due_end} 字"

    @admin.display(description="各单位反馈")
    def reports(self, obj: Any) -> str:
        sent = ProgressReport.objects.filter(assignment__task=obj).select_related(
            "assignment__department", "sent_by"
        )
        return render_to_string("admin/directives/reports_of_task.html", {"reports": sent})
