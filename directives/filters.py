"""The conditions by which anybody may look for tasks: over public values only.

Pages, exports and the interface for programs use this one filter set. It never looks at a field that the
public does not see, so that no answer, not even an empty one, tells anything about such a field.
"""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import TextChoices

from departments.models import Department
from meetings.models import Meeting
from publishing.public_fields import public_values

from .clocks import PublicState, in_public_state
from .models import Charge, Task, Theme
from .querysets import TaskQuerySet

NO_SUCH_CHOICE = {"invalid_choice": "没有这个选项，请从列表中选择。"}
NO_SUCH_DAY = {"invalid": "不是有效日期，请按 2024-07-19 的样式填写。"}
LONGEST_WORDS = 100


class Sort(TextChoices):
    """Three orders, each ending in the primary key, so that pages never overlap."""

    THEME = "theme", "按主题"
    NEWEST = "newest", "最新交办在前"
    DUE = "due", "按时限先后"


class TaskFilterForm(forms.Form):
    def full_clean(self) -> None:
        """A browser empties a date field that holds no date; as plain text what was typed stays to be mended."""
        super().full_clean()
        for name in ("due_after", "due_before"):
            if name in (self.errors or {}):
                self.fields[name].widget = forms.TextInput()

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        first, last = chosen.get("due_after"), chosen.get("due_before")
        if first and last and last < first:
            self.add_error("due_before", "截止日期早于起始日期，请对调或改正。")
        return chosen


def _choice(label: str, **options: Any) -> django_filters.ChoiceFilter:
    options.setdefault("empty_label", "不限")
    return django_filters.ChoiceFilter(label=label, error_messages=NO_SUCH_CHOICE, **options)


def _day(label: str, help_text: str) -> django_filters.DateFilter:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return django_filters.DateFilter(
        label=label, help_text=help_text, widget=widget, error_messages=NO_SUCH_DAY
    )


class TaskFilterSet(django_filters.FilterSet):
    """Chosen values in `form`; read `qs` only after `is_valid()`."""

    q = django_filters.CharFilter(
        label="关键词",
        help_text="任务里的词、单位名称或任务编号。",
        max_length=LONGEST_WORDS,
        error_messages={"max_length": f"最多 {LONGEST_WORDS} 个字，请缩短后再查。"},
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    theme = _choice("主题")
    unit = _choice("单位")
    role = _choice(
        "单位角色", choices=Charge.Role.choices, help_text="与单位同时选用时，指该单位承担的角色。"
    )
    status = _choice("状态", choices=PublicState.choices)
    meeting = _choice("会议")
    due_after = _day("时限不早于", "完成时限在这一天或之后。")
    due_before = _day("时限不晚于", "完成时限在这一天或之前。")
    sort = _choice("排序", choices=Sort.choices, empty_label=None)

    class Meta:
        model = Task
        fields: list[str] = []
        form = TaskFilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["theme"].extra["choices"] = theme_choices()
        self.filters["unit"].extra["choices"] = unit_choices()
        self.filters["meeting"].extra["choices"] = meeting_choices()

    def filter_queryset(self, queryset: TaskQuerySet) -> TaskQuerySet:
        return self._narrowed(queryset, {})

    def tasks(self, meant: Mapping[str, str]) -> TaskQuerySet:
        """As `qs`, where words of the search that name a unit (to its slug) find its tasks too."""
        return self._narrowed(self.queryset.all(), meant)

    def _narrowed(self, queryset: TaskQuerySet, meant: Mapping[str, str]) -> TaskQuerySet:
        """The conditions chosen, each by the queryset's own method, in the order chosen."""
        chosen = self.form.cleaned_data
        found = queryset.due_between(chosen["due_after"], chosen["due_before"])
        for word in chosen["q"].split():
            written = found.about(word)
            found = written | found.publicly_charging(meant[word]) if word in meant else written
        if chosen["theme"]:
            found = found.filter(theme__slug=chosen["theme"])
        if chosen["unit"] or chosen["role"]:
            found = found.publicly_charging(chosen["unit"], chosen["role"])
        if chosen["status"]:
            found = found.filter(in_public_state(PublicState(chosen["status"])))
        if chosen["meeting"]:
            found = found.of_public_meeting(chosen["meeting"])
        return in_order(found, chosen["sort"])


def in_order(tasks: TaskQuerySet, sort: str) -> TaskQuerySet:
    if sort == Sort.NEWEST:
        return tasks.newest_first()
    if sort == Sort.DUE:
        return tasks.by_due_date()
    return tasks.by_theme()


def theme_choices() -> list[tuple[str, str]]:
    rows = public_values(Theme.objects.order_by("order", "pk"), "slug", "name")
    return [(row["slug"], row["name"]) for row in rows]


def unit_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Units by kind, in the town's own order."""
    rows = public_values(Department.objects.order_by("order", "sort_key", "pk"), "slug", "short_name", "kind")
    groups: dict[str, list[tuple[str, str]]] = {kind.value: [] for kind in Department.Kind}
    for row in rows:
        groups[row["kind"]].append((row["slug"], row["short_name"]))
    return [(str(Department.Kind(kind).label), units) for kind, units in groups.items() if units]


def meeting_choices() -> list[tuple[str, str]]:
    rows = public_values(Meeting.objects.public().order_by("-held_on", "-pk"), "slug", "name", "held_on")
    return [(row["slug"], f"{row['held_on']} {row['name']}") for row in rows]
