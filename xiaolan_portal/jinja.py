"""The Jinja2 environment of the two faces."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Autoescaping environment; an undefined name is an error rather than an empty place on a page."""
    env = Environment(**{**options, "undefined": StrictUndefined}, trim_blocks=True, lstrip_blocks=True)
    env.globals.update(static=static, url=url, localdate=timezone.localdate)
    env.filters.update(day=day, minute=minute, host=host, groupby_run=groupby_run)
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named view, as in Django's own tag."""
    return reverse(name, args=args, kwargs=kwargs)


def day(value: Any) -> str:
    """2024-07-19 of a date or of a point in time, the latter in the town's time zone."""
    if value is None:
        return ""
    if hasattr(value, "hour"):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d")


def minute(value: Any) -> str:
    """2024-07-19 15:04 in the town's time zone."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring rows of a list that share one value."""

    key: Any
    rows: list[Any]


def groupby_run(rows: Iterable[Any], attribute: str) -> list[Run]:
    """Neighbours with the same value of the attribute, in the order of the list (Jinja's `groupby` sorts)."""
    return [Run(key, list(members)) for key, members in groupby(rows, key=attrgetter(attribute))]


def host(address: str) -> str:
    """www.example.cn of a web address; "" of anything that is no web address."""
    parts = urlsplit(address)
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page needs of the installation; reads neither session nor user, so that public pages stay so."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "footer": settings.FOOTER,
        "public_url": settings.PUBLIC_URL,
        "preview": getattr(request, "preview", None),  # set by the office alone (public.previewing)
    }
