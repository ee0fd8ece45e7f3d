"""What all pages of the admin share: locked edits, read-only records, addresses made from names, deletions."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, quote
from django.db import models, router, transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import slugify
from pypinyin import lazy_pinyin

SHOWN_REFERENCES = 20


class PortalModelAdmin(admin.ModelAdmin):
    """A model's pages. An edit holds the row from reading to writing, so that no act slips in between."""

    list_per_page = 50
    show_full_result_count = False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return found
        return self.model._default_manager.select_for_update().filter(pk=found.pk).first()

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
            *(line if count == 1 else format_html("{}（{} 条）", line, count) for line, count in named.items()),
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


class SluggedForm(forms.ModelForm):
    """Makes the part of the address that nobody wants to invent, when it is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "用于网址，留空则自动生成；一经公开请勿更改。"

    def slug_words(self, cleaned: dict[str, Any]) -> str:
        """The words that the address is made of."""
        return str(cleaned.get("short_name") or cleaned.get("name") or "")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            base = slugify("-".join(lazy_pinyin(self.slug_words(cleaned))))
            if base:
                cleaned["slug"] = free_slug(type(self.instance), base, self.instance.pk)
            else:
                self.add_error("slug", "无法自动生成网址名，请用字母和数字填写。")
        return cleaned


def free_slug(model: type[models.Model], base: str, own: int | None) -> str:
    """`base`, or `base-2`, `base-3` … where another row has it already."""
    base = base[:50].strip("-")
    others = model._default_manager.exclude(pk=own).filter(slug__startswith=base)
    taken = set(others.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def is_to_go(formset: Any, form: forms.ModelForm) -> bool:
    """Whether a row of an inline is ticked for deletion by somebody who may delete it."""
    return bool(formset.can_delete and formset._should_delete_form(form))


def may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    """Whether the table of rights lets the person read rows of the model."""
    meta = model._meta
    return request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")


def change_address(one: models.Model) -> str:
    """The admin page of a row."""
    meta = one._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(one.pk)])


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
        return queryset


def short(field: str, description: str, length: int = 40) -> Callable[[Any, Any], str]:
    """A list column, as a method of a model's admin, with the beginning of a long text."""

    @admin.display(description=description, ordering=field)
    def column(self: Any, obj: Any) -> str:
        text = " ".join(str(getattr(obj, field)).split())
        return text if len(text) <= length else text[: length - 1] + "…"

    return column
