"""Units, unit sets, officials and roles in the admin."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin import UserAdmin
from accounts.models import User
from xiaolan_portal.admin_forms import SluggedForm, is_to_go
from xiaolan_portal.admin_lists import YesNoFilter
from xiaolan_portal.admin_models import PortalModelAdmin, may_view

from .models import (
    Department,
    Membership,
    Official,
    Portfolio,
    Post,
    Role,
    UnitAlias,
    UnitSet,
    UnitSetMember,
)

VALIDITY = ("有效期", {"fields": (("valid_from", "valid_to"),)})
OWN_ROLES = "不能调整自己的角色，请由另一位系统管理员办理。"


def holding_today(path: str = "") -> models.Q:
    """Rows, or the rows at the end of the path, that are valid today."""
    today = timezone.localdate()
    begun = models.Q((f"{path}valid_from__isnull", True)) | models.Q((f"{path}valid_from__lte", today))
    lasts = models.Q((f"{path}valid_to__isnull", True)) | models.Q((f"{path}valid_to__gte", today))
    return begun & lasts


class LivingFilter(YesNoFilter):
    """Units and sets that exist today, or that no longer (or not yet) do."""

    title = "现况"
    parameter_name = "living"
    yes, no = "现有", "已变更或撤销"

    @property
    def condition(self) -> models.Q:  # type: ignore[override]
        return holding_today()


class AliasInline(admin.TabularInline):
    model = UnitAlias
    extra = 0
    fields = ("name", "valid_from", "valid_to")
    verbose_name_plural = "别名（报道中的其他叫法；“有关部门”“相关部门”不指明单位，请勿登记）"


class UnitForm(SluggedForm):
    """Keeps the pinyin in step with the name, unless somebody typed a pinyin of their own."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and "short_name" in self.changed_data:
            for field in ("sort_key", "initials"):
                if field in cleaned and field not in self.changed_data:
                    cleaned[field] = ""
        return cleaned


@admin.register(Department)
class DepartmentAdmin(PortalModelAdmin):
    form = UnitForm
    list_display = (
        "short_name",
        "full_name",
        "kind",
        "relation",
        "initials",
        "order",
        "valid_from",
        "valid_to",
    )
    list_filter = (LivingFilter, "relation", "kind")
    search_fields = ("short_name",)
    search_help_text = "可用简称、全称、别名、拼音或首字母查找，例如 gks。"
    autocomplete_fields = ("successors",)
    ordering = ("order", "sort_key", "pk")
    inlines = (AliasInline,)
    fieldsets = (
        (None, {"fields": (("short_name", "slug"), "full_name", "full_name_basis", ("kind", "relation"))}),
        ("对外公布", {"fields": ("duties", "public_telephone")}),
        (
            "排序与拼音",
            {
                "fields": (
                    "order",
                    ("sort_key", "initials"),
                )
            },
        ),
        (
            "沿革",
            {
                "fields": (("valid_from", "valid_to"), "successors"),
                "description": "更名、合并或职责划转时：填写截止日期，另建新单位，再在此选择承继单位。",
            },
        ),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Names, aliases, pinyin and initials instead of one column."""
        if not search_term.strip():
            return queryset, False
        found = Department.objects.named(search_term)
        return queryset.filter(pk__in=found.values("pk")), False

    def guardians(self, objs: Iterable[Any]) -> list[models.Model]:
        """A unit that took over from another, or handed over to one, is part of its history."""
        units = list(objs)
        related = Department.objects.filter(
            models.Q(successors__in=units) | models.Q(predecessors__in=units)
        ).distinct()
        return list(related)


class MemberInline(admin.TabularInline):
    model = UnitSetMember
    extra = 0
    fields = ("department", "valid_from", "valid_to")
    autocomplete_fields = ("department",)
    verbose_name_plural = "成员单位（退出时填写截止日期，不要删除）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("department", "unit_set")


@admin.register(UnitSet)
class UnitSetAdmin(PortalModelAdmin):
    form = SluggedForm
    list_display = ("name", "members_today", "note", "valid_from", "valid_to")
    list_filter = (LivingFilter,)
    search_fields = ("name", "aliases__name")
    search_help_text = "可用名称或别名查找。"
    ordering = ("pk",)
    inlines = (MemberInline, AliasInline)
    fieldsets = (
        (
            None,
            {
                "fields": (("name", "slug"), "note"),
                "description": "报道中“各村（社区）”一类的统称。交办时按当日成员逐一分派。",
            },
        ),
        VALIDITY,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        living = models.Count("memberships", filter=holding_today("memberships__"))
        return super().get_queryset(request).annotate(living_members=living)

    @admin.display(description="现有成员", ordering="living_members")
    def members_today(self, obj: Any) -> str:
        return f"{obj.living_members} 个" if obj.living_members else "无，不能交办"


class PostInline(admin.TabularInline):
    model = Post
    extra = 0
    fields = ("title", "order", "valid_from", "valid_to", "source")


class PortfolioInline(admin.TabularInline):
    model = Portfolio
    extra = 0
    fields = ("department", "field", "valid_from", "valid_to")
    autocomplete_fields = ("department",)
    verbose_name_plural = "分管（单位、联系点或领域，二者选一）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("department")


@admin.register(Official)
class OfficialAdmin(PortalModelAdmin):
    list_display = ("name", "posts_today", "is_outside", "traditional_name", "order")
    list_filter = ("is_outside",)
    search_fields = ("name", "traditional_name", "posts__title")
    search_help_text = "可用姓名或职务查找。"
    ordering = ("order", "pk")
    inlines = (PostInline, PortfolioInline)
    fieldsets = (
        (None, {"fields": (("name", "traditional_name"), "order", "is_outside")}),
        ("平台账号", {"fields": ("user",), "description": "领导本人使用平台时，由系统管理员选择其账号。"}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Prefetch("posts", queryset=Post.objects.on(timezone.localdate()), to_attr="held_posts")
        return super().get_queryset(request).select_related("user").prefetch_related(held)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose account an official's name belongs to is for the administrator alone to say."""
        return () if request.user.has_perm("accounts.change_user") else ("user",)

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("user",)

    @admin.display(description="现任职务")
    def posts_today(self, obj: Any) -> str:
        return "、".join(post.title for post in obj.held_posts)


class MembershipFormSet(forms.BaseInlineFormSet):
    """Refuses any change of one's own roles; `own` is set where somebody edits the account they use."""

    own = False

    def clean(self) -> None:
        super().clean()
        if self.own and any(form.has_changed() or is_to_go(self, form) for form in self.forms):
            raise forms.ValidationError(OWN_ROLES)


class MembershipInline(admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    extra = 0
    fields = ("role", "department", "rank", "valid_from", "valid_to")
    autocomplete_fields = ("department",)
    verbose_name_plural = "角色与权限（离任时填写截止日期，记录保留备查）"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("department", "user")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.own = obj == request.user
        return formset

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may read an account may read what it is entitled to."""
        return may_view(request, User)


class RoleFilter(admin.SimpleListFilter):
    """Accounts by the role they hold today."""

    title = "现任角色"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(role.value), str(role.label)) for role in Role]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        held = Membership.objects.on(timezone.localdate()).filter(role=self.value())
        return queryset.filter(pk__in=held.values("user"))


class UserWithRolesAdmin(UserAdmin):
    """The accounts' pages with the roles that give them their rights."""

    list_display = ("username", "name", "roles_today", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """A new account is saved first: Django's page for it asks for the password alone."""
        return [MembershipInline] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Membership.objects.on(timezone.localdate()).select_related("department")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("memberships", queryset=held, to_attr="held_roles"))
        )

    @admin.display(description="现任角色")
    def roles_today(self, obj: Any) -> str:
        return "、".join(str(one) for one in obj.held_roles)


admin.site.unregister(User)
admin.site.register(User, UserWithRolesAdmin)
