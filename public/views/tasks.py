"""The list of tasks, and one task."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from directives.filters import Sort, TaskFilterSet
from directives.models import Task
from publishing.models import Release
from publishing.releases import withdrawn_on

from ..addresses import task_url
from ..asked import understood
from ..chosen import chosen_conditions, conditions_of, sort_links
from ..paging import page_of
from ..previewing import listed
from ..responses import Gone, NotFound, public_page
from ..task_page import task_facts
from ..task_rows import task_rows
from ..word_search import found_by_words, number_in


@public_page
def task_list(request: HttpRequest) -> HttpResponse:
    """All released tasks, narrowed by what the address says; a condition that is not understood shows none.

    Names that are no condition of the list are ignored on purpose (`public.asked` says why).
    """
    filters = TaskFilterSet(_with_order(request.GET), queryset=listed(request, Task.objects.public()))
    is_clear = understood(filters.form, request.GET)
    conditions = conditions_of(filters.form)
    context: dict[str, Any] = {
        "form": filters.form,
        "understood": is_clear,
        "chips": chosen_conditions(filters.form) if is_clear else [],
        "narrowed": any(name != "sort" for name in conditions),
        "conditions": conditions,
    }
    if not is_clear:
        return render(request, "public/tasks.html", context, status=400)
    number = number_in(filters.form.cleaned_data["q"])
    if number and Task.objects.public().filter(number=number).exists():
        return redirect(task_url(number))
    found = found_by_words(filters)
    tasks, pages = page_of(found.tasks, request.GET, "项任务", conditions)
    context |= {
        "found": found,
        "rows": task_rows(tasks, found.unit.link.slug, found.unit.link.name)
        if found.unit
        else task_rows(tasks),
        "pages": pages,
        "sorts": sort_links(filters.form, conditions),
        "by_theme": filters.form.cleaned_data["sort"] in ("", Sort.THEME),
    }
    return render(request, "public/tasks.html", context)


def _with_order(data: QueryDict) -> QueryDict:
    """The query with the usual order where it names none, so that the form shows which one holds."""
    query = data.copy()
    query.setdefault("sort", Sort.THEME.value)
    return query


@public_page
def task_page(request: HttpRequest, number: str) -> HttpResponse:
    facts = task_facts(number)
    if facts is None:
        hidden = Task.objects.filter(number=number).values_list("pk", flat=True).first()
        day = withdrawn_on(Release.Subject.TASK, hidden) if hidden is not None else None
        if day:
            raise Gone(f"任务 {number} 曾经公开，已于 {day} 撤回。")
        raise NotFound(f"没有编号为 {number} 的公开任务。")
    return render(request, "public/task.html", {"task": facts})
