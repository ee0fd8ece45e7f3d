"""Middleware of the whole site."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class DemoMiddleware:
    """Keep every answer of a demonstration, errors and staff pages included, out of search engines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class PathLanguageMiddleware:
    """Take the language from the address alone.

    Django's own LocaleMiddleware also answers `Vary: Accept-Language`, although no page here depends on
    that header: one address is one page, which caches and readers may rely on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ReadableAddressMiddleware:
    """Answer 400 where the path, the query or a cookie holds a null character or bytes that are no UTF-8.

    PostgreSQL takes no null character in a text, so any look-up with one would fail; broken bytes would be
    replaced without a word, and the answer would be one to a question that nobody asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # In the path Django has quoted what it could not decode; no address of this site holds a percent sign.
        query = request.META.get("QUERY_STRING", "").encode("iso-8859-1", errors="replace")
        if not all(_is_text(unquote_to_bytes(part)) for part in (request.path_info, query)):
            raise BadRequest("a null character or broken bytes in the address")
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("a null character in a cookie")
        return self.get_response(request)


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in raw
