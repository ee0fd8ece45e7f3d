"""What all public pages have in common: read only, no cookie, fresh each time, plain words when refused."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where the reader of a refusal most likely wants to go."""

    label: str
    href: str


class NotFound(Http404):
    """Nothing public at this address; the message is a Chinese sentence for the reader."""

    def __init__(self, message: str, way_on: WayOn | None = None) -> None:
        super().__init__(message)
        self.way_on = way_on


class Gone(Exception):
    """Was public once and was withdrawn; the message is a Chinese sentence for the reader."""


def public_page(view: View) -> View:
    """A page that anybody may read with GET or HEAD."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            response = view(request, *args, **kwargs)
        except Gone as gone:
            response = error_page(request, 410, str(gone))
        # Nothing may outlive its withdrawal in somebody's cache.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer


def error_page(request: HttpRequest, status: int, message: str, way_on: WayOn | None = None) -> HttpResponse:
    """The human page of a refusal; it needs no database."""
    context = {"status": status, "message": message, "way_on": way_on}
    return render(request, "public/error.html", context, status=status)
