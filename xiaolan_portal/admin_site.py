"""The admin as one site: its name, its order of things, how it answers those who may not enter.

Also what the pages of all models share: edits that hold their row, read-only records, refused deletions.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.utils import NestedObjects, quote
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db import models, router, transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

SHOWN_REFERENCES = 20
SLUG_SCRIPTS = ("admin/js/vendor/xregexp/", "admin/js/urlify", "admin/js/prepopulate")
CALENDAR = {"year": (1900, 2999), "month": (1, 12), "day": (1, 31)}

# The index follows the work: what was said, what came of it, who does it, what is public, who signs in.
ORDER = (
    "meetings.meeting",
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


def is_key(value: Any) -> bool:
    """Whether the value can be the primary key of a row."""
    digits = str(value)
    return digits.isascii() and digits.isdecimal() and len(digits) < 19


def only_keys(optgroups: Any) -> Any:
    """A field of a row shows no name for what is no key; Django would look it up and fail."""

    def checked(self: Any, name: str, value: Iterable[Any], attr: Any = None) -> Any:
        return optgroups(self, name, [one for one in value if is_key(one)], attr)

    return update_wrapper(checked, optgroups)


class Misread(Exception):
    """The address of a list asks for what the list does not offer; `problems` says what, in Chinese."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


class PortalChangeList(ChangeList):
    """A list that looks up nothing but what its own filters and its calendar offer."""

    def get_filters(self, request: HttpRequest) -> Any:
        found = super().get_filters(request)
        offered = {name for spec in found[0] for name in spec.expected_parameters()}
        offered |= {f"{self.date_hierarchy}__{part}" for part in CALENDAR}
        unknown = [name for name in self.get_filters_params() if name not in offered]
        if unknown:
            raise Misread([f"这个列表没有“{name[:40]}”这个条件。" for name in unknown])
        return found


def _without(media: Media, *unwanted: str) -> Media:
    """The same files but those whose paths begin so."""
    js = [path for path in media._js if not str(path).startswith(unwanted)]  # type: ignore[attr-defined]
    return Media(css=media._css, js=js)  # type: ignore[attr-defined]


class PortalModelAdmin(admin.ModelAdmin):
    """A model's pages. An edit holds the row from reading to writing, so that no act slips in between.

    A list whose address is not understood in every part is not shown at all: Django would show all rows, or
    none, as if that were the answer.
    """

    list_per_page = 50
    show_full_result_count = False

    @property
    def media(self) -> Media:
        """Django's files without those that make a slug from a title: nothing uses them, and they weigh 50 KB."""
        return _without(super().media, *SLUG_SCRIPTS)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """As Django's, without the script for lists."""
        context["media"] = _without(context["media"], "admin/js/actions")
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().changelist_view(request, extra_context)
        except Misread as misread:
            context = {
                **self.admin_site.each_context(request),
                "title": "没有列出内容",
                "opts": self.opts,
                "problems": misread.problems,
            }
            return TemplateResponse(request, "admin/misread.html", context, status=400)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """As Django's, whose Chinese label for deleting has a blank in the middle of the words."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            function, name, _ = actions["delete_selected"]
            actions[name] = (function, name, "删除所选的%(verbose_name_plural)s")
        return actions

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PortalChangeList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        problems = self._wrong_dates(request)
        if problems:
            raise Misread(problems)
        try:
            changelist: ChangeList = super().get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Misread(["网址中的条件或页码无法识别。"]) from error
        problems = unknown_choices(changelist) + _wrong_page(changelist, request)
        if problems:
            raise Misread(problems)
        return changelist

    def _wrong_dates(self, request: HttpRequest) -> list[str]:
        """Django's own reading of year, month and day fails on numbers beyond the calendar."""
        wrong = [
            value
            for part, (first, last) in CALENDAR.items()
            for value in request.GET.getlist(f"{self.date_hierarchy}__{part}")
            if not (is_key(value) and first <= int(value) <= last)
        ]
        return ["年、月、日不是有效的数字。"] if wrong else []

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, *args: Any
    ) -> HttpResponse | None:
        if not all(is_key(value) for value in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            self.message_user(request, "选中的内容无法识别，没有办理。请重新勾选。", messages.ERROR)
            return None
        return super().response_action(request, queryset, *args)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return found
        return (
            self.model._default_manager.select_for_update(of=("self",)).order_by().filter(pk=found.pk).first()
        )

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """As Django's, but what protects the objects goes first, and is named only to those who may see it."""
        to_delete, counts, lacking, _ = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        protected = self._references(request, [*collector.protected, *self.guardians(objs)])
        return to_delete, counts, (set() if protected else lacking), protected

    def guardians(self, objs: Iterable[Any]) -> list[models.Model]:
        """What else keeps the objects from being deleted, beside the database's own references."""
        return []

    def _references(self, request: HttpRequest, found: list[models.Model]) -> list[Any]:
        named: dict[Any, int] = {}
        unnamed: dict[Any, int] = {}
        for one in sorted(found, key=lambda other: (other._meta.label, other.pk)):
            line = self._reference(one) if may_view(request, type(one)) else ""
            shown = line and (line in named or len(named) < SHOWN_REFERENCES)
            counts, key = (named, line) if shown else (unnamed, str(one._meta.verbose_name))
            counts[key] = counts.get(key, 0) + 1
        return [
            *(
                line if count == 1 else format_html("{}（{} 条）", line, count)
                for line, count in named.items()
            ),
            *(f"{label}：另有 {count} 条" for label, count in unnamed.items()),
        ]

    def _reference(self, one: models.Model) -> str:
        label = one._meta.verbose_name
        if self.admin_site.is_registered(type(one)):
            try:
                return format_html('{}：<a href="{}">{}</a>', label, change_address(one), one)
            except NoReverseMatch:
                pass
        return f"{label}：{one}"


class ReadOnlyAdmin(PortalModelAdmin):
    """Records that only acts of the workflow write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows shown under their parent that only acts of the workflow write."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class YesNoFilter(admin.SimpleListFilter):
    """A filter of two named halves; `condition` selects the first."""

    yes: str = "是"
    no: str = "否"
    condition: models.Q

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "yes":
            return queryset.filter(self.condition)
        if self.value() == "no":
            return queryset.exclude(self.condition)
        return queryset if self.value() is None else queryset.none()


def unknown_choices(changelist: ChangeList) -> list[str]:
    """Which filters the address gives a value that is none of their choices, in words for the reader."""
    asked: dict[str, Any] = dict(changelist.get_filters_params())
    problems = []
    for spec in changelist.filter_specs:
        values = [value for name in spec.expected_parameters() for value in asked.pop(name or "", [])]
        chosen = [choice for choice in spec.choices(changelist) if choice["selected"]]
        if values and len(values) != len(chosen):
            problems.append(f"“{spec.title}”没有这个选项，或者同时给了几个选项。")
    return problems


def _wrong_page(changelist: ChangeList, request: HttpRequest) -> list[str]:
    last = changelist.paginator.num_pages
    wanted = request.GET.getlist(PAGE_VAR) or ["1"]
    if len(wanted) == 1 and is_key(wanted[0]) and 1 <= int(wanted[0]) <= last:
        return []
    return ["没有这一页，全部内容都在第一页。" if last == 1 else f"没有这一页，一共 {last} 页。"]


def short(field: str, description: str, length: int = 40) -> Callable[[Any, Any], str]:
    """A list column, as a method of a model's admin, with the beginning of a long text."""

    @admin.display(description=description, ordering=field)
    def column(self: Any, obj: Any) -> str:
        text = " ".join(str(getattr(obj, field)).split())
        return text if len(text) <= length else text[: length - 1] + "…"

    return column


def may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    """Whether the table of rights lets the person read rows of the model."""
    meta = model._meta
    return request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")


def change_address(one: models.Model) -> str:
    """The admin page of a row."""
    meta = one._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(one.pk)])
