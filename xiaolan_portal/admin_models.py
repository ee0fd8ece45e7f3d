"""What the admin pages of all models share: edits that hold their row, read-only records, refused deletions."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import NestedObjects, quote
from django.contrib.admin.views.main import ChangeList
from django.db import models, router, transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from .admin_lists import Misread, PortalChangeList, is_key, unknown_choices, wrong_dates, wrong_page

SHOWN_REFERENCES = 20
SLUG_SCRIPTS = ("admin/js/vendor/xregexp/", "admin/js/urlify", "admin/js/prepopulate")


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

    def get_action_choices(
        self, request: HttpRequest, default_choices: list[tuple[str, str]] | None = None
    ) -> list[tuple[str, str]]:
        return super().get_action_choices(request, default_choices or [("", "请选择操作")])

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PortalChangeList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        problems = wrong_dates(request, self.date_hierarchy)
        if problems:
            raise Misread(problems)
        try:
            changelist: ChangeList = super().get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Misread(["网址中的条件或页码无法识别。"]) from error
        problems = unknown_choices(changelist) + wrong_page(changelist, request)
        if problems:
            raise Misread(problems)
        return changelist

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


def may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    """Whether the table of rights lets the person read rows of the model."""
    meta = model._meta
    return request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")


def change_address(one: models.Model) -> str:
    """The admin page of a row."""
    meta = one._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(one.pk)])
