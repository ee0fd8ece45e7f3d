"""What somebody typed before the session ended is carried through signing in, not lost.

A session ends by the clock, often in the middle of a form. The sign-in page then holds the typed fields, and
after signing in one click sends them to where they were going.
"""

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELDS, TO = "carried", "carried_to"
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "next", FIELDS, TO})


@dataclass(frozen=True, slots=True)
class Carried:
    """Typed fields and the address they are for."""

    to: str
    fields: list[tuple[str, str]]

    @property
    def packed(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False)


def typed_in(request: HttpRequest) -> Carried | None:
    """What a refused POST brought along; None where there is nothing that could be lost."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if any(value.strip() for name, value in fields if name not in _NOT_TYPED):
        return Carried(request.get_full_path(), fields)
    return None


def carried_by(request: HttpRequest) -> Carried | None:
    """What the sign-in page holds for somebody; None unless it is whole and goes to this site."""
    to = request.POST.get(TO, "")
    local = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(request.POST.get(FIELDS, ""))]
    except (ValueError, TypeError):
        return None
    return Carried(to, fields) if local and fields else None
