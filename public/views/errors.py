"""Pages for refusals of the whole site. They need no database, and plain text stands in if even they fail."""

from django.http import HttpRequest, HttpResponse

from ..responses import NotFound, error_page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, "请求的内容无法识别，请返回上一页检查后重试。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, "您的账号没有权限查看或办理这项内容。如确有需要，请联系党政综合办。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    own_words = str(exception) if isinstance(exception, NotFound) else ""
    return error_page(request, 404, own_words or "这个地址没有内容，可能是网址有误，或者内容尚未公开。")


def failed(request: HttpRequest) -> HttpResponse:
    try:
        return error_page(request, 500, "系统出现故障，没有完成您的请求。请稍后再试。")
    except Exception:
        return HttpResponse(
            "系统出现故障，没有完成您的请求。请稍后再试。\n",
            status=500,
            content_type="text/plain; charset=utf-8",
        )
