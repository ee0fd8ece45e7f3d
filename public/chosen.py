"""The conditions in force on a list of tasks: as an address, as chips that a click removes, as sort links."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form

from directives.filters import Sort

from .paging import query_string


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SortLink:
    label: str
    href: str
    current: bool


def conditions_of(form: Form) -> dict[str, str]:
    """What was asked for, by the form's own names and in its order; the usual order of the list goes unsaid."""
    asked = {name: str(form.data.get(name, "")).strip() for name in form.fields}
    if asked.get("sort") == Sort.THEME:
        asked["sort"] = ""
    return {name: value for name, value in asked.items() if value}


def chosen_conditions(form: Form) -> list[Chip]:
    """One chip per condition of a valid form, in the words of its field."""
    conditions = conditions_of(form)
    return [
        Chip(f"{form[name].label}：{_word(form[name].field, value)}", _without(conditions, name))
        for name, value in conditions.items()
        if name != "sort"
    ]


def sort_links(form: Form, conditions: dict[str, str]) -> list[SortLink]:
    current = form.cleaned_data["sort"] or Sort.THEME
    return [
        SortLink(
            str(sort.label),
            query_string({**conditions, "sort": "" if sort == Sort.THEME else sort.value}) or "?",
            sort == current,
        )
        for sort in Sort
    ]


def _without(conditions: dict[str, str], name: str) -> str:
    return query_string({key: value for key, value in conditions.items() if key != name}) or "?"


def _word(field: Any, value: str) -> str:
    """The label of a choice, the value itself of anything else."""
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            for inner_key, inner_label in label:
                if str(inner_key) == value:
                    return str(inner_label)
        elif str(key) == value:
            return str(label)
    return value
