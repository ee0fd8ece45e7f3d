"""The few questions the office's task list can be asked."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from departments.models import Department
from directives.models import Task


class TaskFilter(forms.Form):
    """Status, unit, words, under the names that the public list has for them.

    A value that means nothing is told at its field and no list is shown for it.
    """

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部状态"), *Task.Status.choices],
        error_messages={"invalid_choice": "没有这个状态，请重新选择。"},
    )
    unit = forms.ModelChoiceField(
        label="单位",
        required=False,
        queryset=Department.objects.none(),
        to_field_name="slug",
        empty_label="全部单位",
        error_messages={"invalid_choice": "没有这个单位，请重新选择。"},
    )
    q = forms.CharField(
        label="任务或编号",
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search"}),
        error_messages={"max_length": "最多 60 字，请缩短。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Department.objects.on(timezone.localdate())  # type: ignore[attr-defined]

    def among(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """The tasks that answer the questions; none at all while a question is not understood."""
        if not self.is_valid():
            return tasks.none()
        asked = self.cleaned_data
        if asked["status"]:
            tasks = tasks.filter(status=asked["status"])
        if asked["unit"]:
            unit = asked["unit"]
            tasks = tasks.filter(Q(assignments__department=unit) | Q(charges__department=unit)).distinct()
        if asked["q"]:
            tasks = tasks.filter(Q(title__icontains=asked["q"]) | Q(number__icontains=asked["q"]))
        return tasks
