"""A look at a public page before its release: the public's own page, asked for by the office.

Only a request that the office makes itself carries a preview; nothing of an address, a cookie or a header can.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from directives.querysets import TaskQuerySet

from .responses import WayOn


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands on the bar above the page. With `only`, lists of tasks hold those keys alone."""

    back: WayOn
    pages: Sequence[WayOn] = ()
    only: frozenset[int] | None = None


def preview_of(request: HttpRequest) -> Preview | None:
    """The preview that the request is made for; None for every request from outside."""
    return getattr(request, "preview", None)


def listed(request: HttpRequest, tasks: TaskQuerySet) -> TaskQuerySet:
    """The public tasks that a list is made of: all of them, or those a preview is about."""
    preview = preview_of(request)
    return tasks if preview is None or preview.only is None else tasks.filter(pk__in=preview.only)
