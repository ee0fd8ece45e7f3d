"""What machines ask for: robots.txt and whether the site is alive."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ..responses import public_page


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages, never the staff's; a demonstration not at all."""
    closed = ["/"] if settings.DEMO else ["/office/", "/admin/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def health(request: HttpRequest) -> HttpResponse:
    """The process answers; it says nothing about the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
