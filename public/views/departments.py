"""The list of units with its finder, and one unit with all that was asked of it."""

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from departments.models import Department
from departments.models.units import DepartmentQuerySet
from directives.models import Charge, Task
from directives.querysets import public_assignments
from publishing.public_fields import public_counts, public_values

from ..asked import is_repeated, understood
from ..counting import states_of, total_of
from ..paging import page_of, query_string
from ..responses import NotFound, public_page
from ..task_rows import task_rows
from ..unit_rows import RoleTab, grouped_by_kind, unit_rows
from ..unit_search import unit_book

LONGEST_NAME = 40


class FinderForm(forms.Form):
    q = forms.CharField(
        label="找部门",
        required=False,
        max_length=LONGEST_NAME,
        help_text="名称、简称、别名、拼音或拼音首字母，例如“工科商”“gks”。",
        error_messages={"max_length": f"最多 {LONGEST_NAME} 个字，请缩短后再查。"},
        widget=forms.TextInput(attrs={"type": "search"}),
    )


@public_page
def department_list(request: HttpRequest) -> HttpResponse:
    """All units by kind; a search that fits one unit alone leads straight to it."""
    form = FinderForm(request.GET)
    context: dict[str, Any] = {"form": form, "groups": [], "words": ""}
    if not understood(form, request.GET):
        return render(request, "public/departments.html", context, status=400)
    words = form.cleaned_data["q"]
    units = unit_rows(_units(words))
    if words and len(units) == 1:
        return redirect(units[0].href)
    context |= {"groups": grouped_by_kind(units), "words": words, "found": len(units)}
    return render(request, "public/departments.html", context)


def _units(words: str) -> DepartmentQuerySet:
    living = Department.objects.on(timezone.localdate()).order_by("order", "sort_key", "pk")
    return living.filter(slug__in=[unit.link.slug for unit in unit_book().near(words)]) if words else living


@public_page
def department_page(request: HttpRequest, slug: str) -> HttpResponse:
    unit = public_values(
        Department.objects.filter(slug=slug),
        "slug", "short_name", "full_name", "kind", "relation", "duties", "public_telephone",
    ).first()  # fmt: skip
    if unit is None:
        raise NotFound("没有这个单位。")
    role = request.GET.get("role", "")
    if is_repeated(request.GET, "role") or (role and role not in Charge.Role.values):
        raise NotFound("单位角色应为牵头、配合、责任或汇总之一。")
    tasks = Task.objects.public().publicly_charging(slug)
    chosen = Task.objects.public().publicly_charging(slug, role)
    states = states_of(tasks)
    found, pages = page_of(chosen.by_theme(), request.GET, "项任务", {"role": role} if role else None)
    context = {
        "unit": unit,
        "kind": Department.Kind(unit["kind"]).label,
        "relation": Department.Relation(unit["relation"]).label,
        "tabs": _tabs(slug, role, total_of(states)),
        "role": role,
        "states": states,
        "total": total_of(states),
        "rows": task_rows(found, slug),
        "pages": pages,
    }
    return render(request, "public/department.html", context)


def _tabs(slug: str, current: str, total: int) -> list[RoleTab]:
    counted = public_counts(public_assignments().filter(department__slug=slug), "role")
    counts = Counter({row["role"]: row["count"] for row in counted})
    tabs = [RoleTab("全部", total, "?", not current)]
    for role in Charge.Role:
        if counts[role] or role == current:
            tabs.append(RoleTab(str(role.label), counts[role], query_string({"role": role}), role == current))
    return tabs
