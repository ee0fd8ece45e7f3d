"""What an office page answers when a form cannot be taken: its token no longer fits, or it is too large."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse

from documents.incoming_text import MAX_CHARACTERS
from public.views.errors import bad_request as otherwise

from ..carrying import typed_in
from ..page import show

WORTH_KEEPING = 8
TOO_LARGE = (
    f"提交的内容太大，没有保存。报道全文不能超过 {MAX_CHARACTERS:,} 字，请分篇录入；图片和附件不要一起粘贴。"
    "您填写的内容还在上一页，请按浏览器的“后退”键返回。"
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 that shows long typed words to be copied: nothing is sent on, and nothing is lost."""
    carried = typed_in(request) if request.path.startswith("/office/") else None
    words = [value for _, value in carried.fields if len(value) >= WORTH_KEEPING] if carried else []
    return show(request, "token-expired", {"words": list(dict.fromkeys(words))}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413 with what to do for a form of the office that is too large; anything else is the site's own 400."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent) and request.path.startswith("/office/"):
        return show(request, "refused", {"reason": TOO_LARGE, "title": "内容太大"}, status=413)
    return otherwise(request, exception)
