"""What an office page answers when a form's token no longer fits."""

from django.http import HttpRequest, HttpResponse

from ..carrying import typed_in
from ..page import show

WORTH_KEEPING = 8


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 that shows long typed words to be copied: nothing is sent on, and nothing is lost."""
    carried = typed_in(request) if request.path.startswith("/office/") else None
    words = [value for _, value in carried.fields if len(value) >= WORTH_KEEPING] if carried else []
    return show(request, "token-expired", {"words": list(dict.fromkeys(words))}, status=403)
