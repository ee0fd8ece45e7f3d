"""How an office page is made: who may open it, the frame around it, and what a refused act looks like."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from departments.access import access_of
from directives.errors import NotAllowed

from .actor import person_of
from .carrying import typed_in
from .forms.entrance import SignInForm
from .reading import is_traditional, runs_of

View = Callable[..., HttpResponse]

MAY_TAKE_IN = "meetings.add_meeting"
MAY_MEND = "directives.change_directive"  # quotations, in the admin
INTAKE_REFUSED = "录入会议由综合办经办人或督办负责人办理。需要录入时，请与综合办联系。"


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """An office page: the template's own context inside the frame every signed-in person sees."""
    frame: dict[str, Any] = {
        "messages": messages.get_messages(request),
        "person": None,
        "places": [],
        "here": request.path,
        "runs_of": runs_of,
        "is_traditional": is_traditional,
    }
    if request.user.is_authenticated:
        frame |= {"person": person_of(request), "places": places_for(request)}
    return render(request, f"office/{template}.html", frame | (context or {}), status=status, using="pages")


def places_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and addresses of what this person can use, for the bar at the top."""
    person = person_of(request)
    access = access_of(person)
    places = [("首页", reverse("office:home"))]
    if person.has_perm(MAY_TAKE_IN):
        places.append(("录入", reverse("office:intake-list")))
    if access.reads_everything or access.units:
        places += [("会议", reverse("office:meetings")), ("任务", reverse("office:tasks"))]
    if access.reads_everything:
        places.append(("批次", reverse("office:batches")))
    if person.is_staff:
        places.append(("后台", reverse("admin:index")))
    return places


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """403 with a sentence that says who may do it instead."""
    return show(request, "refused", {"reason": reason}, status=403)


def signed_in(view: View) -> View:
    """Send anonymous visitors to sign in first. What they typed before the session ended comes along."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        carried = typed_in(request)
        if carried:
            return show(
                request, "sign-in", {"form": SignInForm(request), "next": "", "carried": carried}, status=401
            )
        return redirect_to_login(_page_before(request))

    return guarded


def reads(view: View) -> View:
    """A page that only shows: signed in, GET alone."""
    return require_safe(signed_in(view))


def asks(view: View) -> View:
    """A page with a form that comes back to it: signed in, GET and POST alone."""
    return require_http_methods(["GET", "HEAD", "POST"])(signed_in(view))


def act(view: View) -> View:
    """An act: POST only, signed in, and 403 with the workflow's own sentence where it is not allowed."""

    @wraps(view)
    def by_post(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return guarded(request, *args, **kwargs)
        # A refused form leaves its address in the browser; who opens it again gets a page, not an empty answer.
        reason = "这个地址只接收提交，不能直接打开。请从首页进入相应的会议或任务。"
        response = show(request, "refused", {"reason": reason}, status=405)
        response.headers["Allow"] = "POST"
        return response

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            return refused(request, str(error))

    return by_post


def takes_in(view: View) -> View:
    """A page with a form, only for those whom the table of rights lets enter meetings."""

    @asks
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not person_of(request).has_perm(MAY_TAKE_IN):
            return refused(request, INTAKE_REFUSED)
        return view(request, *args, **kwargs)

    return guarded


def next_page(request: HttpRequest, otherwise: str) -> str:
    """The page an act was started from, when the form (or the link to it) names one on this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return to_top(wanted if _is_local(request, wanted) else otherwise)


def to_top(address: str) -> str:
    """The address with the beginning of its page, where messages stand: a redirect without a fragment keeps that of
    the form, and what was done would be told out of sight above it."""
    return address if not address or "#" in address else f"{address}#main"


def _page_before(request: HttpRequest) -> str:
    before = request.META.get("HTTP_REFERER", "")
    return before if _is_local(request, before) else reverse("office:home")


def _is_local(request: HttpRequest, address: str) -> bool:
    """Whether the address leads to a page of this site; a bare word would be taken for the name of a view."""
    return address.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
