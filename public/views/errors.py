"""Pages for refusals of the whole site. They need no database, and plain text stands in if even they fail."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ..responses import NotFound, WayOn, error_page

FORBIDDEN = "您的账号没有权限查看或办理这项内容。如确有需要，请联系党政综合办。"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, "请求的内容无法识别，请返回上一页检查后重试。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, FORBIDDEN, WayOn("回工作台", reverse("office:home")))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, NotFound):
        return error_page(request, 404, str(exception), exception.way_on)
    return error_page(request, 404, "这个地址没有内容，可能是网址有误，或者内容尚未公开。")


def failed(request: HttpRequest) -> HttpResponse:
    try:
        return error_page(request, 500, "系统出现故障，没有完成您的请求。请稍后再试。")
    except Exception:
        return HttpResponse(
            "系统出现故障，没有完成您的请求。请稍后再试。\n",
            status=500,
            content_type="text/plain; charset=utf-8",
        )
