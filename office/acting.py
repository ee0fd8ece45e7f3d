"""Doing an act from a page: say how it went, and go back to where the person was."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from directives.errors import ActError, Incomplete, NotAllowed


def perform(request: HttpRequest, deed: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Act and redirect, for acts that need no words. A refusal is told there; NotAllowed is the caller's."""
    try:
        deed()
    except NotAllowed:
        raise
    except ActError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(to)


def refusals(error: ActError) -> list[str]:
    """The sentences of a refused act, one each."""
    return error.problems if isinstance(error, Incomplete) else [str(error)]


def attempt(form: Any, deed: Callable[[], Any]) -> bool:
    """Act on a valid form. A refusal becomes an error of the form, so that what was typed stays on the page."""
    try:
        deed()
    except NotAllowed:
        raise
    except ActError as error:
        for sentence in refusals(error):
            form.add_error(None, sentence)
        return False
    return True
