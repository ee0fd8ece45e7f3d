"""Pages of the public face as they would be after a release, made by the public code itself."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from directives import workflow
from directives.events import Actor
from directives.models import Task
from public.previewing import Preview
from public.responses import WayOn
from public.views import tasks as public

_HOST = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")


def task_preview(request: HttpRequest, task: Task, *, by: Actor) -> HttpResponse:
    """The public page of one task; raises WrongState where its release would."""
    back = WayOn("回到任务", reverse("office:task", args=[task.pk]))
    with workflow.as_if_released([task], by=by) as [released]:
        number = released.number or ""
        asked = _anonymous(request, reverse("public:task", args=[number]), Preview(back))
        return _kept_inside(public.task_page(asked, number=number))


def list_preview(request: HttpRequest, tasks: Sequence[Task], back: WayOn, *, by: Actor) -> HttpResponse:
    """The public list with these tasks alone; raises WrongState where the release of one of them would."""
    with workflow.as_if_released(tasks, by=by) as released:
        pages = [
            WayOn(f"{task.number} {task.title}", reverse("office:task-preview", args=[task.pk]))
            for task in released
        ]
        preview = Preview(back, pages, only=frozenset(task.pk for task in released))
        return _kept_inside(public.task_list(_anonymous(request, reverse("public:tasks"), preview)))


def _anonymous(request: HttpRequest, path: str, preview: Preview) -> HttpRequest:
    """What a reader without an account would send to this site: no cookie, no session, no words of the person's."""
    asked: Any = HttpRequest()
    asked.method = "GET"
    asked.path = asked.path_info = path
    asked.GET = QueryDict("")
    asked.META = {name: request.META[name] for name in _HOST if name in request.META}
    asked.user = AnonymousUser()
    asked.preview = preview
    return asked


def _kept_inside(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
