"""One theme: all released tasks of a field of work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directives.models import Task, Theme
from publishing.public_fields import public_values

from ..addresses import theme_url
from ..counting import states_of, total_of
from ..paging import page_of
from ..responses import NotFound, public_page
from ..task_rows import task_rows


@public_page
def theme_page(request: HttpRequest, slug: str) -> HttpResponse:
    themes = list(public_values(Theme.objects.order_by("order", "pk"), "slug", "name"))
    theme = next((theme for theme in themes if theme["slug"] == slug), None)
    if theme is None:
        raise NotFound("没有这个主题。")
    tasks = Task.objects.public().filter(theme__slug=slug)
    states = states_of(tasks)
    found, pages = page_of(tasks.by_theme(), request.GET, "项任务")
    context = {
        "theme": theme,
        "themes": [{**row, "href": theme_url(row["slug"])} for row in themes],
        "states": states,
        "total": total_of(states),
        "rows": task_rows(found),
        "pages": pages,
    }
    return render(request, "public/theme.html", context)
