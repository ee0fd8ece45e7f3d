"""The admin as one site: its name, its order of things, how it answers those who may not enter."""

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from .admin_lists import is_key

# The index follows the work: what was said, what came of it, who does it, what is public, who signs in.
ORDER = (
    "meetings.meeting",
    "meetings.sourcedocument",
    "meetings.intakedraft",
    "directives.directive",
    "directives.task",
    "directives.taskassignment",
    "directives.progressreport",
    "directives.batch",
    "directives.theme",
    "directives.event",
    "departments.department",
    "departments.unitset",
    "departments.official",
    "publishing.release",
    "accounts.user",
)


class PortalAdminSite(admin.AdminSite):
    """Django's admin behind the office's own sign-in."""

    site_title = "后台"
    index_title = "资料录入与订正"
    empty_value_display = "—"
    enable_nav_sidebar = False  # lists and rows of forms need its width more

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.site_header = f"{settings.SITE_NAME} · 后台"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "demo": settings.DEMO}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Applications and models in the order of the work instead of that of the character set."""
        entries = list(self._build_app_dict(request, app_label).values())
        for entry in entries:
            entry["models"].sort(key=lambda model: _place(model["model"]._meta.label_lower))
        return sorted(entries, key=lambda entry: _place(entry["models"][0]["model"]._meta.label_lower))

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send strangers to the office's sign-in; tell those who are signed in why they may not enter."""
        wanted = self._wanted(request)
        if not request.user.is_authenticated:
            # Django's view module asks for the user model, which is not loaded yet when this module is.
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        return self.refuse(request)

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """End the session and show the office's sign-in, the only one there is."""
        from django.contrib.auth.views import LogoutView

        return LogoutView.as_view(next_page=resolve_url(settings.LOGIN_URL))(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's guard of every admin page, with a refusal that says in Chinese what to do."""
        guarded = super().admin_view(view, cacheable)

        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response: HttpResponse = guarded(request, *args, **kwargs)
            except PermissionDenied:
                return self.refuse(request)
            return response

        return update_wrapper(answered, guarded)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """403 in the admin's frame: no redirect, so that nobody is sent in circles."""
        context = {**self.each_context(request), "title": "没有权限"}
        return TemplateResponse(request, "admin/refused.html", context, status=403)

    def _wanted(self, request: HttpRequest) -> str:
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        local = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return wanted if local else reverse("admin:index", current_app=self.name)


def _place(label: str) -> tuple[int, str]:
    return (ORDER.index(label) if label in ORDER else len(ORDER), label)


class PortalAdminConfig(AdminConfig):
    """Makes the site above the one that `admin.site` stands for."""

    default_site = "xiaolan_portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        # Django draws yes and no as pictures whose only text is the English True or False.
        admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]
        AutocompleteMixin.optgroups = only_keys(AutocompleteMixin.optgroups)  # type: ignore[method-assign]


def yes_or_no(value: bool | None) -> str:
    """是, 否 or 不详 in place of a picture."""
    if value is None:
        return "不详"
    return "是" if value else "否"


def only_keys(optgroups: Any) -> Any:
    """A field of a row shows no name for what is no key; Django would look it up and fail."""

    def checked(self: Any, name: str, value: Iterable[Any], attr: Any = None) -> Any:
        return optgroups(self, name, [one for one in value if is_key(one)], attr)

    return update_wrapper(checked, optgroups)
