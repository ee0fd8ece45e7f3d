"""Lists of the admin: what their addresses may ask for, and columns and filters that models share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db import models
from django.http import HttpRequest

CALENDAR = {"year": (1900, 2999), "month": (1, 12), "day": (1, 31)}


def is_key(value: Any) -> bool:
    """Whether the value can be the primary key of a row."""
    digits = str(value)
    return digits.isascii() and digits.isdecimal() and len(digits) < 19


class Misread(Exception):
    """The address of a list asks for what the list does not offer; `problems` says what, in Chinese."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


class PortalChangeList(ChangeList):
    """A list that looks up nothing but what its own filters and its calendar offer."""

    def get_filters(self, request: HttpRequest) -> Any:
        found = super().get_filters(request)
        offered = {name for spec in found[0] for name in spec.expected_parameters()}
        offered |= {f"{self.date_hierarchy}__{part}" for part in CALENDAR}
        unknown = [name for name in self.get_filters_params() if name not in offered]
        if unknown:
            raise Misread([f"这个列表没有“{name[:40]}”这个条件。" for name in unknown])
        return found


class YesNoFilter(admin.SimpleListFilter):
    """A filter of two named halves; `condition` selects the first."""

    yes: str = "是"
    no: str = "否"
    condition: models.Q

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "yes":
            return queryset.filter(self.condition)
        if self.value() == "no":
            return queryset.exclude(self.condition)
        return queryset if self.value() is None else queryset.none()


def unknown_choices(changelist: ChangeList) -> list[str]:
    """Which filters the address gives a value that is none of their choices, in words for the reader."""
    asked: dict[str, Any] = dict(changelist.get_filters_params())
    problems = []
    for spec in changelist.filter_specs:
        values = [value for name in spec.expected_parameters() for value in asked.pop(name or "", [])]
        chosen = [choice for choice in spec.choices(changelist) if choice["selected"]]
        if values and len(values) != len(chosen):
            problems.append(f"“{spec.title}”没有这个选项，或者同时给了几个选项。")
    return problems


def wrong_page(changelist: ChangeList, request: HttpRequest) -> list[str]:
    last = changelist.paginator.num_pages
    wanted = request.GET.getlist(PAGE_VAR) or ["1"]
    if len(wanted) == 1 and is_key(wanted[0]) and 1 <= int(wanted[0]) <= last:
        return []
    return ["没有这一页，全部内容都在第一页。" if last == 1 else f"没有这一页，一共 {last} 页。"]


def short(field: str, description: str, length: int = 40) -> Callable[[Any, Any], str]:
    """A list column, as a method of a model's admin, with the beginning of a long text."""

    @admin.display(description=description, ordering=field)
    def column(self: Any, obj: Any) -> str:
        text = " ".join(str(getattr(obj, field)).split())
        return text if len(text) <= length else text[: length - 1] + "…"

    return column


def wrong_dates(request: HttpRequest, date_hierarchy: str | None) -> list[str]:
    """Django's own reading of year, month and day fails on numbers beyond the calendar."""
    wrong = [
        value
        for part, (first, last) in CALENDAR.items()
        for value in request.GET.getlist(f"{date_hierarchy}__{part}")
        if not (is_key(value) and first <= int(value) <= last)
    ]
    return ["年、月、日不是有效的数字。"] if wrong else []
