"""What the office answers when it refuses: a form that cannot be taken, a page that is not there or not for this person.

Who is signed in stays in the office's own frame, with a way back. These views stand for the whole site: below any
other address they answer as the public face does and read nothing from the database.
"""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from documents.incoming_text import MAX_CHARACTERS
from public.responses import NotFound
from public.views import errors as public

from ..carrying import typed_in
from ..page import places_for, show

OFFICE = "/office/"
NOT_FOUND = "可能是网址有误，内容已删除，或者不在您的办理范围。请从列表进入。"

WORTH_KEEPING = 8
TOO_LARGE = (
    f"提交的内容太大，没有保存。报道全文不能超过 {MAX_CHARACTERS:,} 字，请分篇录入；图片和附件不要一起粘贴。"
    "您填写的内容还在上一页，请按浏览器的“后退”键返回。"
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 that shows long typed words to be copied: nothing is sent on, and nothing is lost."""
    carried = typed_in(request) if request.path.startswith(OFFICE) else None
    words = [value for _, value in carried.fields if len(value) >= WORTH_KEEPING] if carried else []
    return show(request, "token-expired", {"words": list(dict.fromkeys(words))}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413 with what to do for a form of the office that is too large; anything else is the site's own 400."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent) and request.path.startswith(OFFICE):
        return show(request, "refused", {"reason": TOO_LARGE, "title": "内容太大"}, status=413)
    return public.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _in_the_office(request):
        return _refused(request, "没有权限", public.FORBIDDEN, status=403)
    return public.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _in_the_office(request):
        own_words = str(exception) if isinstance(exception, NotFound) else ""
        return _refused(request, "这里没有内容", own_words or NOT_FOUND, status=404)
    return public.not_found(request, exception)


def _in_the_office(request: HttpRequest) -> bool:
    """The address is asked first: only below it is a session looked up."""
    return request.path.startswith(OFFICE) and hasattr(request, "user") and request.user.is_authenticated


def _refused(request: HttpRequest, title: str, reason: str, *, status: int) -> HttpResponse:
    lists = [
        place for place in places_for(request) if place[1] != OFFICE and request.path.startswith(place[1])
    ]
    response = show(request, "refused", {"reason": reason, "title": title, "lists": lists}, status=status)
    add_never_cache_headers(response)  # the frame names who is signed in
    return response
